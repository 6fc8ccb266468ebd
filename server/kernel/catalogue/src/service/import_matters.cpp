#include "service/import_matters.h"

#include <fstream>
#include <set>
#include <sstream>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/codes.h"
#include "domain/validate.h"
#include "service/editing.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/json.h"

namespace yimen::catalogue {

using platform::ErrorCode;
using platform::fail;
using store::MatterRow;
using store::VersionRow;

namespace {

/// Level of the unit a 12-digit code stands for: 2 province, 3 city, 4 county, 5 town, 6 village.
int level_of_place(std::int64_t code) {
  if (code % 10'000'000'000 == 0) return 2;
  if (code % 100'000'000 == 0) return 3;
  if (code % 1'000'000 == 0) return 4;
  return code % 1'000 == 0 ? 5 : 6;
}

/// One imported row going into the catalogues of its places.
class RowImport {
 public:
  RowImport(Tx& tx, const Actor& actor, const ImportOptions& options, const RowHooks& hooks, const ImportedRow& row)
      : tx_{tx}, actor_{actor}, options_{options}, hooks_{hooks}, row_{row} {}

  struct Outcome {
    int changed = 0, unchanged = 0;
    bool has_department = true;
  };
  Outcome run() {
    base_ = store::find_base_of_source(tx_, row_.id);
    if (!base_)
      base_ = store::add_base(tx_, static_cast<int>(options_.region_code / 10'000'000'000), row_.version.type,
                              row_.version.department_category, row_.version.name, row_.id);
    store_in(options_.region_code);
    if (row_.is_county_level)
      for (const auto county : options_.county_codes) store_in(county);
    return outcome_;
  }

 private:
  MatterVersion version_for(std::int64_t place, const DepartmentRef& department) {
    auto version = row_.version;
    version.region_code = place;
    version.region_name = department.region_name;
    version.department_id = department.id;
    version.department_name = department.id != 0 ? department.name : version.stated_department;
    version.base_code = base_->base_code;
    version.exercise_level = level_of_place(place);
    version.subject_code = department.uscc;
    version.impl_code = impl_code(department.uscc, version.exercise_level, base_->base_code);
    if (department.id == 0) {
      outcome_.has_department = false;
      version.issues.push_back({"department", version.department_category, "本级没有负责这一类别的部门，请指定实施机关", false, {}, {}});
    }
    if (hooks_.prepare) hooks_.prepare(row_.id, version, department);
    return version;
  }

  void store_in(std::int64_t place) {
    const auto department = options_.department ? options_.department(tx_, place, row_.version.department_category) : DepartmentRef{};
    const auto version = version_for(place, department);
    auto content = json::serialize(content_of(version));
    const auto digest = "sm3:" + platform::sm3_hex(content);
    auto matter = store::find_instance(tx_, base_->id, place);
    if (matter && matter->import_digest == digest) {
      ++outcome_.unchanged;
      return;
    }
    ++outcome_.changed;
    const bool is_new = !matter.has_value();
    if (is_new) matter = add_matter(version);
    matter->import_digest = digest;
    auto draft = add_draft(*matter, std::move(content), is_new);
    if (options_.is_published && may_publish(version)) publish(*matter, draft);
    else if (!matter->current) store::describe(*matter, version);
    store::update_matter(tx_, *matter);
    note_trail(tx_, actor_, *matter, "catalogue.import",
               fmt::format("导入事项“{}”，第{}版{}", matter->name, draft.version, matter->current == draft.id ? "已施行" : "待审核"),
               {{"source_key", row_.id}, {"version", draft.version}});
  }

  MatterRow add_matter(const MatterVersion& version) {
    MatterRow matter;
    matter.id = platform::new_id<MatterId>();
    matter.base = base_->id;
    matter.region_code = version.region_code;
    matter.region_name = version.region_name;
    matter.department_id = version.department_id;
    matter.department_name = version.department_name;
    store::describe(matter, version);
    store::insert_matter(tx_, matter);
    if (hooks_.view_count) {
      const auto views = hooks_.view_count(row_.id);
      store::set_view_count(tx_, matter.id, version.region_code == options_.region_code ? views : views / 9);
    }
    return matter;
  }

  /// The imported content becomes the newest draft. A draft already there steps back but stays readable in the history.
  VersionRow add_draft(MatterRow& matter, std::string content, bool is_new) {
    if (matter.draft) {
      if (auto before = store::find_version(tx_, *matter.draft)) {
        before->state = VersionState::retired;
        before->effective_on = before->retired_on = tx_.today();
        before->note = "被重新导入的版本取代";
        store::update_version(tx_, *before);
      }
    }
    VersionRow draft;
    draft.id = platform::new_id<MatterVersionId>();
    draft.matter = matter.id;
    draft.version = is_new ? 1 : store::next_version_number(tx_, matter.id);
    draft.content = std::move(content);
    draft.note = is_new ? "导入" : "重新导入，内容有变化";
    draft.edited_by = actor_.id;
    draft.edited_name = actor_.name;
    store::insert_version(tx_, draft);
    matter.draft = draft.id;
    return draft;
  }

  bool may_publish(const MatterVersion& version) const {
    if (hooks_.is_left_as_draft && hooks_.is_left_as_draft(row_.id)) return false;
    const auto problems = validate(version);
    return std::none_of(problems.begin(), problems.end(), [](auto& problem) { return problem.severity == Severity::error; });
  }

  void publish(MatterRow& matter, VersionRow& draft) {
    draft.state = VersionState::published;
    draft.effective_on = tx_.today();
    draft.published_by = actor_.id;
    draft.published_name = actor_.name;
    draft.published_at = tx_.now();
    store::update_version(tx_, draft);
    matter.draft.reset();
    put_in_force(tx_, matter, draft);
  }

  Tx& tx_;
  const Actor& actor_;
  const ImportOptions& options_;
  const RowHooks& hooks_;
  const ImportedRow& row_;
  std::optional<store::BaseRow> base_;
  Outcome outcome_;
};

/// A list, or an object that holds one under "matters" or "rows".
Result<json::array> rows_of(std::string_view text) {
  // A UTF-8 mark at the front is what Windows editors leave.
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  auto value = TRY(platform::parse_json(text));
  if (value.is_array()) return value.as_array();
  if (value.is_object())
    for (const auto* name : {"matters", "rows"})
      if (const auto* list = platform::array_at(value.as_object(), name)) return *list;
  return fail(ErrorCode::malformed, "catalogue/no-list", "文件里应当是事项列表（JSON 数组）。");
}

void report_row(ImportReport& report, int number, const ImportedRow& row) {
  for (const auto& problem : row.problems) report.problems.push_back({number, row.id, problem.field, problem.reason, problem.severity});
  for (const auto& issue : row.version.issues)
    report.problems.push_back({number, row.id, issue.field, fmt::format("待核定：{}（原文“{}”）", issue.reason, issue.stated), Severity::info});
}

}  // namespace

Result<std::string> read_whole_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) return fail(ErrorCode::not_found, "catalogue/file-unreadable", fmt::format("打不开文件 {}，请检查路径和权限。", path));
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

Result<ImportReport> import_rows(platform::Database& db, const Actor& actor, std::string_view text, const ImportOptions& options,
                                 const RowHooks& hooks, const Progress& progress) {
  const auto rows = TRY(rows_of(text));
  ImportReport report;
  report.rows = static_cast<int>(rows.size());
  std::set<std::string> seen;
  int number = 0;
  for (const auto& value : rows) {
    ++number;
    if (progress) progress("导入事项", number, report.rows);
    auto row = read_row(value);
    if (!row.id.empty() && !seen.insert(row.id).second)
      row.problems.push_back({"id", "编号与前面的行重复，这一行没有导入", Severity::error});
    report_row(report, number, row);
    if (!row.is_usable()) continue;
    const auto outcome = TRY(db.transact([&](Tx& tx) -> Result<RowImport::Outcome> { return RowImport{tx, actor, options, hooks, row}.run(); }));
    if (!outcome.has_department)
      report.problems.push_back({number, row.id, "department_category",
                                 fmt::format("没有负责“{}”的部门，事项已作为草稿保存，请指定实施机关", row.version.department_category), Severity::warning});
    ++report.loaded;
    report.instances += outcome.changed;
    report.unchanged += outcome.unchanged;
  }
  return report;
}

Result<ImportReport> import_matters_text(platform::Database& db, const Actor& actor, std::string_view text, const ImportOptions& options,
                                         const Progress& progress) {
  return import_rows(db, actor, text, options, {}, progress);
}

Result<ImportReport> import_matters(platform::Database& db, const Actor& actor, const std::string& file, const ImportOptions& options,
                                    const Progress& progress) {
  const auto text = TRY(read_whole_file(file));
  return import_rows(db, actor, text, options, {}, progress);
}

std::string to_line(const ImportProblem& problem) {
  const auto* grade = problem.severity == Severity::error ? "错误" : problem.severity == Severity::warning ? "提醒" : "说明";
  return fmt::format("[{}] 第{}行 {} {}：{}", grade, problem.row, problem.id, problem.field, problem.reason);
}

}  // namespace yimen::catalogue
