#include "service/import_tables.h"

#include <unordered_map>

#include "data/csv.h"
#include "service/checks.h"
#include "yimen/party/masking.h"
#include "yimen/platform/text.h"
#include "yimen/region/region.h"

namespace yimen::organisation {
namespace {

using data::CsvRow;
constexpr std::size_t most_rows = 5'000;

const std::vector<std::string> department_heading{"行政区划代码", "部门名称", "简称", "统一社会信用代码", "机关代字", "类别", "兼办类别", "电话", "地址"};
const std::vector<std::string> staff_heading{"工号", "姓名", "登录名", "行政区划代码", "部门名称", "电话"};

std::string cell(const CsvRow& row, const std::string& name) {
  const auto found = row.find(name);
  return found == row.end() ? std::string{} : found->second;
}

void take(const CsvRow& row, const std::string& name, std::string& value) {
  if (const auto found = row.find(name); found != row.end()) value = found->second;
}

enum class Outcome { created, changed, unchanged };

template <class Load>
Result<TableReport> load_rows(std::string_view csv, Load load) {
  const auto rows = TRY(data::read_csv(csv));
  if (rows.size() > most_rows)
    return platform::fail(platform::ErrorCode::too_large, "organisation/too-many-rows", "一次最多导入5000行，请拆分文件。");
  TableReport report;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Result<Outcome> outcome = load(rows[i]);
    if (!outcome) {
      const auto& error = outcome.error();
      report.problems.push_back({static_cast<int>(i) + 2, error.fields.empty() ? "" : error.fields.front().field.substr(1), error.detail});
    } else if (*outcome == Outcome::created) {
      ++report.created;
    } else {
      ++(*outcome == Outcome::changed ? report.changed : report.unchanged);
    }
  }
  return report;
}

Result<Outcome> load_department(Tx& tx, const Actor& actor, const CsvRow& row) {
  const auto region = TRY(region::parse_code(cell(row, "行政区划代码")));
  const auto name = TRY(checked_text(cell(row, "部门名称"), "部门名称", "部门名称", 100));
  const auto stored = store::department_of_name(tx, region, name);
  Department d = stored.value_or(Department{});
  d.region_code = region;
  d.name = name;
  take(row, "简称", d.short_name);
  take(row, "统一社会信用代码", d.uscc);
  take(row, "机关代字", d.agency_mark);
  take(row, "类别", d.category);
  if (row.contains("兼办类别")) {
    const auto others = cell(row, "兼办类别");
    d.other_categories = others.empty() ? std::vector<std::string>{} : platform::split(platform::replace_all(others, "、", ","), ',');
  }
  take(row, "电话", d.phone);
  take(row, "地址", d.address);
  if (!stored) {
    TRY(create_department(tx, actor, std::move(d)));
    return Outcome::created;
  }
  const bool is_same = d.short_name == stored->short_name && d.uscc == stored->uscc && d.agency_mark == stored->agency_mark &&
                       d.category == stored->category && d.other_categories == stored->other_categories && d.phone == stored->phone &&
                       d.address == stored->address;
  if (is_same) return Outcome::unchanged;
  TRY(change_department(tx, actor, std::move(d), stored->version));
  return Outcome::changed;
}

Result<Outcome> load_staff(Tx& tx, const Actor& actor, const CsvRow& row) {
  const auto number = TRY(checked_text(cell(row, "工号"), "工号", "工号", 30));
  const auto region = TRY(region::parse_code(cell(row, "行政区划代码")));
  const auto department = store::department_of_name(tx, region, cell(row, "部门名称"));
  if (!department) return refuse_field("部门名称", "organisation/no-department", "本地区没有这个部门，请核对名称或先导入部门。");
  const auto stored = store::staff_of_number(tx, number);
  Staff s = stored.value_or(Staff{});
  s.employee_no = number;
  s.department = department->id;
  take(row, "姓名", s.name);
  take(row, "登录名", s.login);
  // A masked phone is one of our own exports coming back: the stored number stays.
  if (const auto phone = cell(row, "电话"); !phone.empty() && phone.find('*') == std::string::npos) s.phone = phone;
  if (!stored) {
    TRY(create_staff(tx, actor, std::move(s)));
    return Outcome::created;
  }
  if (s.name == stored->name && s.phone == stored->phone && s.department == stored->department) return Outcome::unchanged;
  TRY(change_staff(tx, actor, std::move(s), stored->version));
  return Outcome::changed;
}

}  // namespace

Result<TableReport> import_departments(Tx& tx, const Actor& actor, std::string_view csv) {
  return load_rows(csv, [&](const CsvRow& row) { return load_department(tx, actor, row); });
}

Result<TableReport> import_staff(Tx& tx, const Actor& actor, std::string_view csv) {
  return load_rows(csv, [&](const CsvRow& row) { return load_staff(tx, actor, row); });
}

std::string export_departments(Tx& tx, const store::ListOrder& order) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& d : store::list_departments(tx, order))
    rows.push_back({region::code_text(d.region_code), d.name, d.short_name, d.uscc, d.agency_mark, d.category, platform::join(d.other_categories, "、"),
                    d.phone, d.address});
  return data::write_csv(department_heading, rows);
}

std::string export_staff(Tx& tx, const store::ListOrder& order) {
  std::unordered_map<std::int64_t, std::string> departments;
  std::vector<std::vector<std::string>> rows;
  for (const auto& s : store::list_staff(tx, order)) {
    auto& name = departments[s.department.value()];
    const auto department = store::find_department(tx, s.department);
    if (name.empty() && department) name = department->name;
    rows.push_back({s.employee_no, s.name, s.login, region::code_text(department ? department->region_code : s.region_code), name, party::mask_phone(s.phone)});
  }
  return data::write_csv(staff_heading, rows);
}

}  // namespace yimen::organisation
