#include <algorithm>

#include <fmt/format.h>

#include "case_columns.h"
#include "case_words.h"
#include "yimen/cases/case_store.h"

namespace yimen::cases {

using platform::Param;
using platform::Row;

namespace {

/// A county or more: its share of all cases is large enough to find a page by walking from the newest case on.
constexpr std::int64_t wide_range = 1'000'000;
/// More parts of a list than these cost more than walking through the whole.
constexpr std::size_t most_parts = 120;
/// A view of no more cases than these is walked through whatever is asked.
constexpr std::int64_t few_cases = 2000;
constexpr std::size_t most_matters = 60;

bool sees_a_range(const Viewer& viewer) { return viewer.actor->is_staff() && viewer.actor->all_departments; }

/// The condition of what the viewer sees. A wide range is worded so that the engine does not take the index of the region:
/// it would sort every case of the region to show twenty.
Visibility listed_visibility(const Viewer& viewer) {
  const Actor& actor = *viewer.actor;
  if (sees_a_range(viewer) && actor.scope_high - actor.scope_low >= wide_range)
    return {"+c.region_code >= ? and +c.region_code < ?", {actor.scope_low, actor.scope_high}};
  return visibility_of(viewer);
}

bool has_words(const CaseFilter& filter) { return !platform::trim(filter.words).empty(); }

/// What is asked beside department, state and words; `moment` is the column of the submission.
void add_questions(Where& where, const CaseFilter& filter, const std::string& moment = "c.submitted_at") {
  if (filter.matter_id) where.add("c.matter_id = ?", {filter.matter_id});
  if (filter.submitted_from) where.add(moment + " >= ?", {platform::to_param(platform::shanghai_instant(*filter.submitted_from))});
  if (filter.submitted_to) where.add(moment + " < ?", {platform::to_param(platform::shanghai_instant(platform::add_days(*filter.submitted_to, 1)))});
  if (filter.is_overdue) where.add("c.due_on < ?", {platform::to_param(filter.today)});
}

/// A list as it is asked for: by whom, what, and what the index knows of its words.
struct Asked {
  const Viewer& viewer;
  const CaseFilter& filter;
  std::optional<AskedWords> words;

