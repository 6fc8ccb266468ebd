#include "case_list.h"

#include <sqlite3.h>

#include <memory>
#include <stdexcept>

#include <fmt/format.h>

#include "yimen/cases/case_store.h"

namespace yimen::bench {

using platform::Row;
using platform::Tx;

namespace {

constexpr std::int64_t low = 450900000000, high = 451000000000;
constexpr std::int64_t first_id = 5'000'000'000'000'000'000;
/// States in the shares of a city that has run for years.
constexpr const char* state_sql = "case when i % 40000 = 0 then 'special' when i % 100 < 88 then 'closed' when i % 100 < 91 then 'withdrawn' when i % 100 < 95 then 'in_review' when i % 100 < 97 then 'in_approval' else 'delivering' end";

/// 700,000 applicants: seven in ten are persons with one of 100 surnames and 7,000 given names, common ones more often; the others are firms.
constexpr const char* surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";
constexpr const char* given = "秀英建国伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰玉梅志红文海春华小林永生金凤国庆雪晓东丹宇浩欣怡子涵梓轩诗琪俊佳思雅晨阳嘉浩然若曦天佑德福贵寿康宁安乐和顺吉祥如意";
constexpr const char* trades = "食品商贸建材物流餐饮教育科技医药农业服饰机械装饰汽车家具环保能源";
const std::string name_sql = fmt::format(
    "case when i * 31 % 700000 % 10 < 7 then substr('{0}', 1 + i * 31 % 700000 * 13 % 100 % (1 + i * 31 % 700000 % 97), 1) || substr('{1}', 1 + i * 31 % 700000 * 7 % 83, 1) || substr('{1}', 1 + i * 31 % 700000 / 83 % 83, 1) "
    "else '玉林市' || substr('{1}', 1 + i * 31 % 700000 % 83, 1) || substr('{1}', 1 + i * 31 % 700000 / 83 % 83, 1) || substr('{2}', 1 + i * 31 % 700000 / 6889 % 16 * 2, 2) || '有限公司' end", surnames, given, trades);

void run(sqlite3* handle, const std::string& sql) {
  if (sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(handle));
}

std::vector<std::string> columns_of(sqlite3* handle) {
  std::vector<std::string> names;
  sqlite3_stmt* list = nullptr;
  sqlite3_prepare_v2(handle, "select name from pragma_table_info('service_case')", -1, &list, nullptr);
  while (sqlite3_step(list) == SQLITE_ROW) names.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(list, 0)));
  sqlite3_finalize(list);
  return names;
}

struct Names {
  std::string person, firm;
};

/// What differs from case to case; everything else is copied from one real case.
std::string value_of(const std::string& column, std::int64_t now_ms) {
  if (column == "id") return fmt::format("{} + i", first_id);
  if (column == "case_no") return "printf('9%019d', i)";
  if (column == "department_id") return "(select id from chosen where n = i * 7919 % (select count(*) from chosen))";
  if (column == "region_code") return "(select region_code from chosen where n = i * 7919 % (select count(*) from chosen))";
  if (column == "matter_id") return "1000000 + i * 7919 % (select count(*) from chosen)";
  if (column == "state") return state_sql;
  if (column == "applicant_name") return name_sql;
  if (column == "applicant_party_id") return "i * 31 % 700000";
  if (column == "submitted_at" || column == "changed_at") return fmt::format("{} - i * 94608", now_ms);
  if (column == "due_on") return fmt::format("case when i % 100 >= 91 then date({} / 1000 - i * 95 + 864000, 'unixepoch') end", now_ms);
  return "c." + column;
}

/// The index of names as the program keeps it, made in one go.
void index_names(sqlite3* raw) {
  run(raw, "drop index ix_case_name_part_department; delete from case_name_part; delete from case_matter");
  run(raw, "insert into case_name_part (part, submitted_at, case_id, department_id, region_code) "
           "select distinct substr(c.applicant_name, n.at, n.length), c.submitted_at, c.id, c.department_id, c.region_code from service_case c join "
           "(with recursive p(at) as (select 1 union all select at + 1 from p where at < 12) select at, length from p, (select 1 as length union all select 2 union all select 3) where at = 1 or length > 1) n "
           "on n.at + n.length - 1 <= length(c.applicant_name) order by 1, 2, 3");
  run(raw, "create index ix_case_name_part_department on case_name_part (department_id, part, submitted_at, case_id, region_code)");
  run(raw, "insert into case_matter (department_id, region_code, matter_id, matter_name) select distinct department_id, region_code, matter_id, matter_name from service_case");
}

}  // namespace

