#include "store/region_store.h"

#include <map>

#include "yimen/platform/text.h"

namespace yimen::region::store {
namespace {

using platform::Param;
using platform::Row;

constexpr std::string_view select_region =
    "select code, name, full_name, level, parent_code, is_statistical, valid_from, valid_to, version from region";
constexpr std::size_t rows_per_statement = 100;
constexpr std::size_t columns = 10;

Region region_from(const Row& row) {
  return {.code = row.i64(0),
          .name = row.get<std::string>(1),
          .full_name = row.get<std::string>(2),
          .level = row.get<RegionLevel>(3),
          .parent_code = row.i64(4),
          .is_statistical = row.get<bool>(5),
          .valid_from = row.get<Date>(6),
          .valid_to = row.get<std::optional<Date>>(7),
          .version = row.get<int>(8)};
}

std::vector<Region> regions_of(Tx& tx, const std::string& sql, const std::vector<Param>& params) {
  std::vector<Region> found;
  tx.run(sql, params, [&](const Row& row) { found.push_back(region_from(row)); });
  return found;
}

std::string insert_statement(std::size_t rows) {
  std::string sql =
      "insert into region (code, name, full_name, level, parent_code, is_statistical, origin, valid_from, version, updated_at) values ";
  for (std::size_t row = 0; row < rows; ++row) sql += row == 0 ? "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  return sql + " on conflict (code) do nothing";
}

std::string_view origin_word(Origin origin) { return origin == Origin::national ? "national" : "local"; }

/// `like` pattern that finds the text anywhere; '!' escapes.
std::string contains_pattern(const std::string& word) {
  std::string pattern = "%";
  for (const char c : word) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace

std::optional<Region> find(Tx& tx, std::int64_t code) {
  return tx.find(std::string(select_region) + " where code = ?", region_from, code);
}

std::vector<Region> children(Tx& tx, std::int64_t parent_code, Listing listing) {
  std::string sql = std::string(select_region) + " where parent_code = ?";
  if (listing != Listing::with_closed) sql += " and valid_to is null";
  if (listing == Listing::in_force) sql += " and is_statistical = 0";
  return regions_of(tx, sql + " order by code", {parent_code});
}

std::vector<Region> search(Tx& tx, std::string_view word, Depth depth, CodeRange within, int limit) {
  std::string sql = std::string(select_region) + " where valid_to is null";
  std::vector<Param> params;
  if (depth == Depth::above_villages) sql += " and level in ('province', 'city', 'county', 'town')";
  if (within.first != 0) {
    // Groups have codes of their own length: a group lies in the range when its village does.
    sql += " and ((code >= ? and code < ?) or (code >= ? and code < ?))";
    params = {within.first, within.second, within.first * 1'000, within.second * 1'000};
  }
  // The word must reach into the region's own name, or every village of a county would answer to the county's name.
  sql += " and full_name like ? escape '!' and substr(full_name, 1, length(full_name) - length(name)) not like ? escape '!'"
         " order by case when name = ? then 0 else 1 end, is_statistical, length(full_name), code limit ?";
  const auto pattern = contains_pattern(std::string(word));
  params.insert(params.end(), {pattern, pattern, std::string(word), std::int64_t{limit}});
  return regions_of(tx, sql, params);
}

std::vector<Region> starting_with(Tx& tx, std::string_view word, int limit) {
  return regions_of(tx, std::string(select_region) + " where name >= ? and name < ? and valid_to is null order by name, code limit ?",
                    {std::string(word), std::string(word) + "\xF4\x8F\xBF\xBF", std::int64_t{limit}});
}

std::vector<Region> at_codes(Tx& tx, CodeRange range, int limit) {
  return regions_of(tx, std::string(select_region) + " where code >= ? and code < ? and valid_to is null order by code limit ?",
                    {range.first, range.second, std::int64_t{limit}});
}

std::vector<Region> below(Tx& tx, CodeRange range) {
  return regions_of(tx,
                    std::string(select_region) +
                        " where valid_to is null and ((code >= ? and code < ?) or (code >= ? and code < ?)) order by code",
                    {range.first, range.second, range.first * 1'000, range.second * 1'000});
}

std::vector<std::int64_t> used_codes(Tx& tx, CodeRange range, RegionLevel level) {
  return tx.all("select code from region where code >= ? and code < ? and level = ? order by code",
                [](const Row& row) { return row.i64(0); }, range.first, range.second, level);
}

std::int64_t insert(Tx& tx, std::span<const NewRegion> rows, Origin origin, Date valid_from) {
  static const auto full_statement = insert_statement(rows_per_statement), single_statement = insert_statement(1);
  const auto from = platform::iso_date(valid_from);
  std::int64_t inserted = 0;
  std::vector<Param> params;
  const auto add = [&](const NewRegion& row) {
    params.insert(params.end(), {row.code, row.name, row.full_name, std::string(platform::EnumText<RegionLevel>::to(row.level)),
                                 row.parent_code, std::int64_t{row.is_statistical}, std::string(origin_word(origin)), from,
                                 std::int64_t{1}, platform::millis(tx.now())});
  };
  while (!rows.empty()) {
    const auto count = rows.size() >= rows_per_statement ? rows_per_statement : 1;
    params.clear();
    params.reserve(count * columns);
    for (const auto& row : rows.first(count)) add(row);
    inserted += tx.run(count == 1 ? single_statement : full_statement, params, {});
    rows = rows.subspan(count);
  }
  return inserted;
}

void rename(Tx& tx, std::int64_t code, std::string_view name, Origin origin) {
  tx.exec("update region set name = ?, origin = ?, version = version + 1, updated_at = ? where code = ?", name, origin_word(origin),
          tx.now(), code);
}

void replace_full_names(Tx& tx, const Region& of, const std::string& new_full_name) {
  const auto range = range_of(of.code);
  tx.exec(R"sql(
      update region
         set full_name = cast(? as text) || substr(full_name, cast(? as integer))
       where ((code >= ? and code < ?) or (code >= ? and code < ?))
         and full_name like ? escape '!')sql",
          new_full_name, platform::count_characters(of.full_name) + 1, range.first, range.second, range.first * 1'000,
          range.second * 1'000, contains_pattern(of.full_name).substr(1));
}

void close(Tx& tx, std::int64_t code, Date valid_to) {
  tx.exec("update region set valid_to = ?, version = version + 1, updated_at = ? where code = ?", valid_to, tx.now(), code);
}

void record(Tx& tx, const NewChange& change) {
  tx.exec(R"sql(
      insert into region_change (id, code, kind, old_name, new_name, successor_code, effective_on, basis, recorded_by, recorded_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          platform::next_id(), change.code, change.kind, change.old_name, change.new_name, change.successor_code,
          change.effective_on, change.basis, change.recorded_by, tx.now());
}

std::vector<RegionChange> changes_of(Tx& tx, std::int64_t code) {
  return tx.all(
      "select code, kind, old_name, new_name, successor_code, effective_on, basis from region_change where code = ? order by effective_on, id",
      [](const Row& row) {
        return RegionChange{row.i64(0),
                            row.get<RegionChangeKind>(1),
                            row.get<std::string>(2),
                            row.get<std::string>(3),
                            row.i64(4),
                            row.get<Date>(5),
                            row.get<std::string>(6)};
      },
      code);
}

std::vector<std::int64_t> predecessors(Tx& tx, CodeRange range) {
  return tx.all(R"sql(
      select distinct code
        from region_change
       where successor_code >= ?
         and successor_code < ?
         and successor_code <> 0
         and (code < ? or code >= ?)
       order by code)sql",
                [](const Row& row) { return row.i64(0); }, range.first, range.second, range.first, range.second);
}

std::unordered_map<std::int64_t, std::string> full_names_above_villages(Tx& tx) {
  std::unordered_map<std::int64_t, std::string> names;
  tx.each("select code, full_name from region where level not in ('village', 'group')",
          [&](const Row& row) { names.emplace(row.i64(0), row.text(1)); });
  return names;
}

std::unordered_map<std::int64_t, StoredName> names_of(Tx& tx, std::span<const NewRegion> rows) {
  // Lists are in the order of the codes, so between the first and the last of a level lies little else of that level.
  std::map<RegionLevel, CodeRange> ranges;
  for (const auto& row : rows) {
    auto& range = ranges.try_emplace(row.level, row.code, row.code).first->second;
    range = {std::min(range.first, row.code), std::max(range.second, row.code)};
  }
  std::unordered_map<std::int64_t, StoredName> names;
  for (const auto& [level, range] : ranges)
    tx.each("select code, name, origin from region where code >= ? and code <= ? and level = ?",
            [&](const Row& row) {
              names.emplace(row.i64(0), StoredName{row.get<std::string>(1), row.text(2) == "local" ? Origin::local : Origin::national});
            },
            range.first, range.second, level);
  return names;
}

std::unordered_set<std::int64_t> children_with_children(Tx& tx, std::int64_t parent_code) {
  std::unordered_set<std::int64_t> codes;
  tx.each(R"sql(
      select distinct parent_code
        from region
       where valid_to is null
         and parent_code in (select code from region where parent_code = ?))sql",
          [&](const Row& row) { codes.insert(row.i64(0)); }, parent_code);
  return codes;
}

bool has_source(Tx& tx, std::string_view name, std::int64_t size_bytes) {
  return tx.scalar<std::int64_t>("select 1 from region_source where name = ? and size_bytes = ?", name, size_bytes).has_value();
}

void keep_source(Tx& tx, std::string_view name, std::int64_t size_bytes) {
  tx.exec(R"sql(
      insert into region_source (name, size_bytes, loaded_at) values (?, ?, ?)
      on conflict (name) do update set size_bytes = excluded.size_bytes, loaded_at = excluded.loaded_at)sql",
          name, size_bytes, tx.now());
}

}  // namespace yimen::region::store
