#include "yimen/catalogue/types.h"

#include <array>
#include <utility>

namespace yimen::catalogue {

namespace {

template <class E>
struct Word {
  E value;
  std::string_view stored, shown;
};

constexpr std::array matter_type_words = {
    Word<MatterType>{MatterType::licensing, "licensing", "行政许可"},
    Word<MatterType>{MatterType::penalty, "penalty", "行政处罚"},
    Word<MatterType>{MatterType::coercion, "coercion", "行政强制"},
    Word<MatterType>{MatterType::levy, "levy", "行政征收"},
    Word<MatterType>{MatterType::payment_benefit, "payment_benefit", "行政给付"},
    Word<MatterType>{MatterType::inspection, "inspection", "行政检查"},
    Word<MatterType>{MatterType::confirmation, "confirmation", "行政确认"},
    Word<MatterType>{MatterType::reward, "reward", "行政奖励"},
    Word<MatterType>{MatterType::adjudication, "adjudication", "行政裁决"},
    Word<MatterType>{MatterType::other_power, "other_power", "其他行政权力"},
    Word<MatterType>{MatterType::public_service, "public_service", "公共服务"},
    Word<MatterType>{MatterType::legacy_non_licence_approval, "legacy_non_licence_approval", "非行政许可审批（已取消类别）"},
    Word<MatterType>{MatterType::life_event, "life_event", "一件事一次办"},
    Word<MatterType>{MatterType::unstated, "unstated", "类型待核定"},
};
constexpr std::array case_class_words = {
    Word<CaseClass>{CaseClass::instant, "instant", "即办件"},
    Word<CaseClass>{CaseClass::two_step, "two_step", "一审一核件"},
    Word<CaseClass>{CaseClass::promised, "promised", "承诺件"},
    Word<CaseClass>{CaseClass::joint, "joint", "联办件"},
    Word<CaseClass>{CaseClass::upward, "upward", "上报件"},
    Word<CaseClass>{CaseClass::agency, "agency", "代办件"},
};
constexpr std::array matter_status_words = {
    Word<MatterStatus>{MatterStatus::in_force, "in_force", "在用"},
    Word<MatterStatus>{MatterStatus::suspended, "suspended", "暂停"},
    Word<MatterStatus>{MatterStatus::cancelled, "cancelled", "取消"},
};
constexpr std::array version_state_words = {
    Word<VersionState>{VersionState::draft, "draft", "草稿"},
    Word<VersionState>{VersionState::in_review, "in_review", "审核中"},
    Word<VersionState>{VersionState::published, "published", "已发布"},
    Word<VersionState>{VersionState::retired, "retired", "已失效"},
};
constexpr std::array material_kind_words = {
    Word<MaterialKind>{MaterialKind::unstated, "unstated", "未写明"},
    Word<MaterialKind>{MaterialKind::original, "original", "原件"},
    Word<MaterialKind>{MaterialKind::copy, "copy", "复印件"},
    Word<MaterialKind>{MaterialKind::original_or_copy, "original_or_copy", "原件或复印件"},
    Word<MaterialKind>{MaterialKind::original_and_copy, "original_and_copy", "原件和复印件"},
};
constexpr std::array material_format_words = {
    Word<MaterialFormat>{MaterialFormat::unstated, "unstated", "未写明"},
    Word<MaterialFormat>{MaterialFormat::paper, "paper", "纸质"},
    Word<MaterialFormat>{MaterialFormat::electronic, "electronic", "电子"},
    Word<MaterialFormat>{MaterialFormat::paper_or_electronic, "paper_or_electronic", "纸质或电子"},
};
constexpr std::array necessity_words = {
    Word<Necessity>{Necessity::unstated, "unstated", "未写明"},
    Word<Necessity>{Necessity::necessary, "necessary", "必要"},
    Word<Necessity>{Necessity::optional, "optional", "非必要"},
    Word<Necessity>{Necessity::tolerable, "tolerable", "可容缺"},
};
constexpr std::array source_channel_words = {
    Word<SourceChannel>{SourceChannel::unstated, "unstated", "未写明"},
    Word<SourceChannel>{SourceChannel::applicant, "applicant", "申请人自备"},
    Word<SourceChannel>{SourceChannel::government, "government", "政府部门核发"},
    Word<SourceChannel>{SourceChannel::intermediary, "intermediary", "中介机构出具"},
    Word<SourceChannel>{SourceChannel::other, "other", "其他"},
};

// The tables list every enumerator in order, so the value is the index.
template <class E, std::size_t n>
const Word<E>& entry(const std::array<Word<E>, n>& words, E value) {
  return words[static_cast<std::size_t>(value)];
}

template <class E, std::size_t n>
std::optional<E> value_of(const std::array<Word<E>, n>& words, std::string_view text) {
  for (const auto& word : words)
    if (word.stored == text) return word.value;
  return std::nullopt;
}

}  // namespace

std::string_view chinese(MatterType value) { return entry(matter_type_words, value).shown; }
std::string_view chinese(CaseClass value) { return entry(case_class_words, value).shown; }
std::string_view chinese(MatterStatus value) { return entry(matter_status_words, value).shown; }
std::string_view chinese(VersionState value) { return entry(version_state_words, value).shown; }
std::string_view chinese(MaterialKind value) { return entry(material_kind_words, value).shown; }
std::string_view chinese(MaterialFormat value) { return entry(material_format_words, value).shown; }
std::string_view chinese(Necessity value) { return entry(necessity_words, value).shown; }
std::string_view chinese(SourceChannel value) { return entry(source_channel_words, value).shown; }

std::string_view national_code(MatterType type) {
  switch (type) {
    case MatterType::licensing: return "01";
    case MatterType::penalty: return "02";
    case MatterType::coercion: return "03";
    case MatterType::levy: return "04";
    case MatterType::payment_benefit: return "05";
    case MatterType::inspection: return "06";
    case MatterType::confirmation: return "07";
    case MatterType::reward: return "08";
    case MatterType::adjudication: return "09";
    case MatterType::other_power:
    case MatterType::legacy_non_licence_approval: return "10";
    case MatterType::public_service:
    case MatterType::life_event: return "20";
    case MatterType::unstated: return "00";
  }
  return "00";
}

std::string_view national_code(CaseClass value) {
  switch (value) {
    case CaseClass::instant: return "1";
    case CaseClass::promised: return "2";
    case CaseClass::two_step:
    case CaseClass::joint:
    case CaseClass::upward:
    case CaseClass::agency: return "9";
  }
  return "9";
}

bool is_applicant_driven(MatterType type) {
  switch (type) {
    case MatterType::penalty:
    case MatterType::coercion:
    case MatterType::levy:
    case MatterType::inspection: return false;
    case MatterType::licensing:
    case MatterType::payment_benefit:
    case MatterType::confirmation:
    case MatterType::reward:
    case MatterType::adjudication:
    case MatterType::other_power:
    case MatterType::public_service:
    case MatterType::legacy_non_licence_approval:
    case MatterType::life_event:
    case MatterType::unstated: return true;
  }
  return true;
}

}  // namespace yimen::catalogue

