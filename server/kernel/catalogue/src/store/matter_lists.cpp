#include "store/matter_lists.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "yimen/platform/text.h"

namespace yimen::catalogue::store {

namespace {

using platform::Param;
constexpr int counted_at_most = 1000;  // totals beyond are shown as "1000+"

/// A where clause that grows with the filters that are set.
struct Where {
  std::string sql;
  std::vector<Param> params;
  template <class... T>
  void add(std::string_view condition, const T&... values) {
    sql += sql.empty() ? " where " : " and ";
    sql += condition;
    (params.push_back(platform::to_param(values)), ...);
  }
};

std::vector<MatterRow> rows_of(Tx& tx, const std::string& sql, const std::vector<Param>& params) {
  std::vector<MatterRow> rows;
  tx.run(sql, params, [&](const platform::Row& row) { rows.push_back(matter_from(row)); });
  return rows;
}

std::int64_t count(Tx& tx, const Where& where) {
  std::int64_t total = 0;
  tx.run(fmt::format("select count(*) from (select 1 as one from matter m{} limit {}) as counted", where.sql, counted_at_most),
         where.params, [&](const platform::Row& row) { total = row.i64(0); });
  return total;
}

/// "12-345": two numbers of the last row.
std::optional<std::pair<std::int64_t, std::int64_t>> read_cursor(const std::string& cursor) {
  const auto parts = platform::split(cursor, '-');
  if (parts.size() != 2) return std::nullopt;
  std::int64_t numbers[2]{};
  for (int i = 0; i < 2; ++i) {
    const auto* end = parts[static_cast<std::size_t>(i)].data() + parts[static_cast<std::size_t>(i)].size();
    if (std::from_chars(parts[static_cast<std::size_t>(i)].data(), end, numbers[i]).ptr != end) return std::nullopt;
  }
  return std::pair{numbers[0], numbers[1]};
}

std::string like_pattern(const std::string& words) {
  std::string pattern = "%";
  for (const char c : words) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

Where published(const MatterQuery& query) {
  Where where;
  where.add("m.status = 'in_force' and m.current_version_id is not null");
  if (query.region_code != 0 && query.is_subtree) {
    const auto range = range_of(query.region_code);
    where.add("m.region_code >= ? and m.region_code < ?", range.low, range.high);
  } else if (query.region_code != 0) {
    where.add("m.region_code = ?", query.region_code);
  } else {
    // One line per matter, that of the highest place, when nobody says where.
    where.add(R"sql(not exists (select 1 from matter o where o.base_id = m.base_id and o.region_code < m.region_code
        and o.status = 'in_force' and o.current_version_id is not null))sql");
  }
  if (query.department_id != 0) where.add("m.department_id = ?", query.department_id);
  if (query.type) where.add("m.type = ?", *query.type);
  const auto tagged = [&](const std::string& tag) {
    where.add("exists (select 1 from matter_tag t where t.matter_id = m.id and t.tag = ?)", tag);
  };
  if (!query.topic.empty()) tagged(query.topic);
  if (!query.life_event.empty())
    where.add(R"sql(exists (select 1 from matter_tag t where t.matter_id = m.id
        and (t.tag = ? or t.tag in (select 'e:' || e.code from life_event e where e.name = ?))))sql",
              "e:" + query.life_event, query.life_event);
  if (!query.audience.empty()) tagged("a:" + query.audience);
  return where;
}

}  // namespace

RegionRange range_of(std::int64_t code) {
  constexpr std::array<std::int64_t, 4> steps{10'000'000'000, 100'000'000, 1'000'000, 1'000};  // province, city, county, town
  for (const auto step : steps)
    if (code % step == 0) return {code, code + step};
  return {code, code + 1};
}

MatterPage find_published(Tx& tx, const MatterQuery& query) {
  auto where = published(query);
  MatterPage page;
  page.total = count(tx, where);
  page.is_exact = page.total < counted_at_most;
  if (const auto cursor = read_cursor(query.after))
    where.add("(m.view_count < ? or (m.view_count = ? and m.id < ?))", cursor->first, cursor->first, cursor->second);
  auto rows = rows_of(tx, fmt::format("select {} from matter m{} order by m.view_count desc, m.id desc limit {}", matter_columns, where.sql, query.limit + 1),
                      where.params);
  if (rows.size() > static_cast<std::size_t>(query.limit)) {
    rows.pop_back();
    page.next = fmt::format("{}-{}", rows.back().view_count, rows.back().id.value());
  }
  for (const auto& row : rows) page.items.push_back(summary_of(row));
  return page;
}

