#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "yimen/platform/result.h"

namespace yimen::document {

struct SealSignature {
  std::string algorithm;    // "SM2-SM3"
  std::string key_id;       // which key of the department
  std::string signature;    // DER bytes
  std::string certificate;  // PEM of certificate or public key, for those who check outside
};

/// Signs with a department's seal. The adapter `local` keeps one SM2 key per department; a cipher machine (密码机) or a
/// city's seal platform takes its place behind the same two functions.
class SealAdapter {
 public:
  virtual ~SealAdapter() = default;
  virtual std::string_view name() const = 0;
  /// Signs the 32-byte SM3 digest. @returns upstream_failed when the seal cannot be used now.
  virtual platform::Result<SealSignature> sign(std::int64_t department_id, std::string_view digest) = 0;
  /// True when that department's own key made the signature; the key inside `signature` is not believed.
  virtual bool verify(std::int64_t department_id, std::string_view digest, const SealSignature&) = 0;
};

}  // namespace yimen::document
