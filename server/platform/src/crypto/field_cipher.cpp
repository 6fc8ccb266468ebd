#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <stdexcept>

#include "crypto/algorithms.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

constexpr std::string_view version_mark = "v1.";
constexpr std::size_t iv_size = 16, tag_size = 32;

const EVP_CIPHER* sm4_algorithm() {
  static EVP_CIPHER* const algorithm = EVP_CIPHER_fetch(nullptr, "SM4-CBC", nullptr);
  if (!algorithm) throw std::runtime_error("OpenSSL offers no SM4; install a build with 国密 algorithms");
  return algorithm;
}

tl::unexpected<Error> damaged() {
  return fail(ErrorCode::internal, "platform/cipher-damaged",
              "加密保存的信息无法解开：内容被改动，或密钥文件不是写入时的那一份。请管理员核对密钥目录。");
}

}  // namespace

std::optional<std::string> sm4_cbc(Direction direction, std::string_view key, std::string_view iv,
                                   std::string_view bytes) {
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context{EVP_CIPHER_CTX_new(),
                                                                                &EVP_CIPHER_CTX_free};
  std::string out(bytes.size() + 16, '\0');
  const auto* in = reinterpret_cast<const unsigned char*>(bytes.data());
  auto* to = reinterpret_cast<unsigned char*>(out.data());
  int written = 0, rest = 0;
  if (EVP_CipherInit_ex2(context.get(), sm4_algorithm(), reinterpret_cast<const unsigned char*>(key.data()),
                         reinterpret_cast<const unsigned char*>(iv.data()), direction == Direction::encrypt ? 1 : 0,
                         nullptr) != 1 ||
      EVP_CipherUpdate(context.get(), to, &written, in, static_cast<int>(bytes.size())) != 1 ||
      EVP_CipherFinal_ex(context.get(), to + written, &rest) != 1)
    return std::nullopt;
  out.resize(static_cast<std::size_t>(written + rest));
  return out;
}

FieldCipher::FieldCipher(std::string_view master_key)
    : encryption_key_{hmac_sm3(master_key, "field encryption").substr(0, 16)},
      mac_key_{hmac_sm3(master_key, "field authentication")},
      search_key_{hmac_sm3(master_key, "field search")} {}

FieldCipher::~FieldCipher() {
  for (auto* key : {&encryption_key_, &mac_key_, &search_key_}) OPENSSL_cleanse(key->data(), key->size());
}

std::string FieldCipher::encrypt(std::string_view text) const {
  if (text.empty()) return {};
  const auto iv = random_bytes(iv_size);
  auto hidden = sm4_cbc(Direction::encrypt, encryption_key_, iv, text);
  if (!hidden) throw std::runtime_error("SM4 failed");
  auto sealed = iv + *hidden;
  sealed += hmac_sm3(mac_key_, sealed);
  return std::string(version_mark) + to_base64url(sealed);
}

Result<std::string> FieldCipher::decrypt(std::string_view sealed) const {
  if (sealed.empty()) return std::string{};
  if (!sealed.starts_with(version_mark)) return damaged();
  const auto bytes = from_base64(sealed.substr(version_mark.size()));
  if (bytes.size() < iv_size + 16 + tag_size) return damaged();
  const std::string_view all = bytes;
  const auto body = all.substr(0, all.size() - tag_size);
  // The tag is looked at before anything is decrypted: a padding error then tells an attacker nothing.
  if (!equal_constant_time(hmac_sm3(mac_key_, body), all.substr(all.size() - tag_size))) return damaged();
  auto text = sm4_cbc(Direction::decrypt, encryption_key_, body.substr(0, iv_size), body.substr(iv_size));
  if (!text) return damaged();
  return std::move(*text);
}

std::string FieldCipher::search_hash(std::string_view text) const { return to_hex(hmac_sm3(search_key_, text)); }

}  // namespace yimen::platform
