#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <fmt/format.h>

#include <stdexcept>


#include "crypto/algorithms.h"
#include "crypto/secret_file.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

constexpr std::string_view signer_id = "1234567812345678";  // GM/T 0009—2012

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

EVP_PKEY* pkey(const Sm2Key& key) { return static_cast<EVP_PKEY*>(key.native()); }

std::shared_ptr<void> owned(EVP_PKEY* key) {
  return {key, [](void* p) { EVP_PKEY_free(static_cast<EVP_PKEY*>(p)); }};
}

std::string content_of(BIO* bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

/// Signing and verifying share the set-up: SM3 with the signer's id, which OpenSSL leaves empty by default.
struct Operation {
  EVP_MD_CTX* digest = EVP_MD_CTX_new();
  EVP_PKEY_CTX* key;
  explicit Operation(EVP_PKEY* pkey) : key{EVP_PKEY_CTX_new(pkey, nullptr)} {
    if (!digest || !key || EVP_PKEY_CTX_set1_id(key, signer_id.data(), static_cast<int>(signer_id.size())) <= 0)
      throw std::runtime_error("SM2 failed");
    EVP_MD_CTX_set_pkey_ctx(digest, key);
  }
  ~Operation() {
    EVP_MD_CTX_free(digest);
    EVP_PKEY_CTX_free(key);
  }
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;
};

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

}  // namespace

Sm2Key Sm2Key::generate() {
  auto* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2");
  if (!key) throw std::runtime_error("OpenSSL offers no SM2; install a build with 国密 algorithms");
  return Sm2Key{owned(key)};
}

Result<Sm2Key> Sm2Key::from_pem(std::string_view pem) {
  const Bio bio{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free};
  auto* key = pem.find("PRIVATE KEY") != std::string_view::npos
                  ? PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr)
                  : PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr);
  if (!key || !EVP_PKEY_is_a(key, "SM2")) {
    EVP_PKEY_free(key);
    return fail(ErrorCode::internal, "platform/key-unreadable", "密钥不是 PEM 格式的 SM2 密钥。");
  }
  return Sm2Key{owned(key)};
}

Result<Sm2Key> Sm2Key::load(const std::string& path) {
  auto pem = read_secret_file(path);
  if (!pem)
    return fail(ErrorCode::internal, "platform/key-unreadable",
                fmt::format("密钥文件 {} 读不出来，请检查文件是否存在以及权限。", path));
  auto key = from_pem(*pem);
  if (!key)
    return fail(ErrorCode::internal, "platform/key-unreadable",
                fmt::format("文件 {} 不是 PEM 格式的 SM2 密钥。", path));
  return key;
}

Result<void> Sm2Key::save(const std::string& path) const {
  const Bio bio{BIO_new(BIO_s_secmem()), &BIO_free};
  if (PEM_write_bio_PKCS8PrivateKey(bio.get(), pkey(*this), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return fail(ErrorCode::internal, "platform/key-unwritable", "这个密钥没有私钥部分，不能保存。");
  return create_secret_file(path, content_of(bio.get()));
}

std::string Sm2Key::public_pem() const {
  const Bio bio{BIO_new(BIO_s_mem()), &BIO_free};
  if (PEM_write_bio_PUBKEY(bio.get(), pkey(*this)) != 1) throw std::runtime_error("SM2 key cannot be written");
  return content_of(bio.get());
}

std::string Sm2Key::key_id() const {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(pkey(*this), &der);
  if (size <= 0) throw std::runtime_error("SM2 key cannot be written");
  const std::string bytes{reinterpret_cast<char*>(der), static_cast<std::size_t>(size)};
  OPENSSL_free(der);
  return sm3_hex(bytes).substr(0, 16);
}

bool Sm2Key::has_private() const {
  BIGNUM* secret = nullptr;
  const bool is_there = EVP_PKEY_get_bn_param(pkey(*this), "priv", &secret) == 1;
  BN_clear_free(secret);
  return is_there;
}

std::string sm2_sign(const Sm2Key& key, std::string_view bytes) {
  const Operation operation{pkey(key)};
  std::string signature(80, '\0');
  auto size = signature.size();
  if (EVP_DigestSignInit(operation.digest, nullptr, sm3_algorithm(), nullptr, pkey(key)) != 1 ||
      EVP_DigestSign(operation.digest, reinterpret_cast<unsigned char*>(signature.data()), &size, raw(bytes),
                     bytes.size()) != 1)
    throw std::runtime_error("SM2 signing failed");
  signature.resize(size);
  return signature;
}

bool sm2_verify(const Sm2Key& key, std::string_view bytes, std::string_view signature) {
  const Operation operation{pkey(key)};
  return EVP_DigestVerifyInit(operation.digest, nullptr, sm3_algorithm(), nullptr, pkey(key)) == 1 &&
         EVP_DigestVerify(operation.digest, raw(signature), signature.size(), raw(bytes), bytes.size()) == 1;
}

}  // namespace yimen::platform
