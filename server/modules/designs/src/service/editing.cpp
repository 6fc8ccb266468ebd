#include <algorithm>
#include <charconv>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "store/draft_store.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

/// Draft → review by another → publication → withdrawal; each act leaves its entry in the trail of the model.
namespace yimen::designs {

using platform::ErrorCode;
using platform::fail;

namespace {

/// Chains of the trail hang on numbers; a model has a word.
std::int64_t chain_of(std::string_view key) {
  std::int64_t number = 0;
  const auto digest = platform::sm3_hex(key);
  std::from_chars(digest.data(), digest.data() + 15, number, 16);
  return number;
}

void note(Tx& tx, const Kind& kind, const Actor& actor, const std::string& key, std::string_view act, std::string text, boost::json::object facts = {}) {
  facts[kind.word + "_key"] = key;
  trail::append(tx, actor, {.action = fmt::format("{}.{}", kind.word, act), .subject_kind = kind.word, .subject_id = chain_of(key), .region_code = actor.scope_low,
                            .text = std::move(text), .facts = std::move(facts)});
}

/// Of text and samples, so that the trail proves both.
std::string seal_of(const Draft& draft) { return platform::sm3_hex(draft.samples == "[]" ? draft.xml : draft.xml + draft.samples); }

bool is_key(std::string_view key) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return key.size() >= 2 && key.size() <= 40 && key.front() >= 'a' && key.front() <= 'z' && std::ranges::all_of(key, fits);
}

Result<void> require_faultless(Tx& tx, const Kind& kind, const Draft& draft) {
  const auto faults = kind.faults(tx, draft);
  if (faults.empty()) return {};
  std::vector<platform::FieldProblem> fields;
  for (const auto& fault : faults) fields.push_back({fault.field, fault.zh});
  return fail(ErrorCode::rule_violated, kind.path + "/has-problems", fmt::format("{}有{}处需要修改，改好后再提交。", kind.drawing, faults.size()), std::move(fields));
}

Result<Draft> lock_in_review(Tx& tx, const Kind& kind, const std::string& key, int revision) {
  auto draft = TRY(store::lock_draft(tx, kind, key, revision));
  if (draft.state != "in_review") return fail(ErrorCode::conflict, kind.path + "/not-in-review", "草稿还没有提交审核，请先由编辑人提交。");
  return draft;
}

tl::unexpected<platform::Error> no_version(const Kind& kind) { return fail(ErrorCode::not_found, kind.path + "/no-version", fmt::format("没有找到这一版{}。", kind.noun)); }

}  // namespace

Result<Draft> start_draft(Tx& tx, const Kind& kind, const Actor& actor, const NewDraft& order) {
  if (!is_key(order.key)) return fail(ErrorCode::invalid_input, kind.path + "/bad-key", fmt::format("{}编号不对。", kind.noun), {{"/key", "用小写字母开头，由2至40个小写字母、数字和连字符组成。"}});
  if (const auto other = store::find_draft(tx, kind.kind, order.key))
    return fail(ErrorCode::conflict, kind.path + "/draft-exists", fmt::format("{}已经在编辑这个{}，请打开那份草稿继续。", other->author_name, kind.noun));
  Draft draft{.key = order.key, .name = order.name, .xml = order.xml, .samples = order.samples, .based_on = order.based_on, .author_id = actor.id, .author_name = actor.name,
              .created_at = tx.now(), .updated_at = tx.now()};
  const auto base = cases::stored_model(tx, kind.kind, order.key, order.based_on);
  if (order.based_on > 0 && !base) return no_version(kind);
  if (base) {
    draft.based_on = base->version;
    if (draft.samples.empty()) draft.samples = base->samples;
    if (draft.xml.empty()) draft.xml = base->xml;
    if (draft.name.empty()) draft.name = base->name;
  }
  if (draft.samples.empty()) draft.samples = "[]";
  if (draft.xml.empty()) return fail(ErrorCode::invalid_input, kind.path + "/no-text", fmt::format("缺少{}。", kind.drawing), {{"/xml", fmt::format("新{}要有一份起始的{}。", kind.noun, kind.drawing)}});
  if (draft.name.empty()) return fail(ErrorCode::invalid_input, kind.path + "/no-name", fmt::format("请填写{}名称。", kind.noun), {{"/name", fmt::format("请填写{}名称。", kind.noun)}});
  store::insert_draft(tx, kind.kind, draft);
  note(tx, kind, actor, draft.key, "start_draft", fmt::format("开始修改{}“{}”", kind.noun, draft.name), {{"based_on", draft.based_on}});
  return draft;
}

