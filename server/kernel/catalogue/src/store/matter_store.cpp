#include "store/matter_store.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/codes.h"
#include "domain/validate.h"
#include "store/search_index.h"
#include "yimen/platform/json.h"

namespace yimen::catalogue::store {

namespace {

BaseRow base_from(const platform::Row& row) {
  BaseRow base;
  std::tie(base.id, base.base_code, base.name, base.main_name, base.type, base.category, base.main_item, base.sub_item,
           base.source_key) = row.as<MatterBaseId, std::string, std::string, std::string, MatterType, std::string, int, int, std::string>();
  return base;
}
constexpr std::string_view base_columns =
    "select id, base_code, name, main_name, type, category, main_item, sub_item, source_key from matter_base where ";

VersionRow version_row_from(const platform::Row& row) {
  VersionRow v;
  std::tie(v.id, v.matter, v.version, v.state, v.effective_on, v.retired_on, v.revision, v.note, v.edited_by, v.edited_name,
           v.submitted_by, v.published_by, v.published_name, v.submitted_at, v.published_at, v.created_at, v.updated_at, v.content) =
      row.as<MatterVersionId, MatterId, int, VersionState, std::optional<Date>, std::optional<Date>, int, std::string,
             platform::UserId, std::string, std::optional<platform::UserId>, std::optional<platform::UserId>, std::string,
             std::optional<Instant>, std::optional<Instant>, Instant, Instant, std::string>();
  return v;
}
constexpr std::string_view version_columns =
    "select id, matter_id, version, state, effective_on, retired_on, revision, note, edited_by, edited_name, submitted_by, "
    "published_by, published_name, submitted_at, published_at, created_at, updated_at, ";

std::string shown_limit(const std::optional<calendar::Limit>& limit, const std::string& raw) {
  return limit ? calendar::zh_limit(*limit) : raw;
}

}  // namespace

std::optional<BaseRow> find_base(Tx& tx, MatterBaseId id) {
  return tx.find(std::string(base_columns) + "id = ?", base_from, id);
}

std::optional<BaseRow> find_base_of_source(Tx& tx, const std::string& source_key) {
  return tx.find(std::string(base_columns) + "source_key = ?", base_from, source_key);
}

BaseRow add_base(Tx& tx, int province, MatterType type, const std::string& category, const std::string& name,
                 const std::string& source_key) {
  BaseRow base;
  base.id = platform::new_id<MatterBaseId>();
  base.name = base.main_name = name;
  base.type = type;
  base.category = category;
  const auto prefix = base_code(province, type, category, 0, 0).substr(0, 6);
  const auto main_item = tx.scalar<std::optional<int>>(
      "select min(main_item) from matter_base where type = ? and category = ? and main_name = ?", type, category, name);
  if (main_item && *main_item) {
    base.main_item = **main_item;
    base.sub_item = tx.scalar<int>("select coalesce(max(sub_item), 0) + 1 from matter_base where type = ? and category = ? and main_name = ?",
                                   type, category, name).value_or(1);
  } else {
    // Types and categories without a number of their own share a prefix, so the maximum is taken over the prefix.
    base.main_item = tx.scalar<int>("select coalesce(max(main_item), 0) + 1 from matter_base where base_code like ?", prefix + "%").value_or(1);
  }
  base.base_code = base_code(province, type, category, base.main_item, base.sub_item);
  base.source_key = source_key.empty() ? "m:" + base.id.str() : source_key;
  tx.exec(R"sql(
      insert into matter_base (id, base_code, name, main_name, type, category, main_item, sub_item, source_key, created_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          base.id, base.base_code, base.name, base.main_name, base.type, base.category, base.main_item, base.sub_item,
          base.source_key, tx.now());
  return base;
}

const std::string matter_columns =
    "m.id, m.base_id, m.region_code, m.region_name, m.department_id, m.department_name, m.impl_code, m.status, m.status_reason, "
    "m.current_version_id, m.draft_version_id, m.name, m.type, m.case_class, m.promised_text, m.statutory_text, m.visit_count, "
    "m.online_level, m.material_count, m.completeness, m.open_issues, m.view_count, m.import_digest, m.revision, m.updated_at";

MatterRow matter_from(const platform::Row& row) {
  MatterRow m;
  std::tie(m.id, m.base, m.region_code, m.region_name, m.department_id, m.department_name, m.impl_code, m.status,
           m.status_reason, m.current, m.draft, m.name, m.type, m.case_class, m.promised_text, m.statutory_text, m.visit_count,
           m.online_level, m.material_count, m.completeness, m.open_issues, m.view_count, m.import_digest, m.revision, m.updated_at) =
      row.as<MatterId, MatterBaseId, std::int64_t, std::string, std::int64_t, std::string, std::string, MatterStatus, std::string,
             std::optional<MatterVersionId>, std::optional<MatterVersionId>, std::string, MatterType, CaseClass, std::string,
             std::string, std::optional<int>, int, int, int, int, std::int64_t, std::string, int, Instant>();
  return m;
}

MatterSummary summary_of(const MatterRow& m) {
  return {.id = m.id, .version_id = m.current.value_or(MatterVersionId{}), .name = m.name, .department_name = m.department_name,
          .region_name = m.region_name, .impl_code = m.impl_code, .region_code = m.region_code, .department_id = m.department_id,
          .type = m.type, .case_class = m.case_class, .status = m.status, .promised_text = m.promised_text,
          .statutory_text = m.statutory_text, .visit_count = m.visit_count, .online_level = m.online_level,
          .material_count = m.material_count, .view_count = m.view_count};
}

Result<MatterRow> find_matter(Tx& tx, MatterId id) {
  return tx.one("事项", "select " + matter_columns + " from matter m where m.id = ?", matter_from, id);
}

Result<MatterRow> lock_matter(Tx& tx, MatterId id) {
  return tx.one("事项", "select " + matter_columns + " from matter m where m.id = ?" + std::string(tx.lock_words()), matter_from, id);
}

std::optional<MatterRow> find_instance(Tx& tx, MatterBaseId base, std::int64_t region_code) {
  return tx.find("select " + matter_columns + " from matter m where m.base_id = ? and m.region_code = ?", matter_from, base, region_code);
}

void insert_matter(Tx& tx, const MatterRow& m) {
  tx.exec(R"sql(
      insert into matter (id, base_id, region_code, region_name, department_id, department_name, impl_code, status,
                          status_reason, name, pinyin, type, case_class, promised_text, statutory_text, visit_count, online_level,
                          material_count, completeness, open_issues, import_digest, created_at, updated_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          m.id, m.base, m.region_code, m.region_name, m.department_id, m.department_name, m.impl_code, m.status, m.status_reason,
          m.name, pinyin_of(m.name), m.type, m.case_class, m.promised_text, m.statutory_text, m.visit_count, m.online_level,
          m.material_count, m.completeness, m.open_issues, m.import_digest, tx.now(), tx.now());
}

void update_matter(Tx& tx, MatterRow& m) {
  ++m.revision;
  m.updated_at = tx.now();
  tx.exec(R"sql(
      update matter
         set region_name = ?, department_id = ?, department_name = ?, impl_code = ?, status = ?, status_reason = ?,
             current_version_id = ?, draft_version_id = ?, name = ?, pinyin = ?, type = ?, case_class = ?, promised_text = ?,
             statutory_text = ?, visit_count = ?, online_level = ?, material_count = ?, completeness = ?, open_issues = ?,
             import_digest = ?, revision = ?, updated_at = ?
       where id = ?)sql",
          m.region_name, m.department_id, m.department_name, m.impl_code, m.status, m.status_reason, m.current, m.draft, m.name,
          pinyin_of(m.name), m.type, m.case_class, m.promised_text, m.statutory_text, m.visit_count, m.online_level,
          m.material_count, m.completeness, m.open_issues, m.import_digest, m.revision, m.updated_at, m.id);
}

void add_views(Tx& tx, MatterId id, std::int64_t count) { tx.exec("update matter set view_count = view_count + ? where id = ?", count, id); }
void set_view_count(Tx& tx, MatterId id, std::int64_t count) { tx.exec("update matter set view_count = ? where id = ?", count, id); }

void describe(MatterRow& m, const MatterVersion& v) {
  m.name = v.name;
  m.type = v.type;
  m.case_class = handled_as(v);
  m.promised_text = shown_limit(v.promised, v.promised_raw);
  m.statutory_text = shown_limit(v.statutory, v.statutory_raw);
  m.visit_count = v.visit_count;
  m.online_level = v.online_level;
  m.material_count = static_cast<int>(v.materials.size());
  m.completeness = completeness(v);
  m.open_issues = open_issues(v);
  m.impl_code = v.impl_code;
}

Result<VersionRow> find_version(Tx& tx, MatterVersionId id) {
  return tx.one("事项版本", std::string(version_columns) + "content from matter_version where id = ?", version_row_from, id);
}

std::optional<VersionRow> find_version_number(Tx& tx, MatterId matter, int version) {
  return tx.find(std::string(version_columns) + "content from matter_version where matter_id = ? and version = ?", version_row_from,
                 matter, version);
}

std::vector<VersionRow> history(Tx& tx, MatterId matter) {
  return tx.all(std::string(version_columns) + "'' from matter_version where matter_id = ? order by version desc", version_row_from, matter);
}

int next_version_number(Tx& tx, MatterId matter) {
  return tx.scalar<int>("select coalesce(max(version), 0) + 1 from matter_version where matter_id = ?", matter).value_or(1);
}

void insert_version(Tx& tx, const VersionRow& v) {
  tx.exec(R"sql(
      insert into matter_version (id, matter_id, version, state, effective_on, content, note, edited_by, edited_name,
                                  created_at, updated_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          v.id, v.matter, v.version, v.state, v.effective_on, v.content, v.note, v.edited_by, v.edited_name, tx.now(), tx.now());
}

void update_version(Tx& tx, VersionRow& v) {
  ++v.revision;
  tx.exec(R"sql(
      update matter_version
         set state = ?, effective_on = ?, retired_on = ?, content = ?, revision = ?, note = ?, edited_by = ?, edited_name = ?,
             submitted_by = ?, submitted_at = ?, published_by = ?, published_name = ?, published_at = ?, updated_at = ?
       where id = ?)sql",
          v.state, v.effective_on, v.retired_on, v.content, v.revision, v.note, v.edited_by, v.edited_name, v.submitted_by,
          v.submitted_at, v.published_by, v.published_name, v.published_at, tx.now(), v.id);
}

std::optional<MatterVersionId> published_for(Tx& tx, MatterId matter, Date today) {
  return tx.scalar<MatterVersionId>(R"sql(
      select id from matter_version
       where matter_id = ? and state = 'published' and effective_on <= ?
       order by version desc limit 1)sql",
                                    matter, today);
}

std::vector<MatterVersionId> due_versions(Tx& tx, Date today) {
  return tx.all(R"sql(
      select v.id from matter_version v join matter m on m.id = v.matter_id
       where v.state = 'published' and v.effective_on <= ? and (m.current_version_id is null or m.current_version_id <> v.id)
       order by v.matter_id, v.version)sql",
                [](const platform::Row& row) { return row.get<MatterVersionId>(0); }, today);
}

