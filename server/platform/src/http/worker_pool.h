#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace yimen::platform {

/// A fixed number of threads with a bounded queue in front.
class WorkerPool {
 public:
  using Job = std::function<void()>;

  WorkerPool(int threads, int queue);
  ~WorkerPool();  ///< finishes what is queued

  /// False when the queue is full.
  bool try_post(Job job);
  /// For the second half of a job that was let in before: never refused.
  void post(Job job);
  int waiting() const { return waiting_.load(std::memory_order_relaxed); }
  int busy() const { return busy_.load(std::memory_order_relaxed); }

 private:
  void work();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  std::size_t limit_;
  bool is_closing_ = false;
  std::atomic<int> waiting_{0}, busy_{0};
  std::vector<std::thread> threads_;
};

/// Threads for streamed answers: one per stream, at most so many.
class StreamThreads {
 public:
  explicit StreamThreads(int most) : most_{most} {}
  ~StreamThreads();  ///< waits for all to end
  bool try_run(std::function<void()> job);
  int running() const { return running_.load(std::memory_order_relaxed); }

 private:
  const int most_;
  std::atomic<int> running_{0};
  std::mutex mutex_;
  std::condition_variable ended_;
};

}  // namespace yimen::platform
