// 送达：谁领取、寄到哪里、怎样送达。Law: 行政许可法 Art. 44; 民法典 Art. 165.
#include <boost/json.hpp>
#include <fmt/format.h>

#include "opened.h"
#include "yimen/party/checks.h"
#include "yimen/party/masking.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/text.h"

namespace yimen::approval {

using cases::Decision;

namespace {

constexpr std::size_t longest_name = 50, longest_address = 300;

/// Days the decision took, and whether in time, for the day's figures.
cases::DayFigures closing_figures(Tx& tx, const Approval::Opened& opened) {
  const auto& f = opened.file;
  cases::DayFigures figures{.closed = 1, .granted = f.decision == Decision::granted, .refused = f.decision == Decision::refused};
  const auto decided_on = f.decided_at ? platform::shanghai_date(*f.decided_at) : tx.today();
  figures.on_time = f.promised_due_on && decided_on <= *f.promised_due_on;
  const bool is_counted = f.accepted_on && (f.promised_limit.unit == calendar::LimitUnit::working_day || f.promised_limit.unit == calendar::LimitUnit::instant);
  if (!is_counted) return figures;
  figures.timed = 1;
  figures.promised_days = f.promised_limit.length;
  figures.statutory_days = f.has_statutory_limit ? f.statutory_limit.length : f.promised_limit.length;
  const auto pauses = cases::clock_pauses(cases::pauses_of(tx, f.id));
  figures.actual_days = calendar::read_clock(*opened.days, *f.accepted_on, {365, calendar::LimitUnit::working_day}, 0, pauses, decided_on, false).used;
  return figures;
}

/// The refusal of a number, at the field it was typed into.
Result<std::string> at_field(Result<std::string> checked, std::string field) {
  if (!checked) checked.error().fields = {{std::move(field), checked.error().detail}};
  return checked;
}

/// Who takes the result, and by whose authority.
struct Recipient {
  std::string name, id_no, authority;
};

tl::unexpected<platform::Error> wrong_recipient(std::string field, const std::string& text) {
  return fail(ErrorCode::rule_violated, "approval/not-recipient", text, {{std::move(field), text}});
}

/// The applicant himself; of an enterprise its legal person. Law: 民法典 Art. 61.
Result<Recipient> own_recipient(Services& s, Tx& tx, const party::Party& applicant, const Delivery& d) {
  const bool is_person = applicant.kind == party::PartyKind::person;
  const auto& holder = is_person ? applicant.name : applicant.legal_person_name;
  Recipient to;
  to.name = TRY(required_text(d.recipient_name, "/recipient_name", "领取人姓名", longest_name));
  if (!holder.empty() && to.name != holder)
    return wrong_recipient("/recipient_name", is_person ? std::string("领取人与申请人不一致；他人代领请勾选代领并核对委托。") : std::string("领取人不是登记的法定代表人；经办人代领请勾选代领并核对委托。"));
  if (d.recipient_id_no.empty()) return to;
  to.id_no = TRY(at_field(party::check_id_number(d.recipient_id_no, tx.today()), "/recipient_id_no"));
  std::string known = is_person ? applicant.id_no : std::string();
  if (!is_person && applicant.legal_person_party_id)
    if (const auto legal = s.parties.get(tx, applicant.legal_person_party_id)) known = legal->id_no;
  if (!known.empty() && to.id_no != known) return wrong_recipient("/recipient_id_no", is_person ? "证件号码与申请人不一致。" : "证件号码与法定代表人不一致。");
  return to;
}

/// Somebody else: known by his document, and by the case's own agent or a letter that the clerk has seen. Law: 民法典 Art. 165.
Result<Recipient> proxy_recipient(Services& s, Tx& tx, const cases::ServiceCase& file, const Delivery& d) {
  Recipient to;
  to.name = TRY(required_text(d.recipient_name, "/recipient_name", "领取人姓名", longest_name));
  TRY(required_text(d.recipient_id_no, "/recipient_id_no", "代领人证件号码", 40));
  to.id_no = TRY(at_field(party::check_id_number(d.recipient_id_no, tx.today()), "/recipient_id_no"));
  to.authority = platform::trim(d.note);
  if (!to.authority.empty()) return to;
  const auto agent = file.agent_party_id ? s.parties.get(tx, party::PartyId{file.agent_party_id}) : Result<party::Party>(fail(ErrorCode::not_found, "approval/no-agent", ""));
  if (agent && agent->id_no == to.id_no && agent->name == to.name) {
    to.authority = "本件登记的经办人";
    return to;
  }
  return fail(ErrorCode::invalid_input, "approval/proxy-letter", "请写明代领的依据。", {{"/note", "代领人不是本件登记的经办人，请写明核对过的委托书。"}});
}

Result<Recipient> recipient_of(Services& s, Tx& tx, const cases::ServiceCase& file, const Delivery& d) {
  if (d.way == "window") {
    if (d.is_proxy) return proxy_recipient(s, tx, file, d);
    return own_recipient(s, tx, TRY(s.parties.get(tx, party::PartyId{file.applicant_party_id})), d);
  }
  if (d.way == "express") {
    TRY(required_text(d.tracking_no, "/tracking_no", "快递单号", longest_name));
    const auto to = delivery_address_of(s, tx, file.id);
    if (!to && platform::trim(d.note).empty())
      return fail(ErrorCode::invalid_input, "approval/no-address", "申请人没有留收件地址。", {{"/note", "申请人没有留收件地址，请联系申请人并写明寄往哪里。"}});
    return Recipient{.name = !d.recipient_name.empty() ? d.recipient_name : to ? to->recipient_name : file.applicant_name};
  }
  if (d.way != "online") return fail(ErrorCode::invalid_input, "approval/delivery-way", "请选择送达方式。", {{"/way", "请选择窗口、邮寄或网上送达。"}});
  // Electronic delivery is by the recipient's consent. Law: by analogy 民事诉讼法 Art. 90.
  if (file.delivery_way != "online" && platform::trim(d.note).empty())
    return fail(ErrorCode::rule_violated, "approval/no-consent", "申请人没有选择电子送达。", {{"/note", "申请人没有选择电子送达；后来同意的，请写明何时怎样同意。"}});
  return Recipient{.name = d.recipient_name.empty() ? file.applicant_name : d.recipient_name};
}

/// What the applicant left blank is known from his record and his contact.
Result<DeliveryAddress> complete(DeliveryAddress to, const party::Party& applicant, const cases::ServiceCase& file, std::string_view contact_phone) {
  to.recipient_name = platform::trim(to.recipient_name.empty() ? (file.contact_name.empty() ? file.applicant_name : file.contact_name) : to.recipient_name);
  to.address = TRY(required_text(to.address.empty() ? applicant.address : to.address, "/delivery_address", "邮寄的收件地址", longest_address));
  TRY(required_text(to.recipient_name, "/delivery_name", "收件人", longest_name));
  const auto phone = !to.phone.empty() ? to.phone : !contact_phone.empty() ? std::string(contact_phone) : applicant.phone;
  if (phone.empty()) return fail(ErrorCode::invalid_input, "approval/delivery-phone", "请填写收件电话。", {{"/delivery_phone", "请填写收件电话。"}});
  to.phone = TRY(at_field(party::check_phone(phone), "/delivery_phone"));
  return to;
}

}  // namespace

Result<void> keep_delivery_choice(Services& s, Tx& tx, const Actor& actor, cases::ServiceCase& file, const party::Party& applicant, const DeliveryChoice& choice, std::string_view contact_phone) {
  if (choice.way != "window" && choice.way != "express" && choice.way != "online")
    return fail(ErrorCode::invalid_input, "approval/delivery-way", "请选择领取方式。", {{"/delivery_way", "请选择窗口领取、邮寄或电子送达。"}});
  file.delivery_way = choice.way;
  if (choice.way != "express") {
    tx.exec("delete from case_delivery_address where case_id = ?", file.id);
    return {};
  }
  const auto to = TRY(complete(choice.to, applicant, file, contact_phone));
  tx.exec(R"sql(
      insert into case_delivery_address (case_id, recipient_name, phone, address, changed_by, changed_at) values (?, ?, ?, ?, ?, ?)
      on conflict (case_id) do update set recipient_name = excluded.recipient_name, phone = excluded.phone, address = excluded.address,
                                          changed_by = excluded.changed_by, changed_at = excluded.changed_at)sql",
          file.id, to.recipient_name, s.cipher.encrypt(to.phone), s.cipher.encrypt(to.address), actor.id, tx.now());
  return {};
}

