#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "yimen/platform/result.h"

/// SM2, SM3, SM4 (国密) and argon2id. Raw bytes travel in std::string. Only src/crypto/*.cpp know OpenSSL and argon2.
namespace yimen::platform {

std::string sm3(std::string_view bytes);      ///< 32 raw bytes (GB/T 32905)
std::string sm3_hex(std::string_view bytes);   ///< 64 lower-case hex digits
std::string hmac_sm3(std::string_view key, std::string_view bytes);  ///< 32 raw bytes

/// 20 raw bytes. For one-time passwords only (RFC 6238): authenticator apps know nothing newer.
std::string hmac_sha1(std::string_view key, std::string_view bytes);

/// SM3 over what arrives piece by piece.
class Sm3Stream {
 public:
  Sm3Stream();
  ~Sm3Stream();
  Sm3Stream(const Sm3Stream&) = delete;
  Sm3Stream& operator=(const Sm3Stream&) = delete;
  void add(std::string_view bytes);
  std::string finish();  ///< 32 raw bytes; the stream is spent afterwards

 private:
  void* context_;
};

std::string random_bytes(std::size_t count);
/// base64url of that many random bytes: session tokens, one-time links. 32 bytes give 43 characters.
std::string random_token(std::size_t bytes = 32);
/// Decimal digits without leading-zero loss: query codes, SMS codes.
std::string random_digits(std::size_t count);
/// Takes the same time wherever the first difference is; texts of different length differ.
bool equal_constant_time(std::string_view a, std::string_view b);

/// argon2id, 19 MiB, 2 passes, PHC string. At most two hashes run at once in the process (memory and CPU are bounded);
/// others wait their turn. @returns unavailable "platform/password-busy" after 10 s of waiting.
Result<std::string> hash_password(std::string_view password);
/// False for a wrong password and for a string that is no argon2id hash.
Result<bool> verify_password(std::string_view password, std::string_view phc);

/// An SM2 key pair (or only the public half). A cheap value; safe to share between threads.
class Sm2Key {
 public:
  static Sm2Key generate();
  /// @returns internal "platform/key-unreadable" naming the file.
  static Result<Sm2Key> load(const std::string& path);
  static Result<Sm2Key> from_pem(std::string_view pem);  ///< private or public
  /// Writes the private key as PKCS#8 PEM, mode 0600. Refuses to replace an existing file (conflict).
  Result<void> save(const std::string& path) const;
  std::string public_pem() const;
  std::string key_id() const;  ///< first 16 hex digits of SM3 over the public key's DER
  bool has_private() const;
  void* native() const { return key_.get(); }  ///< EVP_PKEY*, for adapters that make certificates and CMS

 private:
  explicit Sm2Key(std::shared_ptr<void> key) : key_{std::move(key)} {}
  std::shared_ptr<void> key_;
};

/// SM3 inside, id 1234567812345678 (GM/T 0009), DER (r, s).
std::string sm2_sign(const Sm2Key&, std::string_view bytes);
bool sm2_verify(const Sm2Key&, std::string_view bytes, std::string_view signature);

/// Personal data at rest: SM4-CBC with a random IV, then HMAC-SM3 (encrypt-then-MAC). Text form "v1.<base64url>".
class FieldCipher {
 public:
  explicit FieldCipher(std::string_view master_key);  ///< 32 bytes; the working keys are derived from it
  ~FieldCipher();                                     ///< wipes the keys
  FieldCipher(const FieldCipher&) = default;
  FieldCipher& operator=(const FieldCipher&) = default;
  /// Empty text stays empty: "not given" needs no secret.
  std::string encrypt(std::string_view text) const;
  /// @returns internal "platform/cipher-damaged" when the text was changed or another key made it.
  Result<std::string> decrypt(std::string_view sealed) const;
  /// For exact lookup of an encrypted value: 64 hex digits of HMAC-SM3. Normalise (trim, upper case) before calling.
  std::string search_hash(std::string_view text) const;

 private:
  std::string encryption_key_, mac_key_, search_key_;
};

/// The keys of an installation, files of mode 0600 in one folder of mode 0700. Missing keys are made at first use, in a
/// way that two programs starting together end with the same key.
class KeyRing {
 public:
  /// Creates the folder and "master.key". @returns internal "platform/keys-unusable" saying how to mend it.
  static Result<std::unique_ptr<KeyRing>> open(const std::string& folder);
  const FieldCipher& field_cipher() const { return *cipher_; }
  /// "<name>.sm2.pem": "trail", "seal-1234". Names are letters, digits and hyphens.
  Result<Sm2Key> sm2(const std::string& name);
  /// A key derived from the master key for one use: ("session"), ("csrf"). 32 bytes.
  std::string derived(std::string_view purpose) const;

 private:
  KeyRing() = default;
  std::string folder_, master_;
  std::unique_ptr<FieldCipher> cipher_;
  std::mutex mutex_;
  std::map<std::string, Sm2Key> keys_;
};

}  // namespace yimen::platform
