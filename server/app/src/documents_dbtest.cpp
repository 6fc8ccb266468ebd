// Which act issues which document: each at its lawful moment, numbered, sealed, verifiable.
#include <set>

#include "case_walk.h"

using namespace yimen;
using namespace yimen::testing;
using cases::Decision;
using document::DocumentType;

namespace {

std::vector<DocumentType> types_of(City& city, platform::Database& db, const Done& done) {
  std::vector<DocumentType> types;
  db.read([&](Tx& tx) {
    for (const auto& d : city.product->documents.of_subject(tx, "case", done.case_id.value())) types.push_back(d.type);
  });
  return types;
}

bool has(const std::vector<DocumentType>& types, DocumentType type) { return std::find(types.begin(), types.end(), type) != types.end(); }

Done accepted(City& city, platform::Database& db) {
  const auto received = city.receive(db);
  return city.must(db, [&](Tx& tx) { return city.product->approval.accept(tx, city.clerk(), received.case_id, received.version, "齐全"); });
}

Done decided(City& city, platform::Database& db, Decision decision) {
  const auto reviewed = city.review(db, accepted(city, db));
  const auto task = city.open_task(db, reviewed.case_id);
  return city.must(db, [&](Tx& tx) {
    return city.product->approval.decide(tx, city.any("approver"), task.id, reviewed.version, {.decision = decision, .grounds = "面积不足", .clause = "细则第八条"}, {.opinion = "照此办理", .checks = City::all_met(task)});
  });
}

}  // namespace

