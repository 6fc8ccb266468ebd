#include "domain/row_words.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "yimen/platform/text.h"

namespace yimen::catalogue {

namespace {

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](auto word) { return text.find(word) != text.npos; });
}
bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](auto word) { return text.ends_with(word); });
}

}  // namespace

std::optional<MatterType> type_of_words(std::string_view text) {
  // Guides append remarks: "公共服务(便民)", "公共服务(代码20)".
  constexpr std::array<std::pair<std::string_view, MatterType>, 14> words{{
      {"非行政许可", MatterType::legacy_non_licence_approval}, {"行政许可", MatterType::licensing},
      {"行政处罚", MatterType::penalty},                       {"行政强制", MatterType::coercion},
      {"行政征收", MatterType::levy},                          {"行政给付", MatterType::payment_benefit},
      {"行政检查", MatterType::inspection},                    {"行政确认", MatterType::confirmation},
      {"行政奖励", MatterType::reward},                        {"行政裁决", MatterType::adjudication},
      {"其他行政权力", MatterType::other_power},               {"其他权力", MatterType::other_power},
      {"公共服务", MatterType::public_service},                {"一件事", MatterType::life_event},
  }};
  for (const auto& [word, type] : words)
    if (text.starts_with(word)) return type;
  return std::nullopt;
}

std::optional<CaseClass> class_of_words(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, CaseClass>, 8> words{{
      {"即办件", CaseClass::instant}, {"一审一核件", CaseClass::two_step}, {"承诺件", CaseClass::promised},
      {"联办件", CaseClass::joint},   {"上报件", CaseClass::upward},       {"转报件", CaseClass::upward},
      {"代办件", CaseClass::agency},  {"转报(上报)件", CaseClass::upward},
  }};
  for (const auto& [word, value] : words)
    if (text == word) return value;
  return std::nullopt;
}

bool names_county(std::string_view level) { return level.find("县") != level.npos; }

int level_of_words(std::string_view text) {
  const bool nation = has_any(text, {"国家", "中央"});
  const bool province = has_any(text, {"省", "自治区", "直属"});
  const bool city = has_any(text, {"市级", "市、", "市县", "盟", "州级", "隶属"});
  const bool county = names_county(text) || text == "区级";
  const bool town = has_any(text, {"镇", "乡", "街道"});
  const bool village = has_any(text, {"村", "社区"});
  const int count = nation + province + city + county + town + village;
  if (count == 0) return 0;
  if (count > 1) return 7;
  return nation ? 1 : province ? 2 : city ? 3 : county ? 4 : town ? 5 : 6;
}

bool read_material_form(std::string_view form, Material& material) {
  if (form == "纸质") material.format = MaterialFormat::paper;
  else if (form == "电子") material.format = MaterialFormat::electronic;
  else if (form == "纸质/电子" || form == "纸质或电子" || form == "纸质、电子") material.format = MaterialFormat::paper_or_electronic;
  else if (form == "原件") material.kind = MaterialKind::original;
  else if (form == "复印件") material.kind = MaterialKind::copy;
  else if (form == "原件或复印件" || form == "原件/复印件") material.kind = MaterialKind::original_or_copy;
  else if (form == "原件及复印件" || form == "原件、复印件" || form == "原件和复印件") material.kind = MaterialKind::original_and_copy;
  else return form.empty();
  return true;
}

bool read_material_source(std::string_view source, Material& material) {
  if (source.empty()) return true;
  if (source == "申请人自备" || source == "申请人提交") material.source_channel = SourceChannel::applicant;
  else if (source == "政府部门核发" || source == "政府部门") material.source_channel = SourceChannel::government;
  else if (source == "中介机构出具" || source == "中介机构") material.source_channel = SourceChannel::intermediary;
  else if (source == "其他") material.source_channel = SourceChannel::other;
  else {
    material.issuing_org = source;
    return false;
  }
  material.source_note = source;
  return true;
}

std::string step_role(std::string_view name) {
  struct Role {
    std::string_view role;
    std::initializer_list<std::string_view> words;
  };
  static const Role roles[] = {
      {"accept", {"受理", "收件", "申请", "递交", "提交", "填报"}},
      {"review", {"审查", "审核", "初审", "复核", "核查", "勘", "评审", "论证", "调查"}},
      {"decide", {"决定", "审批", "审定", "批准", "核准", "签发", "签署", "核定"}},
      {"close", {"办结", "归档", "登簿"}},
      {"deliver", {"送达", "领取", "发证", "取证", "制证", "发放", "领证", "印发证书"}},
  };
  std::string found;
  for (const auto& role : roles) {
    if (!has_any(name, role.words)) continue;
    if (!found.empty()) return {};
    found = role.role;
  }
  return found;
}

std::string handling_form(std::string_view channel) {
  if (has_any(channel, {"移动", "APP", "app", "微信", "小程序"})) return "mobile";
  if (has_any(channel, {"网", "电子"})) return "online";
  if (has_any(channel, {"窗口", "当面", "大厅", "办税服务厅", "现场"})) return "window";
  if (has_any(channel, {"邮", "快递"})) return "express";
  return "other";
}

std::string result_type_of(std::string_view name) {
  if (name.empty()) return {};
  if (name == "无") return "none";
  if (ends_with_any(name, {"证", "执照", "证书", "证)", "牌照"}) || has_any(name, {"许可证"})) return "certificate";
  if (ends_with_any(name, {"文", "批复", "决定书", "决定书》", "批准书", "意见", "文书", "审批表", "报告"})) return "document";
  return {};
}

bool is_catch_all(std::string_view name) {
  return has_any(name, {"其他材料", "其它材料", "其他资料", "其它资料", "有关材料", "相关材料", "其他相关", "其他有关"});
}

}  // namespace yimen::catalogue
