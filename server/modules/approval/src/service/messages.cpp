// 消息由人记录，信号发给许多办件。
#include <boost/json.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "opened.h"
#include "process.h"
#include "process_models.h"
#include "yimen/bpmn/engine.h"
#include "yimen/cases/process_messages.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

namespace yimen::approval {

namespace {

constexpr int cases_per_look = 100;

}  // namespace

Result<Done> Approval::record_message(Tx& tx, const Actor& actor, CaseId id, int version, const std::string& name, const std::string& words) {
  auto opened = TRY(open(tx, actor, id, version));
  const auto waits = waits_of(tx, actor, opened.file);
  const auto awaited = std::ranges::find_if(waits, [&](const Wait& wait) { return wait.kind == "message" && wait.name == name; });
  if (awaited == waits.end()) return fail(ErrorCode::conflict, "approval/not-awaited", fmt::format("本件的流程现在没有等待“{}”，请刷新后查看。", cases::message_label(name)));
  if (!awaited->may_record)
    return fail(ErrorCode::forbidden, "approval/not-yours-to-record", fmt::format("“{}”由程序或流程中的其他环节发出；确需代为确认的，请有跳转权限的人员办理。", awaited->label));
  const auto said = TRY(required_text(words, "/words", "消息内容", 500));
  // While the clock of the case stands, its process stands too. Law: 行政许可法 Art. 45.
  if (!process_runs(opened.file)) return fail(ErrorCode::conflict, "approval/clock-stands", "办件停计期间流程不往下走，请在恢复办理后记录。");
  TRY(hear(s_, tx, opened, {.kind = Heard::message, .name = name, .content = {{"message", json::object{{"name", name}, {"words", said}}}}, .sent_by_name = acting_name(actor)}));
  TRY(settle_state(tx, opened, std::nullopt));
  TRY(finish(s_, tx, actor, opened, {.action = "cases.record_message", .text = fmt::format("{}记录“{}”：{}", acting_name(actor), awaited->label, said), .facts = {{"name", name}, {"words", said}}}));
  return done_of(opened);
}

Result<int> Approval::send_signal(Tx& tx, const Actor& actor, const std::string& name, const std::string& words) {
  const auto said = TRY(required_text(words, "/words", "发信号的理由", 500));
  int waiting = 0;
  for (const auto& one : awaited_signals(tx, actor))
    if (one.name == name) waiting = one.cases;
  if (waiting == 0) return fail(ErrorCode::conflict, "approval/not-awaited", fmt::format("您的管辖范围内没有办件在等待信号“{}”，请刷新后查看。", name), {{"/name", "请从列出的信号中选择。"}});
  broadcast(tx, {.name = name, .words = said, .content = {{"message", json::object{{"name", name}, {"words", said}}}}, .region_low = actor.scope_low, .region_high = actor.scope_high, .sent_by = actor.id,
                 .sent_by_name = acting_name(actor)});
  trail::append(tx, actor, {.action = "process.send_signal", .subject_kind = "account", .subject_id = actor.id.value(), .region_code = actor.scope_low,
                            .text = fmt::format("{}发出流程信号“{}”，{}件办件在等待：{}", acting_name(actor), name, waiting, said), .facts = {{"name", name}, {"cases", waiting}, {"words", said}}});
  return waiting;
}

Result<bool> Approval::hear_signal(Tx& tx, std::int64_t signal_id, CaseId id) {
  const auto held = TRY(cases::lock_case(tx, id));
  const auto signal = signal_of(tx, signal_id);
  if (!signal) return false;
  const auto fresh = tx.exec("insert into process_signal_heard (signal_id, case_id, heard_at) values (?, ?, ?) on conflict do nothing", signal_id, id, tx.now());
  if (fresh == 0) return false;
  if (!process_runs(held) && !cases::is_stopped(held.state)) return false;
  const auto actor = platform::system_actor();
  auto opened = TRY(open(tx, actor, id, held.version));
  if (!TRY(hear(s_, tx, opened, {.kind = Heard::signal, .name = signal->name, .content = signal->content, .sent_by_name = signal->sent_by_name}))) return false;
  TRY(settle_state(tx, opened, std::nullopt));
  TRY(finish(s_, tx, actor, opened, {.action = "cases.follow_signal", .text = fmt::format("流程按信号“{}”继续（{}）", signal->name, signal->sent_by_name), .facts = {{"signal", std::to_string(signal_id)}, {"name", signal->name}}}));
  return true;
}

Result<int> Approval::deliver_signal(platform::Database& database, std::int64_t signal_id) {
  const auto signal = database.read([&](Tx& tx) { return signal_of(tx, signal_id); });
  if (!signal) return 0;
  int heard = 0;
  std::optional<platform::Error> broken;
  CaseId after;
  while (true) {
    const auto waiting = database.read([&](Tx& tx) { return cases_waiting(tx, *signal, after, cases_per_look); });
    for (const auto id : waiting) {
      after = id;
      const auto done = database.transact([&](Tx& tx) { return hear_signal(tx, signal_id, id); });
      if (done) {
        heard += *done ? 1 : 0;
        continue;
      }
      // One case out of order keeps no other from hearing; the outbox comes again for it.
      spdlog::error("signal {} to case {}: {} {}", signal_id, id.str(), done.error().slug, done.error().detail);
      if (!broken) broken = done.error();
    }
    if (static_cast<int>(waiting.size()) < cases_per_look) break;
  }
  if (broken) return tl::make_unexpected(*std::move(broken));
  return heard;
}

}  // namespace yimen::approval