std::optional<DeliveryAddress> delivery_address_of(const Services& s, Tx& tx, CaseId id) {
  const auto row = tx.find("select recipient_name, phone, address from case_delivery_address where case_id = ?",
                           [](const platform::Row& r) { return r.as<std::string, std::string, std::string>(); }, id);
  if (!row) return std::nullopt;
  const auto phone = s.cipher.decrypt(std::get<1>(*row)), address = s.cipher.decrypt(std::get<2>(*row));
  return DeliveryAddress{std::get<0>(*row), phone ? *phone : std::string(), address ? *address : std::string()};
}

Result<Done> Approval::change_delivery(Tx& tx, const Actor& actor, CaseId id, int version, const DeliveryChoice& choice) {
  auto opened = TRY(open(tx, actor, id, version));
  auto& file = opened.file;
  if (!cases::is_open(file.state)) return fail(ErrorCode::conflict, "approval/delivered-already", "这件事已经办完，不能再改领取方式。");
  const auto applicant = TRY(s_.parties.get(tx, party::PartyId{file.applicant_party_id}));
  const auto phone = s_.cipher.decrypt(file.contact_phone);
  TRY(keep_delivery_choice(s_, tx, actor, file, applicant, choice, phone ? *phone : std::string()));
  ++file.version;
  file.changed_at = tx.now();
  const std::string_view way = choice.way == "window" ? "窗口领取" : choice.way == "express" ? "邮寄" : "电子送达";
  TRY(finish(s_, tx, actor, opened, {.action = "cases.change_delivery", .text = fmt::format("{}把领取方式定为{}", acting_name(actor), way), .facts = {{"way", choice.way}}}));
  return done_of(opened);
}

