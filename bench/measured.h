#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <vector>

/// Closed loops on threads, and what came out of them.
namespace yimen::bench {

using Seconds = std::chrono::duration<double>;

struct Measured {
  std::vector<double> ms;  // one per call
  double seconds = 0;
  double processor_seconds = 0;  // of this process, all threads
  double per_second() const { return seconds > 0 ? static_cast<double>(ms.size()) / seconds : 0; }
  double processor_us() const { return ms.empty() ? 0 : processor_seconds * 1e6 / static_cast<double>(ms.size()); }
  double percentile(double share) const;
  void add(const Measured& other);
};

/// Calls `work(thread)` on each thread again and again until the time is over or it returns false.
Measured run_threads(int threads, Seconds longest, const std::function<bool(int thread)>& work);

/// Median time of writing 4 KB at the end of a file and syncing it, in milliseconds.
double disk_sync_ms(const std::string& folder);
/// `VmRSS` of a process in MB.
double resident_mb(int process);
double median(std::vector<double> values);

}  // namespace yimen::bench
