#include "measured.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <exception>
#include <fstream>
#include <mutex>
#include <thread>

#include <fmt/format.h>

namespace yimen::bench {

using Clock = std::chrono::steady_clock;

double Measured::percentile(double share) const {
  if (ms.empty()) return 0;
  auto sorted = ms;
  std::sort(sorted.begin(), sorted.end());
  return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

void Measured::add(const Measured& other) {
  ms.insert(ms.end(), other.ms.begin(), other.ms.end());
  seconds += other.seconds;
  processor_seconds += other.processor_seconds;
}

namespace {

double processor_time() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

}  // namespace

Measured run_threads(int threads, Seconds longest, const std::function<bool(int)>& work) {
  std::vector<Measured> parts(static_cast<std::size_t>(threads));
  std::mutex mutex;
  std::exception_ptr broken;
  const auto began = Clock::now();
  const auto used = processor_time();
  {
    std::vector<std::jthread> running;
    for (int n = 0; n < threads; ++n)
      running.emplace_back([&, n] {
        auto& part = parts[static_cast<std::size_t>(n)];
        try {
          for (auto at = Clock::now(); at - began < longest;) {
            if (!work(n)) break;
            const auto after = Clock::now();
            part.ms.push_back(Seconds(after - at).count() * 1000);
            at = after;
          }
        } catch (...) {
          const std::lock_guard lock(mutex);
          broken = std::current_exception();
        }
      });
  }
  if (broken) std::rethrow_exception(broken);
  Measured all;
  for (const auto& part : parts) all.add(part);
  all.seconds = Seconds(Clock::now() - began).count();
  all.processor_seconds = processor_time() - used;
  return all;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double disk_sync_ms(const std::string& folder) {
  const auto path = folder + "/sync-probe";
  const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  const std::string page(4096, 'x');
  std::vector<double> times;
  for (int i = 0; i < 200 && file >= 0; ++i) {
    const auto began = Clock::now();
    if (::write(file, page.data(), page.size()) < 0 || ::fdatasync(file) != 0) break;
    times.push_back(Seconds(Clock::now() - began).count() * 1000);
  }
  ::close(file);
  ::unlink(path.c_str());
  return median(times);
}

double resident_mb(int process) {
  std::ifstream status(fmt::format("/proc/{}/status", process));
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
  return 0;
}

}  // namespace yimen::bench
