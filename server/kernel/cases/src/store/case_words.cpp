#include "case_words.h"

#include <algorithm>

#include <fmt/format.h>

namespace yimen::cases {

using platform::Param;
using platform::Row;

namespace {

/// A part that no more cases hold than these is read whole.
constexpr std::int64_t few_cases = 2000;
constexpr std::size_t longest_part = 3;
constexpr std::size_t rows_per_insert = 8;

std::u32string folded(std::string_view text) { return platform::to_utf32(platform::fold_width(platform::trim(text))); }

void add_windows(std::vector<std::string>& parts, std::u32string_view text, std::size_t length) {
  for (std::size_t at = 0; at + length <= text.size(); ++at) {
    auto part = platform::to_utf8(text.substr(at, length));
    if (std::ranges::find(parts, part) == parts.end()) parts.push_back(std::move(part));
  }
}

/// That a case has this part in its name, by the whole key of the index.
std::string holds(std::string_view moment, std::string_view id) {
  return fmt::format("exists (select 1 from case_name_part q where q.part = ? and q.submitted_at = {} and q.case_id = {})", moment, id);
}

/// All parts of the name, as one condition on `service_case c`.
std::string holds_all(const AskedWords& words, std::vector<Param>& params) {
  std::string text;
  for (const auto& part : words.parts) {
    text += (text.empty() ? "" : " and ") + holds("c.submitted_at", "c.id");
    params.emplace_back(part);
  }
  return text;
}

bool is_filled(Tx& tx) { return tx.scalar<bool>("select is_done from case_name_fill where id = 1").value_or(false); }

/// The rarest first; nothing when one of them is in no name.
void weigh(Tx& tx, AskedWords& words) {
  std::vector<std::pair<std::int64_t, std::string>> weighed;
  for (auto& part : words.parts) {
    const auto cases = *tx.scalar<std::int64_t>("select count(*) from (select 1 from case_name_part where part = ? limit ?) counted", part, few_cases + 1);
    if (cases == 0) return words.parts.clear();
    weighed.emplace_back(cases, std::move(part));
  }
  std::ranges::sort(weighed);
  words.is_rare = !weighed.empty() && weighed.front().first <= few_cases;
  words.parts.clear();
  for (auto& [cases, part] : weighed) words.parts.push_back(std::move(part));
}

std::vector<AskedWords::Matter> matters_named(Tx& tx, const Viewer& viewer, std::u32string_view text) {
  // Region and department are the columns visibility asks for.
  const auto seen = visibility_of(viewer);
  auto params = seen.params;
  params.emplace_back(platform::to_utf8(text));
  std::vector<AskedWords::Matter> matters;
  tx.run(fmt::format("select distinct m.department_id, m.matter_id from case_matter m where {} and {} order by 1, 2", platform::replace_all(seen.condition, "c.", "m."), has_words_in("m.matter_name", text.size())), params,
         [&](const Row& row) { matters.push_back({row.i64(0), row.i64(1)}); });
  return matters;
}

}  // namespace

std::vector<std::int64_t> AskedWords::matter_ids() const {
  std::vector<std::int64_t> ids;
  for (const auto& matter : matters) ids.push_back(matter.matter_id);
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

std::vector<std::string> name_parts(std::string_view name) {
  const auto text = folded(name);
  std::vector<std::string> parts;
  if (!text.empty()) parts.push_back(platform::to_utf8(text.substr(0, 1)));
  add_windows(parts, text, 2);
  add_windows(parts, text, longest_part);
  return parts;
}

std::vector<std::string> asked_parts(std::string_view words) {
  const auto text = folded(words);
  std::vector<std::string> parts;
  if (!text.empty()) add_windows(parts, text, std::min(text.size(), longest_part));
  return parts;
}

void index_words(Tx& tx, const ServiceCase& c) {
  tx.post(Tx::Expect::nothing, "insert into case_matter (department_id, region_code, matter_id, matter_name) values (?, ?, ?, ?) on conflict do nothing", c.department_id, c.region_code,
          c.matter_id, c.matter_name);
  static const std::string sql = [] {
    std::string text = "insert into case_name_part (part, submitted_at, case_id, department_id, region_code) values (?, ?, ?, ?, ?)";
    for (std::size_t i = 1; i < rows_per_insert; ++i) text += ", (?, ?, ?, ?, ?)";
    return text + " on conflict do nothing";
  }();
  const auto parts = name_parts(c.applicant_name);
  for (std::size_t from = 0; from < parts.size(); from += rows_per_insert) {
    std::vector<Param> params;
    for (std::size_t i = from; i < from + rows_per_insert; ++i)  // filled up with the last part: one statement for all lengths
      for (auto& param : {Param{parts[std::min(i, parts.size() - 1)]}, platform::to_param(c.submitted_at), platform::to_param(c.id), Param{c.department_id}, Param{c.region_code}}) params.push_back(param);
    tx.run_posted(Tx::Expect::nothing, sql, params);
  }
}

std::optional<AskedWords> asked_words(Tx& tx, const Viewer& viewer, const std::string& words) {
  const auto text = folded(words);
  const bool is_number = text.find_first_not_of(U"0123456789") == text.npos;
  if (is_number || !viewer.actor->is_staff() || !is_filled(tx)) return std::nullopt;
  AskedWords asked{.parts = asked_parts(words), .is_rare = false, .matters = matters_named(tx, viewer, text)};
  weigh(tx, asked);
  return asked;
}

Part part_by_name(const AskedWords& words, std::int64_t department_id, bool joins_case) {
  // Cross join: SQLite keeps this order, so that the index of parts leads; PostgreSQL knows by itself.
  Part found{.from = joins_case ? "case_name_part p cross join service_case c" : "case_name_part p", .moment = "p.submitted_at", .id = "p.case_id", .where = {}};
  found.where.add("p.part = ?", {words.parts.front()});
  if (department_id) found.where.add("p.department_id = ?", {department_id});
  for (std::size_t i = 1; i < words.parts.size(); ++i) found.where.add(holds("p.submitted_at", "p.case_id"), {words.parts[i]});
  if (joins_case) found.where.add("c.id = p.case_id");
  return found;
}

void add_words(Where& where, const AskedWords& words) {
  std::vector<Param> params;
  auto text = holds_all(words, params);
  if (!words.matters.empty()) {
    const auto ids = words.matter_ids();
    text += (text.empty() ? "" : " or ") + ("c.matter_id in (" + marks(ids.size()) + ")");
    params.insert(params.end(), ids.begin(), ids.end());
  }
  where.add("(" + text + ")", params);
}

void add_other_names(Where& where, const AskedWords& words) {
  if (words.parts.empty()) return;
  std::vector<Param> params;
  const auto text = holds_all(words, params);
  where.add("not (" + text + ")", params);
}

// ---- names of cases that are older than the index ----------------------------------------------------------------

int fill_names(Tx& tx, int at_most) {
  const auto done_to = tx.scalar<std::int64_t>("select done_to from case_name_fill where id = 1 and is_done = 0" + std::string(tx.lock_words()));
  if (!done_to) return 0;
  const auto files = tx.all("select id, submitted_at, department_id, region_code, matter_id, matter_name, applicant_name from service_case where id > ? order by id limit ?",
                            [](const Row& row) {
                              ServiceCase c;
                              c.id = row.get<CaseId>(0);
                              c.department_id = row.i64(2);
                              c.region_code = row.i64(3);
                              c.matter_id = row.i64(4);
                              c.matter_name = row.get<std::string>(5);
                              c.submitted_at = row.get<Instant>(1);
                              c.applicant_name = row.get<std::string>(6);
                              return c;
                            },
                            *done_to, at_most);
  for (const auto& file : files) index_words(tx, file);
  const bool is_done = static_cast<int>(files.size()) < at_most;
  tx.exec("update case_name_fill set done_to = ?, is_done = ? where id = 1", files.empty() ? *done_to : files.back().id.value(), is_done);
  return static_cast<int>(files.size());
}

}  // namespace yimen::cases