YIMEN_DB_TEST("every kind of document is issued by its act, with number, seal record and a genuine verification", parts()) {
  City city(db);
  auto& act = city.product->approval;
  const approval::Refusal refusal{.reason = "不属于本机关职权", .clause = "《行政许可法》第三十二条", .competent_agency = "玉林市公安局"};
  const approval::StopOrder stop{.name = "专家评审", .reason = "需要专家评审", .planned_days = 10};
  // Turned away in the three ways, each with its notice and its report.
  auto done = city.receive(db);
  done = city.must(db, [&](Tx& tx) { return act.declare_not_needed(tx, city.clerk(), done.case_id, done.version, refusal); });
  CHECK(types_of(city, db, done) == std::vector{DocumentType::receipt, DocumentType::not_needed_notice, DocumentType::negative_report, DocumentType::internal_approval_form});
  done = city.receive(db);
  done = city.must(db, [&](Tx& tx) { return act.declare_out_of_competence(tx, city.clerk(), done.case_id, done.version, refusal); });
  CHECK(has(types_of(city, db, done), DocumentType::out_of_competence_notice));
  CHECK(has(types_of(city, db, done), DocumentType::negative_report));
  done = city.receive(db);
  done = city.must(db, [&](Tx& tx) { return act.reject_acceptance(tx, city.clerk(), done.case_id, done.version, refusal); });
  CHECK(has(types_of(city, db, done), DocumentType::rejection_decision));
  CHECK(has(types_of(city, db, done), DocumentType::negative_report));
  // Corrected, then withdrawn.
  done = city.receive(db);
  const approval::CorrectionOrder mend{.items = {{"material:" + city.matter->materials.front().key, "未盖章", "请加盖公章"}}};
  done = city.must(db, [&](Tx& tx) { return act.request_correction(tx, city.clerk(), done.case_id, done.version, mend); });
  CHECK(types_of(city, db, done).back() == DocumentType::correction_notice);
  done = city.must(db, [&](Tx& tx) { return act.withdraw(tx, city.clerk(), done.case_id, done.version, ""); });
  CHECK(types_of(city, db, done).back() == DocumentType::withdrawal_confirmation);
  // Stopped and extended: the notice to the applicant, and the form of the decision to extend.
  done = accepted(city, db);
  done = city.must(db, [&](Tx& tx) { return act.extend(tx, city.any("approver"), done.case_id, done.version, 5, "案情复杂"); });
  CHECK(types_of(city, db, done) == std::vector{DocumentType::receipt, DocumentType::acceptance_notice, DocumentType::extension_notice, DocumentType::internal_approval_form});
  done = city.must(db, [&](Tx& tx) { return act.start_special(tx, city.any("handler"), done.case_id, done.version, stop); });
  CHECK(types_of(city, db, done).back() == DocumentType::special_procedure_notice);
  // Refused: decision, form with every level's opinion, report.
  done = decided(city, db, Decision::refused);
  const auto refused = types_of(city, db, done);
  CHECK(has(refused, DocumentType::refusal_decision));
  CHECK(has(refused, DocumentType::negative_report));
  // Granted, made and served.
  done = decided(city, db, Decision::granted);
  CHECK(has(types_of(city, db, done), DocumentType::grant_decision));
  CHECK_FALSE(has(types_of(city, db, done), DocumentType::negative_report));
  done = city.must(db, [&](Tx& tx) { return act.make_result(tx, city.any("handler"), done.case_id, done.version, "五年"); });
  done = city.must(db, [&](Tx& tx) { return act.deliver(tx, city.clerk(), done.case_id, done.version, {.way = "window", .recipient_name = "李经办", .recipient_id_no = "11010519491231002X", .note = "代领", .is_proxy = true}); });
  CHECK(types_of(city, db, done).back() == DocumentType::service_receipt);
  // Not answered in time.
  const auto silent = city.receive(db);
  clock.advance(std::chrono::hours{24 * 12});
  CHECK(act.deem_accepted(db) == 1);
  CHECK(types_of(city, db, silent).back() == DocumentType::deemed_acceptance_notice);

  // Written at a step that asks for them.
  publish(db, process_with("", R"(<bpmn:sequenceFlow id="m1" sourceRef="handle" targetRef="approve"/>)", R"(y:documents="inspection_record hearing_record")"));
  Walk walk(city, db);
  const auto step = walk.task("handle");
  const auto write = [&](const std::string& type, const boost::json::object& facts) { walk.must([&](Tx& tx) { return act.make_step_document(tx, city.any("handler"), step.id, walk.done.version, type, facts); }); };
  write("inspection_record", {{"checked_on", "2025-06-02"}, {"place", "人民东路88号"}, {"inspectors", "陈晓、梁敏"}, {"findings", "与申请表一致"}});
  write("hearing_record", {{"held_on", "2025-06-02"}, {"place", "听证室"}, {"host_name", "黄建国"}, {"participants", "申请人、审查人员"}, {"statements", "各方陈述"}});

  std::set<DocumentType> seen;
  std::set<std::string> numbers;
  db.read([&](Tx& tx) {
    for (const auto id : tx.all("select id from issued_document", [](const platform::Row& row) { return row.get<document::DocumentId>(0); })) {
      const auto issued = city.product->documents.get(tx, id);
      REQUIRE(issued);
      CAPTURE(issued->number);
      seen.insert(issued->type);
      CHECK(numbers.insert(issued->number).second);
      CHECK(issued->template_version == 1);
      CHECK(tx.scalar<std::int64_t>("select count(*) from seal_use where document_id = ?", id) == 1);
      const auto verified = city.product->documents.verify(tx, issued->verify_code, "");
      REQUIRE(verified);
      CHECK(verified->is_genuine());
      CHECK(city.product->documents.render_pdf(*issued, document::Copy::original)->starts_with("%PDF"));
    }
  });
  for (const auto type : document::all_document_types()) CHECK_MESSAGE(seen.contains(type) == document::is_official(type), document::chinese_name(type));
}

YIMEN_DB_TEST("the approval form holds the opinion, name, post and time of every level; the report names authority, decision and ground", parts()) {
  City city(db);
  const auto done = decided(city, db, Decision::refused);
  db.read([&](Tx& tx) {
    for (const auto& issued : city.product->documents.of_subject(tx, "case", done.case_id.value())) {
      if (issued.type == DocumentType::internal_approval_form) {
        const auto& opinions = issued.facts.at("opinions").as_array();
        REQUIRE(opinions.size() >= 3);
        for (const auto& row : opinions)
          for (const auto* field : {"step", "name", "post", "opinion", "at"}) CHECK_FALSE_MESSAGE(platform::text_or(row.as_object(), field).empty(), field << " in " << row);
        CHECK(platform::text_or(opinions.at(0).as_object(), "opinion") == "齐全");
        CHECK(platform::text_or(opinions.at(opinions.size() - 1).as_object(), "opinion") == "照此办理");
        CHECK(platform::text_or(issued.facts, "result_text").starts_with("不予"));
      }
      if (issued.type == DocumentType::negative_report) {
        CHECK(platform::text_or(issued.facts, "reported_to").find("政务服务") != std::string::npos);
        CHECK(platform::text_or(issued.facts, "reason") == "面积不足");
        CHECK(tx.scalar<std::int64_t>("select form_document_id from negative_report where case_id = ?", done.case_id) == issued.id.value());
      }
    }
  });
}
