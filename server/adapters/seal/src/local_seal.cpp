#include "yimen/seal/local_seal.h"

#include <fmt/format.h>

namespace yimen::seal {

namespace {

constexpr std::string_view algorithm = "SM2-SM3";

class LocalSeal final : public document::SealAdapter {
 public:
  explicit LocalSeal(platform::KeyRing& keys) : keys_{keys} {}

  std::string_view name() const override { return "local"; }

  platform::Result<document::SealSignature> sign(std::int64_t department_id, std::string_view digest) override {
    const auto key = keys_.sm2(key_name(department_id));
    if (!key)
      return platform::fail(platform::ErrorCode::upstream_failed, "seal/key-unusable",
                            "电子印章暂时不能使用，文书没有出具。请系统管理员检查密钥目录后重试。");
    return document::SealSignature{std::string(algorithm), key->key_id(), platform::sm2_sign(*key, digest), key->public_pem()};
  }

  bool verify(std::int64_t department_id, std::string_view digest, const document::SealSignature& seal) override {
    if (seal.algorithm != algorithm) return false;
    const auto key = keys_.sm2(key_name(department_id));
    return key && key->key_id() == seal.key_id && platform::sm2_verify(*key, digest, seal.signature);
  }

 private:
  static std::string key_name(std::int64_t department_id) { return fmt::format("seal-{}", department_id); }

  platform::KeyRing& keys_;
};

}  // namespace

std::unique_ptr<document::SealAdapter> make_local_seal(platform::KeyRing& keys) { return std::make_unique<LocalSeal>(keys); }

}  // namespace yimen::seal
