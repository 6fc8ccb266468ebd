#include "yimen/platform/crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <stdexcept>

#include "crypto/algorithms.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

const EVP_MD* sm3_algorithm() {
  // Fetched once: an implicit fetch costs more than hashing a short text.
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SM3", nullptr);
  if (!algorithm) throw std::runtime_error("OpenSSL offers no SM3; install a build with 国密 algorithms");
  return algorithm;
}

std::string sm3(std::string_view bytes) {
  std::string digest(32, '\0');
  unsigned length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &length, sm3_algorithm(),
                 nullptr) != 1)
    throw std::runtime_error("SM3 failed");
  return digest;
}

std::string sm3_hex(std::string_view bytes) { return to_hex(sm3(bytes)); }

Sm3Stream::Sm3Stream() : context_{EVP_MD_CTX_new()} {
  if (!context_ || EVP_DigestInit_ex2(static_cast<EVP_MD_CTX*>(context_), sm3_algorithm(), nullptr) != 1)
    throw std::runtime_error("SM3 failed");
}

Sm3Stream::~Sm3Stream() { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_)); }

void Sm3Stream::add(std::string_view bytes) {
  if (EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), bytes.data(), bytes.size()) != 1)
    throw std::runtime_error("SM3 failed");
}

std::string Sm3Stream::finish() {
  std::string digest(32, '\0');
  unsigned length = 0;
  if (EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_), reinterpret_cast<unsigned char*>(digest.data()),
                         &length) != 1)
    throw std::runtime_error("SM3 failed");
  return digest;
}

std::string hmac_sm3(std::string_view key, std::string_view bytes) {
  constexpr std::size_t block = 64;
  std::string padded(key.size() > block ? sm3(key) : std::string(key));
  padded.resize(block, '\0');
  std::string inner = padded, outer = padded;
  for (auto& c : inner) c = static_cast<char>(c ^ 0x36);
  for (auto& c : outer) c = static_cast<char>(c ^ 0x5c);
  Sm3Stream stream;
  stream.add(inner);
  stream.add(bytes);
  auto result = sm3(outer + stream.finish());
  for (auto* secret : {&padded, &inner, &outer}) OPENSSL_cleanse(secret->data(), secret->size());
  return result;
}

std::string hmac_sha1(std::string_view key, std::string_view bytes) {
  std::string mac(20, '\0');
  unsigned length = 0;
  if (!HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()),
            bytes.size(), reinterpret_cast<unsigned char*>(mac.data()), &length))
    throw std::runtime_error("HMAC-SHA-1 failed");
  return mac;
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (count != 0 && RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1)
    throw std::runtime_error("the random source failed");
  return bytes;
}

std::string random_token(std::size_t bytes) { return to_base64url(random_bytes(bytes)); }

std::string random_digits(std::size_t count) {
  std::string digits;
  while (digits.size() < count) {
    for (const char c : random_bytes(count)) {
      // 250 is the largest multiple of ten in a byte: beyond it some digits would come more often.
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 250 && digits.size() < count) digits += static_cast<char>('0' + byte % 10);
    }
  }
  return digits;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace yimen::platform
