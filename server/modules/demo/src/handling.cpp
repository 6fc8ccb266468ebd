#include "handling.h"

#include <algorithm>
#include <array>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/approval/discretion.h"
#include "yimen/identity/accounts.h"
#include "yimen/organisation/organisation.h"
#include "yimen/party/party.h"
#include "yimen/platform/json.h"

namespace yimen::demo {

namespace json = boost::json;
using approval::Application;
using approval::Done;
using cases::CaseState;
using platform::Result;

namespace {

std::vector<approval::CheckMark> marks(const cases::CaseTask& task) {
  std::vector<approval::CheckMark> list;
  const auto checks = json::parse(task.checks);  // named: a range-for does not keep a temporary's owner alive
  for (const auto& entry : checks.as_array()) list.push_back({platform::text_or(entry.as_object(), "text"), true, ""});
  return list;
}

}  // namespace

template <class Work>
auto Handling::act(Work work) -> std::optional<typename std::invoke_result_t<Work, Tx&>::value_type> {
  auto done = scene_.database.transact(work);
  if (done) return std::move(*done);
  note(done.error().slug + " " + (done.error().fields.empty() ? done.error().detail : done.error().fields.front().detail));
  return std::nullopt;
}

void Handling::step(Story& story) {
  story.next.reset();
  try {
    if (!story.id) return begin(story);
    const auto seen = scene_.database.read([&](Tx& tx) -> Result<std::pair<cases::ServiceCase, std::vector<cases::CaseTask>>> {
      auto file = TRY(cases::get_case(tx, story.id));
      return std::pair(std::move(file), cases::open_tasks_of(tx, story.id));
    });
    if (seen) advance(story, seen->first, seen->second);
  } catch (const std::exception& error) {
    note(std::string("exception: ") + error.what());
  }
}

void Handling::note(const std::string& slug) {
  const std::lock_guard lock(mutex_);
  ++refused_acts_;
  ++refusals_[slug];
}

std::vector<approval::HandedIn> Handling::hand_in(Tx& tx, Story& story, const Actor& by, const json::object& situation) {
  std::vector<approval::HandedIn> list;
  for (const auto& material : scene_.approval.services().catalogue.materials_for(*story.matter, situation)) {
    approval::HandedIn one{.key = material.key, .received_as = "original", .original_count = std::max(1, material.original_count.value_or(1))};
    const bool is_tolerable = material.necessity == catalogue::Necessity::tolerable && chance(story.random, 0.3);
    if (is_tolerable) one = {.key = material.key, .received_as = "deferred"};
    else if (story.is_online) {
      const auto file = scene_.approval.services().files.add(tx, by, papers_.of(material.name, story.matter->name), {.name = shortened(material.name, 60) + ".pdf", .purpose = "material", .region_code = story.matter->region_code});
      one = {.key = material.key, .received_as = "electronic", .file_id = file ? file->id.value() : 0};
    }
    list.push_back(std::move(one));
  }
  return list;
}

void Handling::begin(Story& story) {
  const auto* clerk = scene_.roster->clerk(story.random, story.matter->department_id);
  auto& s = scene_.approval.services();
  Application application{.matter_id = story.matter->matter.value(), .contact_name = story.applicant.is_enterprise ? story.applicant.legal_person_name : story.applicant.name,
                          .contact_phone = story.applicant.phone, .delivery_way = chance(story.random, 0.6) ? "window" : chance(story.random, 0.5) ? "express" : "online",
                          .channel = chance(story.random, 0.4) ? cases::Channel::mobile : cases::Channel::online, .is_declared = true};
  application.situation = sample_situation(s.catalogue, *story.matter, story.random);
  application.form = sample_form(story.matter->form, story.random);
  if (story.is_online) {
    story.citizen = {.kind = platform::ActorKind::citizen, .name = story.applicant.name, .ip = "127.0.0.1", .request_id = "demo"};
    const auto done = act([&](Tx& tx) -> Result<Done> {
      if (story.account) {
        story.citizen.id = story.account;
        application.applicant_party_id = story.party;
        application.materials = hand_in(tx, story, story.citizen, application.situation);
        return scene_.approval.submit(tx, story.citizen, application);
      }
      const auto party = TRY(s.parties.upsert(tx, story.citizen, {.kind = story.applicant.is_enterprise ? party::PartyKind::enterprise : party::PartyKind::person, .name = story.applicant.name,
                                                                  .id_type = story.applicant.id_type, .id_no = story.applicant.id_no, .phone = story.applicant.phone, .address = story.applicant.address,
                                                                  .legal_person_name = story.applicant.legal_person_name, .legal_person_id_number = story.applicant.legal_person_id_number}));
      story.citizen.id = TRY(identity::create_sleeping_account(tx, s.cipher, TRY(s.parties.get(tx, party))));
      TRY(s.parties.bind_account(tx, story.citizen.id, party));
      application.applicant_party_id = party.value();
      application.materials = hand_in(tx, story, story.citizen, application.situation);
      return scene_.approval.submit(tx, story.citizen, application);
    });
    if (done) story.id = done->case_id;
  } else {
    application.applicant = story.applicant;
    const auto done = act([&](Tx& tx) -> Result<Done> {
      application.materials = hand_in(tx, story, *clerk, application.situation);
      return scene_.approval.receive(tx, *clerk, application);
    });
    if (done) story.id = done->case_id;
  }
  if (!story.id) return;
  if (!story.account && chance(story.random, 0.006)) {  // nobody looks at it in time: the law accepts it, and then it is worked on
    story.next = later(scene_, story, 9);
    return;
  }
  story.next = later(scene_, story, story.is_online ? pick(story.random, 0, 2) : pick(story.random, 0, 1));
}

void Handling::advance(Story& story, const cases::ServiceCase& file, const std::vector<cases::CaseTask>& tasks) {
  using enum CaseState;
  const auto stays = [&](const cases::CaseTask& task) { return story.stays_with == task.kind || story.stays_with == task.kind + "/" + task.role; };
  if (!story.stays_with.empty() && std::any_of(tasks.begin(), tasks.end(), stays)) return;
  switch (file.state) {
    case submitted: case pre_review: case received: return accept(story, file);
    case correction: case pre_returned: return answer(story, file);
    case in_review: return review(story, file, tasks);
    case in_approval: return decide(story, file, tasks);
    case special: case reported_up: case suspended: return end_special(story, file);
    case decided: return make(story, file);
    case delivering: return deliver(story, file);
    case closed: return rate(story, file);
    case not_needed: case rejected: case withdrawn: case withdrawn_deemed: case voided: return;
  }
}

void Handling::accept(Story& story, const cases::ServiceCase& file) {
  const auto* clerk = scene_.roster->clerk(story.random, file.department_id);
  auto& random = story.random;
  const int draw = pick(random, 1, 1000);
  // Who is shown on a desk or to an account goes the plain way.
  const int dice = story.stays_with == "correction" ? 100 : !story.stays_with.empty() || story.account ? 1000 : draw;
  const bool is_instant = file.handling_class == cases::HandlingClass::instant;
  if (dice <= 12) {
    act([&](Tx& tx) { return scene_.approval.withdraw(tx, story.is_online ? story.citizen : *clerk, file.id, file.version, "计划有变，暂不办理"); });
    return;
  }
  if (dice <= 112 && file.correction_rounds == 0) {
    const auto done = act([&](Tx& tx) -> Result<Done> {
      const auto materials = cases::materials_of(tx, file.id);
      const auto target = materials.empty() ? std::string("form:contact") : "material:" + any_of(random, materials).key;
      int version = file.version;
      if (file.state != CaseState::received) version = TRY(scene_.approval.pass_pre_review(tx, *clerk, file.id, version)).version;
      return scene_.approval.request_correction(tx, *clerk, file.id, version, {.items = {{target, any_of(random, std::array{"签章不清晰", "缺少日期", "与申请表内容不一致", "复印件未盖章"}), "请更正后重新提交"}}});
    });
    if (done && story.stays_with != "correction" && !chance(random, 0.08)) story.next = later(scene_, story, pick(random, 1, 9));
    return;
  }
  if (dice <= 135) {
    const approval::Refusal refusal{.reason = "申请事项依法不属于本机关职权范围", .clause = "《中华人民共和国行政许可法》第三十二条第一款第二项", .competent_agency = "上级主管部门"};
    act([&](Tx& tx) { return dice <= 125 ? scene_.approval.declare_out_of_competence(tx, *clerk, file.id, file.version, refusal) : scene_.approval.reject_acceptance(tx, *clerk, file.id, file.version, refusal); });
    return;
  }
  const auto at_once = is_instant ? choice(file, cases::Decision::granted) : approval::DiscretionChoice{};
  const auto done = act([&](Tx& tx) -> Result<Done> {
    const bool may_settle = may_settle_at_once(tx, *clerk, file.department_id);
    if (is_instant && !story.is_online && may_settle)
      return scene_.approval.settle_instantly(tx, *clerk, file.id, file.version, {.decision = cases::Decision::granted, .discretion = at_once},
                                        {.way = "window", .recipient_name = story.applicant.is_enterprise ? story.applicant.legal_person_name : story.applicant.name});
    return scene_.approval.accept(tx, *clerk, file.id, file.version, "材料齐全，符合法定形式，予以受理。");
  });
  if (done) story.next = done->state == CaseState::closed ? later(scene_, story, pick(random, 0, 2)) : later(scene_, story, 0);
}

bool Handling::may_settle_at_once(Tx& tx, const Actor& clerk, std::int64_t department) {
  return scene_.approval.services().organisation.require_power(tx, clerk, organisation::DepartmentId{department}, organisation::Power::approve, tx.today()).has_value();
}

void Handling::answer(Story& story, const cases::ServiceCase& file) {
  const auto* clerk = scene_.roster->clerk(story.random, file.department_id);
  const auto done = act([&](Tx& tx) -> Result<Done> {
    approval::CorrectionAnswer answer;
    const Actor& by = story.is_online ? story.citizen : *clerk;
    for (const auto& material : cases::materials_of(tx, file.id)) {
      if (material.state != "wrong") continue;
      const auto added = TRY(scene_.approval.services().files.add(tx, by, papers_.of(material.name, file.matter_name), {.name = "补正-" + shortened(material.name, 60) + ".pdf", .purpose = "material", .region_code = file.region_code}));
      answer.materials.push_back({.key = material.key, .received_as = "electronic", .file_id = added.id.value()});
    }
    return scene_.approval.answer_correction(tx, by, file.id, file.version, answer);
  });
  if (done) story.next = later(scene_, story, pick(story.random, 0, 2));
}

const Actor* Handling::worker(Story& story, const cases::CaseTask& task) {
  const auto* meant = meant_for(story, task);
  if (!meant) return nullptr;
  const auto deputy = scene_.deputies.find(meant->id);
  return deputy != scene_.deputies.end() && deputy->second.post_id == meant->post_id ? &deputy->second : meant;
}

const Actor* Handling::meant_for(Story& story, const cases::CaseTask& task) {
  if (task.assignee)
    if (const auto* same = scene_.roster->person(task.assignee)) return same;
  if (task.role == "window_clerk") return scene_.roster->clerk(story.random, task.department_id);
  return scene_.roster->any(story.random, task.department_id, task.role);
}

int Handling::share_of_limit(const Story& story, const cases::ServiceCase& file, int parts) const {
  const int days = file.promised_limit.unit == calendar::LimitUnit::working_day ? file.promised_limit.length : std::min(file.promised_limit.length, 20);
  return static_cast<int>(story.pace * days / parts + 0.5);
}

void Handling::review(Story& story, const cases::ServiceCase& file, const std::vector<cases::CaseTask>& tasks) {
  const auto found = std::find_if(tasks.begin(), tasks.end(), [](const auto& t) { return t.kind == "review"; });
  if (found == tasks.end()) return note("no review task");
  const auto* by = worker(story, *found);
  if (!by) return note("nobody for " + found->role);
  auto& random = story.random;
  if (found->role == "handler" && !story.matter->special_procedures.empty() && file.extension_days == 0 && chance(random, 0.12)) {
    const auto& special = any_of(random, story.matter->special_procedures);
    const int days = special.limit ? std::clamp(special.limit->length, 3, 30) : 10;
    if (act([&](Tx& tx) { return scene_.approval.start_special(tx, *by, file.id, file.version, {.name = shortened(special.name, 40), .reason = "需要" + shortened(special.name, 40), .basis = "《中华人民共和国行政许可法》第四十五条", .planned_days = days}); }))
      story.next = later(scene_, story, pick(random, 2, days));
    return;
  }
  const bool is_back = found->role != "handler" && chance(random, 0.04);
  const auto done = act([&](Tx& tx) {
    const approval::StepWork work{.opinion = is_back ? "请补充现场核查情况后再报。" : found->role == "handler" ? "经审查，材料真实有效，符合条件，拟同意。" : "同意承办意见，报请批准。", .checks = marks(*found)};
    return is_back ? scene_.approval.return_step(tx, *by, found->id, file.version, work) : scene_.approval.forward(tx, *by, found->id, file.version, work);
  });
  if (done) story.next = later(scene_, story, share_of_limit(story, file, 3));
}

/// Within the benchmark, except now and then.
approval::DiscretionChoice Handling::choice(const cases::ServiceCase& file, cases::Decision decision) {
  approval::DiscretionChoice made;
  Random random{static_cast<unsigned>(std::stoul(file.case_no.substr(10, 9)))};  // of its own, so that the rest of the year stays as it was
  const auto ask = [&] {
    return scene_.database.read([&](Tx& tx) {
      auto asked = approval::benchmark_of(scene_.approval.services(), tx, file, made.stated, decision);
      return asked ? *std::move(asked) : std::optional<approval::Benchmark>{};
    });
  };
  auto benchmark = ask();
  if (!benchmark) return made;
  for (const auto& name : benchmark->proposal.missing) made.stated[name] = chance(random, 0.1);
  if (!made.stated.empty()) benchmark = ask();
  const bool departs = chance(random, 0.2);
  for (const auto& band : benchmark->proposal.bands) {
    made.chosen[band.name] = band.kind == "list" ? band.choices.front() : band.proposed;
    if (band.kind == "range") made.chosen[band.name] = std::stol(band.text) - (departs ? 1 : 0);  // "5至10": its lower end, or one less
  }
  if (benchmark->departs_by_decision) made.reason = "经核查，申请人不具备基准所列情形以外的法定条件。", made.approved_by_way = "head", made.approval_record = "主要负责人批示";
  else if (departs) made.reason = "申请人实际需要低于基准的下限，书面说明了情况，相关方无异议。", made.approved_by_way = "collective", made.approval_record = "局务会议纪要第12期";
  return made;
}

void Handling::decide(Story& story, const cases::ServiceCase& file, const std::vector<cases::CaseTask>& tasks) {
  const auto found = std::find_if(tasks.begin(), tasks.end(), [](const auto& t) { return t.kind == "approval"; });
  if (found == tasks.end()) return note("no approval task");
  auto& random = story.random;
  const bool is_granted = !chance(random, 0.035);
  approval::DecisionOrder order = is_granted ? approval::DecisionOrder{.decision = cases::Decision::granted, .grounds = "申请符合法定条件、标准"}
                                                   : approval::DecisionOrder{.decision = cases::Decision::refused, .grounds = "经核查，申请人提交的场所条件不符合规定的标准", .clause = "《中华人民共和国行政许可法》第三十八条第二款"};
  order.discretion = choice(file, order.decision);
  for (int attempt = 0; attempt < 4; ++attempt) {
    const auto* by = worker(story, *found);
    if (!by) return note("nobody for " + found->role);
    const auto done = scene_.database.transact([&](Tx& tx) { return scene_.approval.decide(tx, *by, found->id, file.version, order, {.opinion = is_granted ? "同意。" : "不同意。", .checks = marks(*found)}); });
    if (done) {
      story.next = later(scene_, story, pick(random, 0, 1));
      return;
    }
    if (done.error().slug != "approval/same-person") return note(done.error().slug + " " + done.error().detail);
  }
  note("approval/same-person");
}

void Handling::end_special(Story& story, const cases::ServiceCase& file) {
  const auto* by = scene_.roster->any(story.random, file.department_id, "handler");
  if (by && act([&](Tx& tx) { return scene_.approval.end_special(tx, *by, file.id, file.version, "已完成，结论合格"); })) story.next = later(scene_, story, pick(story.random, 0, 1));
}

void Handling::make(Story& story, const cases::ServiceCase& file) {
  const auto* by = scene_.roster->any(story.random, file.department_id, "handler");
  if (by && act([&](Tx& tx) { return scene_.approval.make_result(tx, *by, file.id, file.version, ""); })) story.next = later(scene_, story, pick(story.random, 0, 4));
}

void Handling::deliver(Story& story, const cases::ServiceCase& file) {
  const auto* by = scene_.roster->clerk(story.random, file.department_id);
  approval::Delivery delivery{.way = file.delivery_way, .recipient_name = story.applicant.is_enterprise ? story.applicant.legal_person_name : story.applicant.name};
  if (delivery.way == "express") delivery.tracking_no = fmt::format("EMS{:010}", file.id.value() % 10'000'000'000);
  if (by && act([&](Tx& tx) { return scene_.approval.deliver(tx, *by, file.id, file.version, delivery); })) story.next = later(scene_, story, pick(story.random, 0, 3));
}

void Handling::rate(Story& story, const cases::ServiceCase& file) {
  auto& random = story.random;
  if (!chance(random, 0.62)) return;
  const int dice = pick(random, 1, 100);
  const int level = dice <= 72 ? 1 : dice <= 91 ? 2 : dice <= 97 ? 3 : dice <= 99 ? 4 : 5;
  Actor by = story.is_online ? story.citizen : Actor{};
  act([&](Tx& tx) {
    return scene_.appraisal.review(tx, by, file, {.level = level, .tags = {level <= 3 ? "效率高" : "等待时间长"}, .text = level <= 2 ? "" : level == 3 ? "可以再快一些" : "来回补材料，希望一次说清",
                                            .is_anonymous = chance(random, 0.3), .channel = story.is_online ? "PC端" : "政务大厅平板电脑"});
  });
}

}  // namespace yimen::demo
