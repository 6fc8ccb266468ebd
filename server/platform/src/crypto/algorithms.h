#pragma once
#include <openssl/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace yimen::platform {

const EVP_MD* sm3_algorithm();

enum class Direction { encrypt, decrypt };
/// SM4-CBC with PKCS#7 padding (GB/T 32907); key and IV of 16 bytes. Nothing when the padding is broken.
std::optional<std::string> sm4_cbc(Direction, std::string_view key, std::string_view iv, std::string_view bytes);

}  // namespace yimen::platform
