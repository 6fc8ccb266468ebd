#include "yimen/platform/metrics.h"

#include <cmath>
#include <map>
#include <mutex>
#include <stdexcept>

namespace yimen::platform {

namespace {

enum class MetricKind { counter, gauge, histogram };

struct Family {
  MetricKind kind;
  std::string help;
  std::map<MetricLabels, std::unique_ptr<Counter>> counters;
  std::map<MetricLabels, std::unique_ptr<Gauge>> gauges;
  std::map<MetricLabels, std::unique_ptr<Histogram>> histograms;
};

std::string escaped(std::string_view text, bool quotes_too) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\\\";
    else if (c == '\n')
      out += "\\n";
    else if (c == '"' && quotes_too)
      out += "\\\"";
    else
      out += c;
  }
  return out;
}

std::string labels_text(const MetricLabels& labels, std::string_view extra = {}) {
  if (labels.empty() && extra.empty()) return {};
  std::string out = "{";
  for (const auto& [name, value] : labels)
    out += fmt::format("{}{}=\"{}\"", out.size() > 1 ? "," : "", name, escaped(value, true));
  if (!extra.empty()) out += fmt::format("{}{}", out.size() > 1 ? "," : "", extra);
  return out + "}";
}

}  // namespace

struct MetricSource::Entry {
  std::mutex mutex;  // held while writing: a source that is being destroyed waits for its reader
  std::function<void(MetricWriter&)> write;
};

namespace {

struct Registry {
  std::mutex mutex;
  std::map<std::string, Family, std::less<>> families;
  std::vector<std::shared_ptr<MetricSource::Entry>> sources;

  Family& family(std::string_view name, std::string_view help, MetricKind kind) {
    auto found = families.find(name);
    if (found == families.end())
      found = families.emplace(std::string(name), Family{kind, std::string(help), {}, {}, {}}).first;
    if (found->second.kind != kind) throw std::logic_error("metric registered with two kinds: " + std::string(name));
    return found->second;
  }
};

Registry& registry() {
  static Registry instance;
  return instance;
}

template <class T>
T& entry_of(std::map<MetricLabels, std::unique_ptr<T>>& entries, const MetricLabels& labels) {
  auto& entry = entries[labels];
  if (!entry) entry = std::make_unique<T>();
  return *entry;
}

}  // namespace

void Histogram::observe(double seconds) {
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    if (seconds > bounds[i]) continue;
    buckets_[i].fetch_add(1, std::memory_order_relaxed);
    break;
  }
  count_.fetch_add(1, std::memory_order_relaxed);
  micros_.fetch_add(static_cast<std::uint64_t>(std::max(0.0, seconds) * 1e6), std::memory_order_relaxed);
}

Counter& counter(std::string_view name, std::string_view help, const MetricLabels& labels) {
  const std::lock_guard lock{registry().mutex};
  return entry_of(registry().family(name, help, MetricKind::counter).counters, labels);
}
Gauge& gauge(std::string_view name, std::string_view help, const MetricLabels& labels) {
  const std::lock_guard lock{registry().mutex};
  return entry_of(registry().family(name, help, MetricKind::gauge).gauges, labels);
}
Histogram& histogram(std::string_view name, std::string_view help, const MetricLabels& labels) {
  const std::lock_guard lock{registry().mutex};
  return entry_of(registry().family(name, help, MetricKind::histogram).histograms, labels);
}

void MetricWriter::family(std::string_view name, std::string_view kind, std::string_view help) {
  text_ += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, escaped(help, false), kind);
}
void MetricWriter::sample(std::string_view name, const MetricLabels& labels, double value) {
  text_ += fmt::format("{}{} {}\n", name, labels_text(labels), value);
}
void MetricWriter::histogram(std::string_view name, const MetricLabels& labels, const Histogram& data) {
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < Histogram::bounds.size(); ++i) {
    seen += data.bucket(i);
    text_ += fmt::format("{}_bucket{} {}\n", name, labels_text(labels, fmt::format("le=\"{}\"", Histogram::bounds[i])),
                         seen);
  }
  text_ += fmt::format("{}_bucket{} {}\n", name, labels_text(labels, "le=\"+Inf\""), data.count());
  text_ += fmt::format("{}_sum{} {}\n", name, labels_text(labels), data.sum());
  text_ += fmt::format("{}_count{} {}\n", name, labels_text(labels), data.count());
}

MetricSource::MetricSource(std::function<void(MetricWriter&)> write) : entry_{std::make_shared<Entry>()} {
  entry_->write = std::move(write);
  const std::lock_guard lock{registry().mutex};
  registry().sources.push_back(entry_);
}

MetricSource::~MetricSource() {
  {
    const std::lock_guard lock{registry().mutex};
    std::erase(registry().sources, entry_);
  }
  const std::lock_guard lock{entry_->mutex};
  entry_->write = {};
}

std::string metrics_text() {
  MetricWriter out;
  std::vector<std::shared_ptr<MetricSource::Entry>> sources;
  {
    const std::lock_guard lock{registry().mutex};
    sources = registry().sources;
    for (const auto& [name, family] : registry().families) {
      const auto* kind = family.kind == MetricKind::counter ? "counter"
                         : family.kind == MetricKind::gauge ? "gauge"
                                                            : "histogram";
      out.family(name, kind, family.help);
      for (const auto& [labels, entry] : family.counters) out.sample(name, labels, static_cast<double>(entry->value()));
      for (const auto& [labels, entry] : family.gauges) out.sample(name, labels, entry->value());
      for (const auto& [labels, entry] : family.histograms) out.histogram(name, labels, *entry);
    }
  }
  for (const auto& source : sources) {
    const std::lock_guard lock{source->mutex};
    if (source->write) source->write(out);
  }
  return out.take();
}

}  // namespace yimen::platform