  void add_words(Where& where) const {
    if (words) cases::add_words(where, *words);
    else filter_words(where, filter.words);
  }
};

/// Where the page before ended.
void add_cursor(Part& part, const CaseFilter& filter) {
  const auto dot = filter.after.find('.');
  if (dot == filter.after.npos) return;
  const auto at = platform::parse_id(filter.after.substr(0, dot));
  const auto id = platform::parse_id(filter.after.substr(dot + 1));
  if (at && id) part.where.add(fmt::format("({}, {}) < (?, ?)", part.moment, part.id), {*at, *id});
}

/// What the kept counters know: how many cases there are, and of which departments.
struct Counted {
  std::int64_t total = 0;
  std::vector<std::int64_t> departments;
};

/// Nothing where more is asked than department, region and state.
std::optional<Counted> counted(Tx& tx, const Viewer& viewer, const CaseFilter& filter) {
  if (!viewer.actor->is_staff() || filter.matter_id || filter.submitted_from || filter.submitted_to || filter.is_overdue || has_words(filter)) return std::nullopt;
  Where where;
  if (sees_a_range(viewer)) where.add("region_code >= ? and region_code < ?", {viewer.actor->scope_low, viewer.actor->scope_high});
  else where.add_one_of("department_id", viewer.departments);
  if (filter.department_id) where.add("department_id = ?", {filter.department_id});
  if (!filter.states.empty()) where.add_one_of("state", filter.states);
  Counted found;
  tx.run("select department_id, cast(sum(amount) as bigint) from case_counter" + where.text + " group by department_id having sum(amount) > 0 order by department_id", where.params, [&](const Row& row) {
    found.departments.push_back(row.i64(0));
    found.total += row.i64(1);
  });
  return found;
}

/// The departments whose newest cases make the list, where they are known and few.
std::optional<std::vector<std::int64_t>> departments_of(const Viewer& viewer, const CaseFilter& filter, const std::optional<Counted>& known) {
  if (!viewer.actor->is_staff()) return std::nullopt;
  if (known && known->departments.size() <= most_parts) return known->departments;
  std::vector<std::int64_t> chosen;
  if (filter.department_id) chosen.push_back(filter.department_id);
  if (sees_a_range(viewer)) return filter.department_id ? std::optional(chosen) : std::nullopt;
  if (!filter.department_id) return viewer.departments;
  return std::ranges::find(viewer.departments, filter.department_id) == viewer.departments.end() ? std::vector<std::int64_t>{} : chosen;
}

/// Parts of the list, each of which an index yields newest first: by department, by state, or both.
std::vector<Part> parts_of(const Asked& asked, const std::optional<std::vector<std::int64_t>>& departments) {
  const auto& [viewer, filter, words] = asked;
  std::vector<Part> parts(1);
  const auto split = [&](std::string_view condition, const auto& values) {
    std::vector<Part> finer;
    for (const auto& part : parts)
      for (const auto& value : values) {
        finer.push_back(part);
        finer.back().where.add(condition, {platform::to_param(value)});
      }
    parts = std::move(finer);
  };
  if (departments) split("c.department_id = ?", *departments);
  const bool is_split_by_state = parts.size() * filter.states.size() <= most_parts && !filter.states.empty();
  if (is_split_by_state) split("c.state = ?", filter.states);
  for (auto& part : parts) {
    // A department in view is in view whole; only a range is asked beside it.
    const auto seen = listed_visibility(viewer);
    if (!departments || sees_a_range(viewer)) part.where.add(seen.condition, seen.params);
    if (!is_split_by_state && !filter.states.empty()) part.where.add_one_of("c.state", filter.states);
    add_questions(part.where, filter);
    asked.add_words(part.where);
  }
  return parts;
}

/// By the applicant's name: of a rare one all cases, of a common one department by department where they are known.
void add_parts_by_name(std::vector<Part>& parts, const Asked& asked, const std::optional<std::vector<std::int64_t>>& departments) {
  const auto& [viewer, filter, words] = asked;
  if (words->parts.empty()) return;
  const bool is_split = !words->is_rare && departments && departments->size() <= most_parts;
  const bool joins_case = !filter.states.empty() || filter.matter_id || filter.is_overdue;
  const auto seen = listed_visibility(viewer);
  for (const auto department : is_split ? *departments : std::vector<std::int64_t>{filter.department_id}) {
    auto part = part_by_name(*words, department, joins_case);
    if (!is_split || sees_a_range(viewer)) part.where.add(platform::replace_all(seen.condition, "c.", "p."), seen.params);
    if (!filter.states.empty()) part.where.add_one_of("c.state", filter.states);
    add_questions(part.where, filter, part.moment);
    parts.push_back(std::move(part));
  }
}

/// Parts of a list of cases that words find in the index, by name and by matter.
std::vector<Part> parts_by_words(const Asked& asked, const std::optional<std::vector<std::int64_t>>& departments, bool each_once) {
  const auto& [viewer, filter, words] = asked;
  std::vector<Part> parts;
  add_parts_by_name(parts, asked, departments);
  const auto seen = listed_visibility(viewer);
  const bool is_each = words->matters.size() <= most_matters;
  const auto matters = is_each ? words->matters : std::vector<AskedWords::Matter>(1);
  for (const auto& matter : matters) {
    Part part;
    if (is_each) part.where.add("c.department_id = ? and c.matter_id = ?", {matter.department_id, matter.matter_id});
    else part.where.add_one_of("+c.matter_id", words->matter_ids());  // most cases: the newest are soon found among all
    part.where.add(seen.condition, seen.params);
    if (filter.department_id) part.where.add("c.department_id = ?", {filter.department_id});
    if (!filter.states.empty()) part.where.add_one_of("c.state", filter.states);
    add_questions(part.where, filter);
    if (each_once) add_other_names(part.where, *words);
    parts.push_back(std::move(part));
  }
  return parts;
}

/// The newest of each part, then the newest of those.
Where newest_of(const std::vector<Part>& parts, std::int64_t limit) {
  const Part whole;
  if (parts.size() == 1 && parts.front().from == whole.from) return parts.front().where;
  Where where;
  std::string ids;
  for (const auto& part : parts) {
    ids += fmt::format("{}select id from (select {} as id from {}{} order by {} desc, {} desc limit ?) d{}", ids.empty() ? "" : " union all ", part.id, part.from, part.where.text, part.moment, part.id,
                       where.params.size());
    where.params.insert(where.params.end(), part.where.params.begin(), part.where.params.end());
    where.params.emplace_back(limit);
  }
  where.text = " where c.id in (" + ids + ")";
  return where;
}

/// Counted up to a limit, where the counters cannot tell.
void count(Tx& tx, const CaseFilter& filter, const std::vector<Part>& parts, CasePage& page) {
  page.is_exact = filter.count_up_to > 0;
  if (!page.is_exact) return;
  std::string found;
  std::vector<Param> params;
  for (const auto& part : parts) {
    found += fmt::format("{}select {} from {}{}", found.empty() ? "" : " union all ", part.id, part.from, part.where.text);
    params.insert(params.end(), part.where.params.begin(), part.where.params.end());
  }
  std::int64_t total = 0;
  tx.run(fmt::format("select count(*) from ({} limit {}) counted", found, filter.count_up_to + 1), params, [&](const Row& row) { total = row.i64(0); });
  page.is_exact = total <= filter.count_up_to;
  page.total = std::min<std::int64_t>(total, filter.count_up_to);
}

/// Everything a viewer sees and asks for as one condition: what counting walks through.
Part whole_of(const Asked& asked) {
  const auto& [viewer, filter, words] = asked;
  Part part;
  const auto seen = listed_visibility(viewer);
  part.where.add(seen.condition, seen.params);
  if (!filter.states.empty()) part.where.add_one_of("c.state", filter.states);
  if (filter.department_id) part.where.add("c.department_id = ?", {filter.department_id});
  add_questions(part.where, filter);
  asked.add_words(part.where);
  return part;
}

}  // namespace

CasePage list_cases(Tx& tx, const Viewer& viewer, const CaseFilter& filter) {
  CasePage page;
  const bool sees_nothing = viewer.actor->is_staff() && !viewer.actor->all_departments && viewer.departments.empty();
  if (sees_nothing) return page;
  const Asked asked{viewer, filter, asked_words(tx, viewer, filter.words)};
  if (asked.words && asked.words->finds_nothing()) return page;
  const auto known = counted(tx, viewer, filter);
  CaseFilter in_view_filter;
  in_view_filter.states = filter.states;
  in_view_filter.department_id = filter.department_id;
  const auto in_view = asked.words ? counted(tx, viewer, in_view_filter) : known;
  const auto departments = departments_of(viewer, filter, in_view);
  const bool is_by_words = asked.words && in_view->total > few_cases;
  auto parts = is_by_words ? parts_by_words(asked, departments, false) : parts_of(asked, departments);
  if (known) page.total = known->total;
  else count(tx, filter, is_by_words ? parts_by_words(asked, departments, true) : std::vector{whole_of(asked)}, page);
  if (parts.empty()) return page;
  for (auto& part : parts) add_cursor(part, filter);
  const auto limit = std::int64_t{filter.limit} + 1;
  auto listed = newest_of(parts, limit);
  listed.params.emplace_back(limit);
  tx.run(select_case() + listed.text + " order by c.submitted_at desc, c.id desc limit ?", listed.params, [&](const Row& row) { page.items.push_back(case_from(row, 0)); });
  if (page.items.size() > static_cast<std::size_t>(filter.limit)) {
    page.items.pop_back();
    const auto& last = page.items.back();
    page.next = fmt::format("{}.{}", platform::millis(last.submitted_at), last.id.value());
  }
  return page;
}

}  // namespace yimen::cases
