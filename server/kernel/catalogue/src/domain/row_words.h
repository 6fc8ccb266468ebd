#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/catalogue/matter_version.h"

/// The words printed guides use for kinds of things, read without guessing: no match gives nothing.
namespace yimen::catalogue {

std::optional<MatterType> type_of_words(std::string_view text);
std::optional<CaseClass> class_of_words(std::string_view text);
/// 1–6 for a single level, 7 for several in one ("省、市、县级"), 0 when unknown.
int level_of_words(std::string_view text);
bool names_county(std::string_view level);
/// Fills kind and format of a material from its printed form. False when the form says something else.
bool read_material_form(std::string_view form, Material&);
/// False when the source is neither the applicant nor a kind of body we know.
bool read_material_source(std::string_view source, Material&);
/// The legal act a step's name speaks of; "" when none or several.
std::string step_role(std::string_view name);
/// window, online, mobile, express, other.
std::string handling_form(std::string_view channel);
/// 结果类型 by the name's ending: certificate, document, none, or "" when it does not show.
std::string result_type_of(std::string_view name);
/// "其他材料", "有关材料": names nobody can prepare. Law: 安阳市政务服务条例 Art. 13 (no such material in a guide).
bool is_catch_all(std::string_view material_name);

}  // namespace yimen::catalogue