Result<Draft> save_draft(Tx& tx, const Kind& kind, const Actor& actor, const std::string& key, int revision, const DraftText& text) {
  auto draft = TRY(store::lock_draft(tx, kind, key, revision));
  draft.xml = text.xml;
  draft.note = text.note;
  if (!text.name.empty()) draft.name = text.name;
  if (!text.samples.empty()) draft.samples = text.samples;
  draft.state = "draft";
  draft.submitted_at.reset();
  draft.author_id = actor.id;
  draft.author_name = actor.name;
  store::update_draft(tx, kind.kind, draft);
  note(tx, kind, actor, key, "save_draft", fmt::format("保存{}“{}”的草稿", kind.noun, draft.name), {{"sm3", seal_of(draft)}, {"revision", draft.revision}});
  return draft;
}

Result<void> discard_draft(Tx& tx, const Kind& kind, const Actor& actor, const std::string& key, int revision) {
  const auto draft = TRY(store::lock_draft(tx, kind, key, revision));
  store::delete_draft(tx, kind.kind, key);
  note(tx, kind, actor, key, "discard_draft", fmt::format("丢弃{}“{}”的草稿", kind.noun, draft.name));
  return {};
}

Result<Draft> submit_draft(Tx& tx, const Kind& kind, const Actor& actor, const std::string& key, int revision) {
  auto draft = TRY(store::lock_draft(tx, kind, key, revision));
  if (draft.state != "draft") return fail(ErrorCode::conflict, kind.path + "/in-review", "草稿已经提交审核。");
  TRY(require_faultless(tx, kind, draft));
  draft.state = "in_review";
  draft.returned_reason.clear();
  draft.submitted_at = tx.now();
  store::update_draft(tx, kind.kind, draft);
  note(tx, kind, actor, key, "submit", fmt::format("提交{}“{}”审核", kind.noun, draft.name), {{"note", draft.note}});
  return draft;
}

Result<Draft> return_draft(Tx& tx, const Kind& kind, const Actor& actor, const std::string& key, int revision, const std::string& reason) {
  auto draft = TRY(lock_in_review(tx, kind, key, revision));
  draft.state = "draft";
  draft.submitted_at.reset();
  draft.returned_reason = reason;
  store::update_draft(tx, kind.kind, draft);
  note(tx, kind, actor, key, "return", fmt::format("退回{}“{}”修改：{}", kind.noun, draft.name, reason));
  return draft;
}

Result<int> publish_draft(Tx& tx, const Kind& kind, const Actor& actor, const std::string& key, int revision, std::optional<platform::Date> valid_from) {
  const auto draft = TRY(lock_in_review(tx, kind, key, revision));
  if (draft.author_id == actor.id) return fail(ErrorCode::rule_violated, kind.path + "/own-work", fmt::format("{}由您编辑，须由另一人审核发布。", kind.noun));
  const auto from = valid_from.value_or(tx.today());
  if (from < tx.today()) return fail(ErrorCode::invalid_input, kind.path + "/in-the-past", "启用日期不能早于今天。", {{"/valid_from", "启用日期不能早于今天。"}});
  TRY(require_faultless(tx, kind, draft));
  const int version = cases::publish_model(tx, {.kind = kind.kind, .key = key, .name = draft.name, .xml = draft.xml, .samples = draft.samples, .note = draft.note, .author_name = draft.author_name,
                                                .valid_from = from, .published_by = actor.id.value(), .published_by_name = actor.name});
  store::delete_draft(tx, kind.kind, key);
  note(tx, kind, actor, key, "publish", fmt::format("发布{}“{}”第{}版，{}起用于{}", kind.noun, draft.name, version, platform::zh_date(from), kind.uses),
       {{"version", version}, {"author", draft.author_name}, {"sm3", seal_of(draft)}, {"note", draft.note}});
  return version;
}

Result<void> withdraw_version(Tx& tx, const Kind& kind, const Actor& actor, const std::string& key, int version, const std::string& reason) {
  const auto stored = cases::stored_model(tx, kind.kind, key, version);
  if (!stored) return no_version(kind);
  if (!cases::withdraw_model(tx, kind.kind, key, version, actor.name, reason)) return fail(ErrorCode::conflict, kind.path + "/withdrawn", "这一版已经停用。");
  if (!cases::stored_model(tx, kind.kind, key, 0)) return fail(ErrorCode::rule_violated, kind.path + "/last-version", fmt::format("停用后这个{}没有可用的版本。请先发布另一版。", kind.noun));
  if (kind.may_withdraw) TRY(kind.may_withdraw(tx, key));
  note(tx, kind, actor, key, "withdraw", fmt::format("停用{}“{}”第{}版：{}", kind.noun, stored->name, version, reason), {{"version", version}});
  return {};
}

}  // namespace yimen::designs
