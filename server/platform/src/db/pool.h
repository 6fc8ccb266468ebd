#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "yimen/platform/db.h"

namespace yimen::platform {

/// At most `size` connections, opened when needed, lent to one thread at a time.
template <class Connection>
class Pool {
 public:
  Pool(int size, std::function<std::unique_ptr<Connection>()> open)
      : size_{size < 1 ? 1 : size}, open_{std::move(open)} {}

  /// A lent connection goes back when the lease ends, unless it was discarded.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection) : pool_{&pool}, connection_{std::move(connection)} {}
    Lease(Lease&& other) noexcept : pool_{other.pool_}, connection_{std::move(other.connection_)} {
      other.pool_ = nullptr;
    }
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (pool_) pool_->give_back(std::move(connection_));
    }
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }
    void discard() { connection_.reset(); }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  /// @throws DbError{busy} when none becomes free in time, or what opening threw.
  Lease borrow(std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex_);
    if (!freed_.wait_for(lock, at_most,
                         [&] { return !idle_.empty() || lent_ + static_cast<int>(idle_.size()) < size_; }))
      throw DbError(DbFault::busy, "pool", "数据库连接都在使用中，请稍后再试。");
    ++lent_;
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());  // the one used last: its statements and pages are warm
      idle_.pop_back();
      return Lease{*this, std::move(connection)};
    }
    lock.unlock();
    try {
      return Lease{*this, open_()};
    } catch (...) {
      give_back(nullptr);
      throw;
    }
  }
  /// After a lost server all idle connections are lost as well.
  void drop_idle() {
    std::vector<std::unique_ptr<Connection>> dropped;
    const std::lock_guard lock(mutex_);
    dropped.swap(idle_);
  }

 private:
  void give_back(std::unique_ptr<Connection> connection) {
    {
      const std::lock_guard lock(mutex_);
      --lent_;
      if (connection) idle_.push_back(std::move(connection));
    }
    freed_.notify_one();
  }

  int size_;
  std::function<std::unique_ptr<Connection>()> open_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Connection>> idle_;
  int lent_ = 0;
};

}  // namespace yimen::platform
