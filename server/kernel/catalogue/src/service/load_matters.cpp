#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/enrichment.h"
#include "service/import_matters.h"
#include "service/questions.h"
#include "store/matter_lists.h"
#include "store/matter_store.h"
#include "store/search_index.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::catalogue {

using platform::ErrorCode;
using platform::fail;
using platform::Result;
using platform::Tx;

namespace {

using Words = std::map<std::string, std::vector<std::string>>;  // word → source keys, the likeliest first

Result<Words> read_words(const std::string& text) {
  const auto value = TRY(platform::parse_json(text));
  if (!value.is_array()) return fail(ErrorCode::malformed, "catalogue/words-no-list", "日常用语文件里应当是列表。");
  Words words;
  for (const auto& item : value.as_array()) {
    const auto* object = item.if_object();
    const auto* matters = object == nullptr ? nullptr : platform::array_at(*object, "matters");
    if (matters == nullptr) continue;
    const auto word = platform::trim(platform::fold_width(platform::text_or(*object, "word")));
    for (const auto& matter : *matters)
      if (matter.is_string() && !word.empty()) words[word].emplace_back(std::string_view(matter.get_string()));
  }
  return words;
}

std::vector<MatterBaseId> stored_bases(Tx& tx, const std::string& word) {
  return tx.all("select base_id from matter_word where word = ? order by weight desc",
                [](const platform::Row& row) { return row.get<MatterBaseId>(0); }, word);
}

/// Writes changed words only; an unchanged start writes nothing.
Result<int> load_words(Tx& tx, const Words& words) {
  std::map<std::string, MatterBaseId> bases;
  tx.each("select source_key, id from matter_base", [&](const platform::Row& row) { bases[row.get<std::string>(0)] = row.get<MatterBaseId>(1); });
  std::map<MatterBaseId, bool> touched;
  for (const auto& [word, keys] : words) {
    std::vector<MatterBaseId> wanted;
    for (const auto& key : keys)
      if (const auto found = bases.find(key); found != bases.end()) wanted.push_back(found->second);
    if (wanted.empty() || stored_bases(tx, word) == wanted) continue;
    store::set_words(tx, word, wanted);
    for (const auto& base : wanted) touched[base] = true;
  }
  for (const auto& [base, is_touched] : touched) {
    for (const auto& instance : store::instances(tx, base)) {
      if (!instance.current) continue;
      const auto version = TRY(store::find_version(tx, *instance.current));
      store::index_base(tx, base, store::version_of(version, instance));
      break;
    }
  }
  return static_cast<int>(touched.size());
}

void load_events(Tx& tx, const std::vector<Enrichment::Event>& events) {
  int ordinal = 0;
  for (const auto& event : events)
    tx.exec(R"sql(
        insert into life_event (code, name, audience, note, words, ordinal) values (?, ?, ?, ?, ?, ?)
        on conflict (code) do update set name = excluded.name, audience = excluded.audience, note = excluded.note, words = excluded.words,
                                         ordinal = excluded.ordinal)sql",
            event.code, event.name, event.audience, event.note, event.words, ++ordinal);
}

/// The bank of the demonstration, while it is empty: what people keep there is theirs.
Result<void> load_questions(Tx& tx, const std::string& text) {
  if (!store::list_questions(tx, {.words = {}, .after = {}, .limit = 1}).items.empty()) return {};
  const auto parsed = TRY(platform::parse_json(text));
  const auto* whole = parsed.if_object();
  const auto* questions = whole ? platform::array_at(*whole, "questions") : nullptr;
  if (!questions) return fail(ErrorCode::malformed, "catalogue/questions-no-list", "form-questions.json 里应当有 questions 列表。");
  for (const auto& one : *questions) {
    const auto& each = one.as_object();
    TRY(create_question(tx, platform::system_actor(), {.name = platform::text_or(each, "name"), .note = platform::text_or(each, "note"), .definition = each.at("definition").as_object()}));
  }
  return {};
}

}  // namespace

Result<ImportReport> load_matters(platform::Database& db, const std::string& data_dir, const DepartmentResolver& resolve, const Progress& progress) {
  const auto folder = data_dir + "/matters/";
  const auto guides = TRY(read_whole_file(folder + "yulin.json"));
  auto parsed = TRY(platform::parse_json(TRY(read_whole_file(folder + "enrichment.json"))));
  if (!parsed.is_object()) return fail(ErrorCode::malformed, "catalogue/enrichment-no-object", "enrichment.json 里应当是一个对象。");
  const Enrichment enrichment{parsed.as_object()};
  const auto words = TRY(read_words(TRY(read_whole_file(folder + "everyday-words.json"))));
  const RowHooks hooks{
      .prepare = [&](const std::string& id, MatterVersion& version, const DepartmentRef& department) { enrichment.apply(id, version, department); },
      .is_left_as_draft = [&](const std::string& id) { return enrichment.is_left_as_draft(id); },
      .view_count = [&](const std::string& id) { return enrichment.view_count(id); },
  };
  const auto questions = TRY(read_whole_file(folder + "form-questions.json"));
  const ImportOptions options{.region_code = enrichment.region_code(), .county_codes = enrichment.county_codes(), .department = resolve, .is_published = true};
  auto report = TRY(import_rows(db, platform::system_actor(), guides, options, hooks, progress));
  TRY(db.transact([&](Tx& tx) -> Result<int> {
    load_events(tx, enrichment.life_events());
    TRY(load_questions(tx, questions));
    return load_words(tx, words);
  }));
  return report;
}

}  // namespace yimen::catalogue
