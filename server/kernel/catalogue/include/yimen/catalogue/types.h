#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "yimen/platform/db.h"
#include "yimen/platform/id.h"

/// 政务服务事项目录: words of the catalogue. Stored and sent as the lower_snake enumerators, shown by `chinese()`.
namespace yimen::catalogue {

using MatterBaseId = platform::Id<struct MatterBaseIdTag>;        // 基本目录
using MatterId = platform::Id<struct MatterIdTag>;                // 实施清单: one matter in one place
using MatterVersionId = platform::Id<struct MatterVersionIdTag>;  // what a case is accepted under

/// 事项类型. `legacy_non_licence_approval` was abolished in 2015: imported, never offered. `life_event` is 一件事一次办.
/// `unstated`: imported without a type we know; cannot be published until an editor settles it.
enum class MatterType {
  licensing, penalty, coercion, levy, payment_benefit, inspection, confirmation, reward, adjudication, other_power,
  public_service, legacy_non_licence_approval, life_event, unstated,
};
/// 办件类型 in the local six classes: 即办件 一审一核件 承诺件 联办件 上报件 代办件.
enum class CaseClass { instant, two_step, promised, joint, upward, agency };
/// 事项状态: national codes 1, 2, 3.
enum class MatterStatus { in_force, suspended, cancelled };
enum class VersionState { draft, in_review, published, retired };
/// 材料类型 (original, copy, either, both) and unstated, because many guides do not say.
enum class MaterialKind { unstated, original, copy, original_or_copy, original_and_copy };
enum class MaterialFormat { unstated, paper, electronic, paper_or_electronic };
/// 必要性: 必要, 非必要, 容缺后补.
enum class Necessity { unstated, necessary, optional, tolerable };
/// 来源渠道: national codes 10, 20, 30, 99.
enum class SourceChannel { unstated, applicant, government, intermediary, other };

std::string_view chinese(MatterType);
std::string_view chinese(CaseClass);
std::string_view chinese(MatterStatus);
std::string_view chinese(VersionState);
std::string_view chinese(MaterialKind);
std::string_view chinese(MaterialFormat);
std::string_view chinese(Necessity);
std::string_view chinese(SourceChannel);

/// Two-digit code of GB/T 39046 table A.1; non-licence approvals give "10", 一件事 "20", unstated "00".
std::string_view national_code(MatterType);
/// GB/T 39046 table A.6: "1" 即办件, "2" 承诺件, "9" 其他.
std::string_view national_code(CaseClass);
/// 依申请: somebody applies; 处罚, 强制, 征收 and 检查 are begun by the office itself.
bool is_applicant_driven(MatterType);

}  // namespace yimen::catalogue

namespace yimen::platform {

#define YIMEN_CATALOGUE_WORDS(Enum)                                   \
  template <>                                                         \
  struct EnumText<catalogue::Enum> {                                  \
    static std::string_view to(catalogue::Enum);                      \
    static std::optional<catalogue::Enum> from(std::string_view);     \
  }
YIMEN_CATALOGUE_WORDS(MatterType);
YIMEN_CATALOGUE_WORDS(CaseClass);
YIMEN_CATALOGUE_WORDS(MatterStatus);
YIMEN_CATALOGUE_WORDS(VersionState);
YIMEN_CATALOGUE_WORDS(MaterialKind);
YIMEN_CATALOGUE_WORDS(MaterialFormat);
YIMEN_CATALOGUE_WORDS(Necessity);
YIMEN_CATALOGUE_WORDS(SourceChannel);
#undef YIMEN_CATALOGUE_WORDS

}  // namespace yimen::platform
