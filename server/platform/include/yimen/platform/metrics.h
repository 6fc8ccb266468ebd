#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Counters, gauges and histograms of this process, shown at /metrics in Prometheus text format 0.0.4.
namespace yimen::platform {

using MetricLabels = std::vector<std::pair<std::string, std::string>>;

class Counter {
 public:
  void add(std::uint64_t by = 1) { value_.fetch_add(by, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Gauge {
 public:
  void set(double value) { value_.store(value, std::memory_order_relaxed); }
  double value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_{0};
};

/// Seconds in fixed buckets from 1 ms to 10 s.
class Histogram {
 public:
  static constexpr std::array<double, 12> bounds{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10};
  void observe(double seconds);
  std::uint64_t count() const { return count_.load(std::memory_order_relaxed); }
  double sum() const { return static_cast<double>(micros_.load(std::memory_order_relaxed)) / 1e6; }
  std::uint64_t bucket(std::size_t index) const { return buckets_[index].load(std::memory_order_relaxed); }

 private:
  std::array<std::atomic<std::uint64_t>, 12> buckets_{};
  std::atomic<std::uint64_t> count_{0}, micros_{0};
};

/// The one with that name and those labels, made when it is first asked for; lives as long as the process. Keep the
/// reference.
Counter& counter(std::string_view name, std::string_view help, const MetricLabels& labels = {});
Gauge& gauge(std::string_view name, std::string_view help, const MetricLabels& labels = {});
Histogram& histogram(std::string_view name, std::string_view help, const MetricLabels& labels = {});

/// Writes samples whose values are asked for when somebody looks (queue lengths, connections).
class MetricWriter {
 public:
  void family(std::string_view name, std::string_view kind, std::string_view help);
  void sample(std::string_view name, const MetricLabels& labels, double value);
  void histogram(std::string_view name, const MetricLabels& labels, const Histogram&);
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

/// Asked at each look until the handle is destroyed.
class MetricSource {
 public:
  explicit MetricSource(std::function<void(MetricWriter&)> write);
  ~MetricSource();
  MetricSource(const MetricSource&) = delete;
  MetricSource& operator=(const MetricSource&) = delete;
  struct Entry;

 private:
  std::shared_ptr<Entry> entry_;
};

std::string metrics_text();

}  // namespace yimen::platform