void fill_cases(const std::string& path, std::int64_t count) {
  sqlite3* raw = nullptr;
  sqlite3_open(path.c_str(), &raw);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> handle{raw, &sqlite3_close};
  run(raw, "pragma synchronous = off; pragma cache_size = -400000; pragma wal_autocheckpoint = 100000");
  // What making the city left to deliver would have the server count every clock anew while it is measured.
  run(raw, "delete from outbox_event");
  run(raw, "create temp table chosen (n integer primary key, id integer, region_code integer)");
  run(raw, "insert into chosen select row_number() over (order by id) - 1, id, region_code from department");
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  // Filled without the search indexes, which are made afterwards in one go each: three times as fast.
  std::vector<std::string> indexes;
  const auto remember = [](void* list, int, char** texts, char**) { static_cast<std::vector<std::string>*>(list)->insert(static_cast<std::vector<std::string>*>(list)->end(), {texts[0], texts[1]}); return 0; };
  sqlite3_exec(raw, "select name, sql from sqlite_master where type = 'index' and tbl_name = 'service_case' and sql is not null", remember, &indexes, nullptr);
  for (std::size_t i = 0; i < indexes.size(); i += 2) run(raw, "drop index " + indexes[i]);
  std::string names, values;
  for (const auto& column : columns_of(raw)) {
    names += (names.empty() ? "" : ", ") + column;
    values += (values.empty() ? "" : ", ") + value_of(column, now);
  }
  run(raw, fmt::format("with recursive n(i) as (select 1 union all select i + 1 from n where i < {}) insert into service_case ({}) select {} from n, "
                       "(select * from service_case where promised_due_on is not null and due_on is not null limit 1) c", count, names, values));
  for (std::size_t i = 1; i < indexes.size(); i += 2) run(raw, indexes[i]);
  index_names(raw);
  run(raw, "delete from case_counter");
  run(raw, "insert into case_counter (department_id, region_code, state, slot, amount) select department_id, region_code, state, 0, count(*) from service_case group by 1, 2, 3");
  run(raw, "pragma wal_checkpoint(truncate)");
}

std::pair<std::int64_t, std::vector<std::int64_t>> general_window(platform::Database& db) {
  return db.read([](Tx& tx) {
    const auto window = *tx.scalar<std::int64_t>("select w.id from service_window w join window_department d on d.window_id = w.id group by w.id order by count(*) desc, w.id limit 1");
    return std::pair(window, tx.all("select department_id from window_department where window_id = ?", [](const Row& row) { return row.i64(0); }, window));
  });
}

std::vector<ListTimes> time_lists(platform::Database& db, std::int64_t handler_department, int rounds) {
  const platform::Actor one{.kind = platform::ActorKind::staff, .scope_low = low, .scope_high = high};
  platform::Actor city = one, county = one;
  city.all_departments = county.all_departments = true;
  county.scope_low = low + 21'000'000, county.scope_high = county.scope_low + 1'000'000;
  const auto departments = general_window(db).second;
  const std::pair<std::string, cases::Viewer> viewers[] = {{"handler, one department", {.actor = &one, .departments = {handler_department}}},
                                                           {fmt::format("clerk of a general window, {} departments", departments.size()), {.actor = &one, .departments = departments}},
                                                           {"supervisor of a county", {.actor = &county}},
                                                           {"supervisor of the city", {.actor = &city}}};
  const auto middle = db.read([](Tx& tx) { return *tx.scalar<std::int64_t>("select (min(submitted_at) + max(submitted_at)) / 2 from service_case"); });
  const auto names = db.read([](Tx& tx) {
    const auto some = [&](std::string_view like) { return *tx.scalar<std::string>("select applicant_name from service_case where case_no like '9%' and applicant_name " + std::string(like) + " '%公司' limit 1 offset 4711"); };
    return Names{some("not like"), some("like")};
  });
  const std::pair<std::string, cases::CaseFilter> filters[] = {{"first page", {}},
                                                               {"in review", {.states = {cases::CaseState::in_review}}},
                                                               {"in a rare state", {.states = {cases::CaseState::special}}},
                                                               {"three states", {.states = {cases::CaseState::in_review, cases::CaseState::in_approval, cases::CaseState::special}}},
                                                               {"a page in the middle", {.after = fmt::format("{}.0", middle)}},
                                                               {"by a whole name", {.words = names.person}},
                                                               {"by two characters of a name", {.words = "秀英"}},
                                                               {"by a surname", {.words = "王"}},
                                                               {"by a firm's whole name", {.words = names.firm}},
                                                               {"by a part of many firms' names", {.words = "食品有限公司"}},
                                                               {"by a word in all firms' names, in a rare state", {.states = {cases::CaseState::special}, .words = "公司"}},
                                                               {"by a name nobody has", {.words = "欧阳不存在"}},
                                                               {"by a part of the matter's name", {.words = "许可"}}};
  std::vector<ListTimes> times;
  for (const auto& [who, viewer] : viewers)
    for (const auto& [what, filter] : filters) {
      ListTimes t{.what = who + ", " + what, .measured = {}};
      const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{5};
      for (int i = 0; i < rounds && std::chrono::steady_clock::now() < until; ++i) {
        const auto began = std::chrono::steady_clock::now();
        db.read([&](Tx& tx) { (void)cases::list_cases(tx, viewer, filter); });
        t.measured.ms.push_back(Seconds(std::chrono::steady_clock::now() - began).count() * 1000);
      }
      times.push_back(std::move(t));
    }
  return times;
}

}  // namespace yimen::bench
