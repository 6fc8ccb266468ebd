#include <argon2.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "yimen/platform/crypto.h"

namespace yimen::platform {

namespace {

constexpr std::uint32_t passes = 2, memory_kib = 19 * 1024, lanes = 1;
constexpr std::size_t salt_size = 16, hash_size = 32;
constexpr int parallel_hashes = 2;

/// Lets two hashes run at once: a flood of sign-ins may not take all memory and every worker's processor time.
class Gate {
 public:
  bool enter(std::chrono::seconds patience) {
    std::unique_lock lock{mutex_};
    if (!left_.wait_for(lock, patience, [&] { return inside_ < parallel_hashes; })) return false;
    ++inside_;
    return true;
  }
  void leave() {
    {
      const std::lock_guard lock{mutex_};
      --inside_;
    }
    left_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable left_;
  int inside_ = 0;
};

class Pass {
 public:
  Pass() : is_inside_{gate().enter(std::chrono::seconds{10})} {}
  ~Pass() {
    if (is_inside_) gate().leave();
  }
  Pass(const Pass&) = delete;
  Pass& operator=(const Pass&) = delete;
  bool is_inside() const { return is_inside_; }

 private:
  static Gate& gate() {
    static Gate gate;
    return gate;
  }
  bool is_inside_;
};

tl::unexpected<Error> busy() {
  return fail(ErrorCode::unavailable, "platform/password-busy", "登录的人太多，请稍等几秒再试。");
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
  const Pass pass;
  if (!pass.is_inside()) return busy();
  const auto salt = random_bytes(salt_size);
  std::string encoded(argon2_encodedlen(passes, memory_kib, lanes, salt_size, hash_size, Argon2_id), '\0');
  const int outcome = argon2id_hash_encoded(passes, memory_kib, lanes, password.data(), password.size(), salt.data(),
                                            salt.size(), hash_size, encoded.data(), encoded.size());
  if (outcome != ARGON2_OK)
    return fail(ErrorCode::unavailable, "platform/password-hash", "系统内存不足，暂时不能处理密码，请稍后再试。");
  encoded.resize(encoded.find('\0'));
  return encoded;
}

Result<bool> verify_password(std::string_view password, std::string_view phc) {
  if (!phc.starts_with("$argon2id$")) return false;
  const Pass pass;
  if (!pass.is_inside()) return busy();
  return argon2id_verify(std::string(phc).c_str(), password.data(), password.size()) == ARGON2_OK;
}

}  // namespace yimen::platform
