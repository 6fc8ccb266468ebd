#include "http/worker_pool.h"

namespace yimen::platform {

WorkerPool::WorkerPool(int threads, int queue) : limit_{static_cast<std::size_t>(queue)} {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock{mutex_};
    is_closing_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
}

bool WorkerPool::try_post(Job job) {
  {
    const std::lock_guard lock{mutex_};
    // Threads that are free will take theirs at once: only what must wait counts against the limit.
    const auto idle = threads_.size() - static_cast<std::size_t>(busy_.load(std::memory_order_relaxed));
    if (jobs_.size() >= limit_ + idle) return false;
    jobs_.push_back(std::move(job));
    waiting_.store(static_cast<int>(jobs_.size()), std::memory_order_relaxed);
  }
  wake_.notify_one();
  return true;
}

void WorkerPool::post(Job job) {
  {
    const std::lock_guard lock{mutex_};
    jobs_.push_back(std::move(job));
  }
  wake_.notify_one();
}

void WorkerPool::work() {
  std::unique_lock lock{mutex_};
  for (;;) {
    wake_.wait(lock, [this] { return is_closing_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    waiting_.store(static_cast<int>(jobs_.size()), std::memory_order_relaxed);
    busy_.fetch_add(1, std::memory_order_relaxed);
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
    busy_.fetch_sub(1, std::memory_order_relaxed);
  }
}

StreamThreads::~StreamThreads() {
  std::unique_lock lock{mutex_};
  ended_.wait(lock, [this] { return running_.load() == 0; });
}

bool StreamThreads::try_run(std::function<void()> job) {
  {
    const std::lock_guard lock{mutex_};
    if (running_ >= most_) return false;
    ++running_;
  }
  std::thread([this, job = std::move(job)]() mutable {
    job();
    job = nullptr;
    const std::lock_guard lock{mutex_};
    --running_;
    ended_.notify_all();
  }).detach();
  return true;
}

}  // namespace yimen::platform