Result<Done> Approval::deliver(Tx& tx, const Actor& actor, CaseId id, int version, const Delivery& d) {
  auto opened = TRY(open_for(tx, actor, id, version, "cases.deliver", static_cast<int>(organisation::Power::deliver)));
  auto& file = opened.file;
  const auto to = TRY(recipient_of(s_, tx, file, d));

  TRY(cases::move(file, Act::deliver, tx.now()));
  file.closed_at = tx.now();
  file.delivery_way = d.way;
  file.close_result = file.decision == Decision::granted ? cases::CloseResult::granted : cases::CloseResult::refused;
  finish_tasks_of(tx, actor, id, "delivery", "delivered", d.note);
  const std::string_view way = d.way == "window" ? "直接送达（窗口领取）" : d.way == "express" ? "邮寄送达" : "电子送达";
  const auto receipt = TRY(issue(s_, tx, actor, opened, document::DocumentType::service_receipt,
                                 {{"document_name", file.decision == Decision::granted ? "准予决定书" : "不予决定书"}, {"document_number", file.result_no}, {"recipient_name", to.name}, {"way", way},
                                  {"place", d.way == "window" ? file.department_name + "窗口" : std::string("按申请人选择的方式")}, {"tracking_no", d.tracking_no},
                                  {"proxy", d.is_proxy ? "代收" : "本人"}, {"proxy_reason", d.is_proxy ? to.authority : std::string()}, {"note", d.is_proxy ? std::string() : d.note},
                                  {"delivered_at", platform::iso_instant(tx.now())}, {"server_name", acting_name(actor)}}));
  tx.exec(R"sql(
      insert into case_delivery (id, case_id, way, recipient_name, recipient_id_no, is_proxy, tracking_no, note, delivered_by, delivered_by_name, delivered_at, document_id)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          platform::next_id(), id, d.way, to.name, to.id_no.empty() ? std::string() : s_.cipher.encrypt(to.id_no), d.is_proxy, d.tracking_no, d.note, actor.id,
          acting_name(actor), tx.now(), receipt.id);
  cases::count_day(tx, file, tx.today(), closing_figures(tx, opened));
  TRY(finish(s_, tx, actor, opened,
             {.action = "cases.deliver", .text = fmt::format("{}{}，送达回证 {}，办结", acting_name(actor), way, receipt.number),
              .facts = {{"way", d.way}, {"document", receipt.number}, {"is_proxy", d.is_proxy}},
              .notice_title = fmt::format("已办结：{}", file.matter_name), .notice_body = "请为这次服务评价。"}));
  return done_of(opened, receipt.id.value());
}

}  // namespace yimen::approval