void set_tags(Tx& tx, MatterId matter, std::int64_t region_code, const MatterVersion& v) {
  std::vector<std::string> tags;
  for (const auto& topic : v.person_topics) tags.push_back("p:" + topic);
  for (const auto& topic : v.corp_topics) tags.push_back("c:" + topic);
  for (const auto& event : v.life_events) tags.push_back("e:" + event);
  bool is_person = v.service_objects.empty(), is_corp = v.service_objects.empty();
  for (const auto& object : v.service_objects) {
    is_person = is_person || object.find("个人") != object.npos || object.find("自然人") != object.npos;
    is_corp = is_corp || (object.find("个人") == object.npos && object.find("自然人") == object.npos);
  }
  if (is_person) tags.emplace_back("a:person");
  if (is_corp) tags.emplace_back("a:corp");
  tx.exec("delete from matter_tag where matter_id = ?", matter);
  for (const auto& tag : tags)
    tx.exec("insert into matter_tag (matter_id, tag, region_code) values (?, ?, ?) on conflict (matter_id, tag) do nothing", matter, tag, region_code);
}

void set_words(Tx& tx, const std::string& word, const std::vector<MatterBaseId>& bases) {
  tx.exec("delete from matter_word where word = ?", word);
  int weight = static_cast<int>(bases.size());
  for (const auto& base : bases)
    tx.exec("insert into matter_word (word, base_id, weight) values (?, ?, ?) on conflict (word, base_id) do nothing", word, base, weight--);
}

std::vector<std::string> words_of(Tx& tx, MatterBaseId base) {
  return tx.all("select word from matter_word where base_id = ? order by word", [](const platform::Row& row) { return row.get<std::string>(0); }, base);
}

MatterVersion version_of(const VersionRow& v, const MatterRow& m) {
  auto version = version_from(json::parse(v.content).as_object());
  version.id = v.id;
  version.matter = m.id;
  version.base = m.base;
  version.version = v.version;
  version.state = v.state;
  version.effective_on = v.effective_on;
  version.retired_on = v.retired_on;
  version.region_code = m.region_code;
  version.region_name = m.region_name;
  version.department_id = m.department_id;
  version.department_name = m.department_name;
  return version;
}

}  // namespace yimen::catalogue::store