namespace yimen::platform {

std::string_view EnumText<catalogue::MatterType>::to(catalogue::MatterType value) {
  return catalogue::entry(catalogue::matter_type_words, value).stored;
}
std::optional<catalogue::MatterType> EnumText<catalogue::MatterType>::from(std::string_view text) {
  return catalogue::value_of(catalogue::matter_type_words, text);
}
std::string_view EnumText<catalogue::CaseClass>::to(catalogue::CaseClass value) {
  return catalogue::entry(catalogue::case_class_words, value).stored;
}
std::optional<catalogue::CaseClass> EnumText<catalogue::CaseClass>::from(std::string_view text) {
  return catalogue::value_of(catalogue::case_class_words, text);
}
std::string_view EnumText<catalogue::MatterStatus>::to(catalogue::MatterStatus value) {
  return catalogue::entry(catalogue::matter_status_words, value).stored;
}
std::optional<catalogue::MatterStatus> EnumText<catalogue::MatterStatus>::from(std::string_view text) {
  return catalogue::value_of(catalogue::matter_status_words, text);
}
std::string_view EnumText<catalogue::VersionState>::to(catalogue::VersionState value) {
  return catalogue::entry(catalogue::version_state_words, value).stored;
}
std::optional<catalogue::VersionState> EnumText<catalogue::VersionState>::from(std::string_view text) {
  return catalogue::value_of(catalogue::version_state_words, text);
}
std::string_view EnumText<catalogue::MaterialKind>::to(catalogue::MaterialKind value) {
  return catalogue::entry(catalogue::material_kind_words, value).stored;
}
std::optional<catalogue::MaterialKind> EnumText<catalogue::MaterialKind>::from(std::string_view text) {
  return catalogue::value_of(catalogue::material_kind_words, text);
}
std::string_view EnumText<catalogue::MaterialFormat>::to(catalogue::MaterialFormat value) {
  return catalogue::entry(catalogue::material_format_words, value).stored;
}
std::optional<catalogue::MaterialFormat> EnumText<catalogue::MaterialFormat>::from(std::string_view text) {
  return catalogue::value_of(catalogue::material_format_words, text);
}
std::string_view EnumText<catalogue::Necessity>::to(catalogue::Necessity value) {
  return catalogue::entry(catalogue::necessity_words, value).stored;
}
std::optional<catalogue::Necessity> EnumText<catalogue::Necessity>::from(std::string_view text) {
  return catalogue::value_of(catalogue::necessity_words, text);
}
std::string_view EnumText<catalogue::SourceChannel>::to(catalogue::SourceChannel value) {
  return catalogue::entry(catalogue::source_channel_words, value).stored;
}
std::optional<catalogue::SourceChannel> EnumText<catalogue::SourceChannel>::from(std::string_view text) {
  return catalogue::value_of(catalogue::source_channel_words, text);
}

}  // namespace yimen::platform