MatterPage find_published_of(Tx& tx, const MatterQuery& query, const std::vector<MatterBaseId>& bases) {
  MatterPage page;
  if (bases.empty()) return page;
  auto where = published(query);
  std::string marks;
  for (const auto& base : bases) {
    marks += marks.empty() ? "?" : ", ?";
    where.params.push_back(platform::to_param(base));
  }
  where.sql += " and m.base_id in (" + marks + ")";
  auto rows = rows_of(tx, fmt::format("select {} from matter m{} limit {}", matter_columns, where.sql, counted_at_most), where.params);
  const auto rank = [&](const MatterRow& row) { return std::find(bases.begin(), bases.end(), row.base) - bases.begin(); };
  std::sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
    return std::tuple(rank(a), a.region_code, a.id.value()) < std::tuple(rank(b), b.region_code, b.id.value());
  });
  page.total = static_cast<std::int64_t>(rows.size());
  page.is_exact = page.total < counted_at_most;
  // Ranks have no key to go on from: the cursor is the place in the ranked list.
  std::size_t from = 0;
  if (const auto cursor = read_cursor(query.after); cursor && cursor->first >= 0) from = static_cast<std::size_t>(cursor->first);
  for (auto i = from; i < rows.size() && i < from + static_cast<std::size_t>(query.limit); ++i) page.items.push_back(summary_of(rows[i]));
  if (from + static_cast<std::size_t>(query.limit) < rows.size()) page.next = fmt::format("{}-0", from + static_cast<std::size_t>(query.limit));
  return page;
}

std::vector<MatterRow> instances(Tx& tx, MatterBaseId base) {
  return tx.all("select " + matter_columns + " from matter m where m.base_id = ? order by m.region_code", matter_from, base);
}

std::vector<LifeEvent> life_events(Tx& tx) {
  return tx.all(R"sql(
      select e.code, e.name, e.audience, e.note,
             (select count(distinct m.base_id) from matter_tag t join matter m on m.id = t.matter_id
               where t.tag = 'e:' || e.code and m.status = 'in_force' and m.current_version_id is not null), e.words
        from life_event e order by e.ordinal)sql",
                [](const platform::Row& row) {
                  return LifeEvent{row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2), row.get<std::string>(3), row.i64(4), row.get<std::string>(5)};
                });
}

std::vector<Topic> topics(Tx& tx, std::int64_t region_code) {
  return tx.all(R"sql(
      select t.tag, count(distinct m.base_id)
        from matter_tag t join matter m on m.id = t.matter_id
       where (t.tag like 'p:%' or t.tag like 'c:%') and m.status = 'in_force' and m.current_version_id is not null
         and (cast(? as bigint) = 0 or m.region_code = ?)
       group by t.tag order by t.tag)sql",
                [](const platform::Row& row) {
                  Topic topic{row.get<std::string>(0), {}, {}, row.i64(1)};
                  topic.audience = topic.code.starts_with("p:") ? "person" : "corp";
                  return topic;
                },
                region_code, region_code);
}

StaffPage list_for_staff(Tx& tx, const StaffQuery& query) {
  Where where;
  where.add("m.region_code >= ? and m.region_code < ?", query.scope.low, query.scope.high);
  if (query.department_id != 0) where.add("m.department_id = ?", query.department_id);
  if (!query.words.empty()) {
    const auto pattern = like_pattern(query.words);
    where.add("(m.name like ? escape '\\' or m.impl_code like ? escape '\\' or m.pinyin like ? escape '\\')", pattern, pattern, pattern);
  }
  if (query.status) where.add("m.status = ?", *query.status);
  if (query.type) where.add("m.type = ?", *query.type);
  if (query.stage == "published") where.add("m.current_version_id is not null");
  if (query.stage == "unpublished") where.add("m.current_version_id is null");
  if (query.stage == "draft" || query.stage == "in_review")
    where.add("exists (select 1 from matter_version d where d.id = m.draft_version_id and d.state = ?)", query.stage);
  if (query.completeness_below) where.add("m.completeness < ?", *query.completeness_below);
  if (query.has_issues) where.add("m.open_issues > 0");
  StaffPage page;
  page.total = count(tx, where);
  page.is_exact = page.total < counted_at_most;
  if (const auto cursor = read_cursor(query.after))
    where.add("(m.region_code > ? or (m.region_code = ? and m.id > ?))", cursor->first, cursor->first, cursor->second);
  page.items = rows_of(tx, fmt::format("select {} from matter m{} order by m.region_code, m.id limit {}", matter_columns, where.sql, query.limit + 1), where.params);
  if (page.items.size() > static_cast<std::size_t>(query.limit)) {
    page.items.pop_back();
    page.next = fmt::format("{}-{}", page.items.back().region_code, page.items.back().id.value());
  }
  for (const auto& item : page.items)
    page.draft_states.push_back(item.draft ? tx.scalar<std::string>("select state from matter_version where id = ?", *item.draft).value_or("") : "");
  return page;
}

std::vector<MatterBaseId> bases_in(Tx& tx, RegionRange range, MatterBaseId after, int limit) {
  return tx.all(fmt::format(R"sql(
      select m.base_id from matter m
       where m.region_code >= ? and m.region_code < ? and m.base_id > ? and m.status <> 'cancelled'
       group by m.base_id order by m.base_id limit {})sql", limit),
                [](const platform::Row& row) { return row.get<MatterBaseId>(0); }, range.low, range.high, after);
}

}  // namespace yimen::catalogue::store
