#include <algorithm>
#include <charconv>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "store/draft_store.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

/// Draft → review by another → publication → withdrawal; each act leaves its entry in the trail of the process.
namespace yimen::processes {

using platform::ErrorCode;
using platform::fail;

namespace {

/// Chains of the trail hang on numbers; a process has a word.
std::int64_t chain_of(std::string_view key) {
  std::int64_t number = 0;
  const auto digest = platform::sm3_hex(key);
  std::from_chars(digest.data(), digest.data() + 15, number, 16);
  return number;
}

void note(Tx& tx, const Actor& actor, const std::string& key, const char* action, std::string text, boost::json::object facts = {}) {
  facts["process_key"] = key;
  trail::append(tx, actor, {.action = action, .subject_kind = "process", .subject_id = chain_of(key), .region_code = actor.scope_low, .text = std::move(text), .facts = std::move(facts)});
}

bool is_key(std::string_view key) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return key.size() >= 2 && key.size() <= 40 && key.front() >= 'a' && key.front() <= 'z' && std::ranges::all_of(key, fits);
}

Result<void> require_faultless(Tx& tx, const Draft& draft) {
  const auto problems = check(tx, draft.xml);
  if (problems.empty()) return {};
  std::vector<platform::FieldProblem> fields;
  for (const auto& problem : problems) fields.push_back({"/elements/" + problem.element, problem.zh});
  return fail(ErrorCode::rule_violated, "processes/has-problems", fmt::format("流程图有{}处需要修改，改好后再提交。", problems.size()), std::move(fields));
}

Result<Draft> lock_in_review(Tx& tx, const std::string& key, int revision) {
  auto draft = TRY(store::lock_draft(tx, key, revision));
  if (draft.state != "in_review") return fail(ErrorCode::conflict, "processes/not-in-review", "草稿还没有提交审核，请先由编辑人提交。");
  return draft;
}

}  // namespace

Result<Draft> start_draft(Tx& tx, const Actor& actor, const NewDraft& order) {
  if (!is_key(order.key)) return fail(ErrorCode::invalid_input, "processes/bad-key", "流程编号不对。", {{"/key", "用小写字母开头，由2至40个小写字母、数字和连字符组成。"}});
  if (const auto other = store::find_draft(tx, order.key))
    return fail(ErrorCode::conflict, "processes/draft-exists", fmt::format("{}已经在编辑这个流程，请打开那份草稿继续。", other->author_name));
  Draft draft{.key = order.key, .name = order.name, .xml = order.xml, .based_on = order.based_on, .author_id = actor.id, .author_name = actor.name, .created_at = tx.now(), .updated_at = tx.now()};
  const auto base = cases::process_model(tx, order.key, order.based_on);
  if (order.based_on > 0 && !base) return fail(ErrorCode::not_found, "processes/no-version", "没有找到这一版流程。");
  if (base) {
    draft.based_on = base->version;
    if (draft.xml.empty()) draft.xml = base->xml;
    if (draft.name.empty()) draft.name = base->name;
  }
  if (draft.xml.empty()) return fail(ErrorCode::invalid_input, "processes/no-text", "缺少流程图。", {{"/xml", "新流程要有一张起始的流程图。"}});
  if (draft.name.empty()) return fail(ErrorCode::invalid_input, "processes/no-name", "请填写流程名称。", {{"/name", "请填写流程名称。"}});
  store::insert_draft(tx, draft);
  note(tx, actor, draft.key, "process.start_draft", fmt::format("开始修改流程“{}”", draft.name), {{"based_on", draft.based_on}});
  return draft;
}

