#pragma once
#include <memory>

#include "yimen/document/seal.h"
#include "yimen/platform/crypto.h"

namespace yimen::seal {

/// One SM2 key per department in the key ring ("seal-<department_id>"), made at first use. Always works; for production
/// a certified module takes its place.   Law: 商用密码管理条例; 电子签名法 Art. 13.
std::unique_ptr<document::SealAdapter> make_local_seal(platform::KeyRing&);

}  // namespace yimen::seal