Result<Draft> save_draft(Tx& tx, const Actor& actor, const std::string& key, int revision, const DraftText& text) {
  auto draft = TRY(store::lock_draft(tx, key, revision));
  draft.xml = text.xml;
  draft.note = text.note;
  if (!text.name.empty()) draft.name = text.name;
  draft.state = "draft";
  draft.submitted_at.reset();
  draft.author_id = actor.id;
  draft.author_name = actor.name;
  store::update_draft(tx, draft);
  note(tx, actor, key, "process.save_draft", fmt::format("保存流程“{}”的草稿", draft.name), {{"sm3", platform::sm3_hex(draft.xml)}, {"revision", draft.revision}});
  return draft;
}

Result<void> discard_draft(Tx& tx, const Actor& actor, const std::string& key, int revision) {
  const auto draft = TRY(store::lock_draft(tx, key, revision));
  store::delete_draft(tx, key);
  note(tx, actor, key, "process.discard_draft", fmt::format("丢弃流程“{}”的草稿", draft.name));
  return {};
}

Result<Draft> submit_draft(Tx& tx, const Actor& actor, const std::string& key, int revision) {
  auto draft = TRY(store::lock_draft(tx, key, revision));
  if (draft.state != "draft") return fail(ErrorCode::conflict, "processes/in-review", "草稿已经提交审核。");
  TRY(require_faultless(tx, draft));
  draft.state = "in_review";
  draft.returned_reason.clear();
  draft.submitted_at = tx.now();
  store::update_draft(tx, draft);
  note(tx, actor, key, "process.submit", fmt::format("提交流程“{}”审核", draft.name), {{"note", draft.note}});
  return draft;
}

Result<Draft> return_draft(Tx& tx, const Actor& actor, const std::string& key, int revision, const std::string& reason) {
  auto draft = TRY(lock_in_review(tx, key, revision));
  draft.state = "draft";
  draft.submitted_at.reset();
  draft.returned_reason = reason;
  store::update_draft(tx, draft);
  note(tx, actor, key, "process.return", fmt::format("退回流程“{}”修改：{}", draft.name, reason));
  return draft;
}

Result<int> publish_draft(Tx& tx, const Actor& actor, const std::string& key, int revision, std::optional<platform::Date> valid_from) {
  const auto draft = TRY(lock_in_review(tx, key, revision));
  if (draft.author_id == actor.id) return fail(ErrorCode::rule_violated, "processes/own-work", "流程由您编辑，须由另一人审核发布。");
  const auto from = valid_from.value_or(tx.today());
  if (from < tx.today()) return fail(ErrorCode::invalid_input, "processes/in-the-past", "启用日期不能早于今天。", {{"/valid_from", "启用日期不能早于今天。"}});
  TRY(require_faultless(tx, draft));
  const int version = cases::publish_process_model(tx, {.key = key, .name = draft.name, .xml = draft.xml, .note = draft.note, .author_name = draft.author_name,
                                                        .valid_from = from, .published_by = actor.id.value(), .published_by_name = actor.name});
  store::delete_draft(tx, key);
  note(tx, actor, key, "process.publish", fmt::format("发布流程“{}”第{}版，{}起用于新办件", draft.name, version, platform::zh_date(from)),
       {{"version", version}, {"author", draft.author_name}, {"sm3", platform::sm3_hex(draft.xml)}, {"note", draft.note}});
  return version;
}

Result<void> withdraw_version(Tx& tx, const Actor& actor, const std::string& key, int version, const std::string& reason) {
  const auto stored = cases::process_model(tx, key, version);
  if (!stored) return fail(ErrorCode::not_found, "processes/no-version", "没有找到这一版流程。");
  if (!cases::withdraw_process_model(tx, key, version, actor.name, reason)) return fail(ErrorCode::conflict, "processes/withdrawn", "这一版已经停用。");
  if (!cases::process_model(tx, key, 0)) return fail(ErrorCode::rule_violated, "processes/last-version", "停用后这个流程没有可用的版本，新办件无法办理。请先发布另一版。");
  note(tx, actor, key, "process.withdraw", fmt::format("停用流程“{}”第{}版：{}", stored->name, version, reason), {{"version", version}});
  return {};
}

}  // namespace yimen::processes
