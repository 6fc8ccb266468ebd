#include "service/prefill.h"

#include <optional>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "service/form_files.h"
#include "service/known.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/document/document.h"
#include "yimen/forms/forms.h"
#include "yimen/platform/json.h"

namespace yimen::approval {

using platform::ErrorCode;
using platform::fail;

namespace {

struct Found {
  json::value value;
  std::string source;
};

class Known {
 public:
  Known(Approval& approval, Tx& tx, const Actor& actor, const party::Party& party, std::int64_t matter_id)
      : approval_{approval}, tx_{tx}, actor_{actor}, party_{party}, matter_id_{matter_id} {
    const bool is_person = party.kind == party::PartyKind::person;
    is_open_ = !is_person || approval.services().parties.own_party(tx, actor.id) == party.id;
    register_ = is_person ? (is_open_ ? "您的注册信息" : "委托人的登记信息") : "营业执照信息";
    phone_register_ = is_person ? register_ : "单位的登记信息";  // a licence names no telephone
  }

  std::optional<Found> find(const std::string& source, const form::Field& field) {
    if (source == "party") return found(party_object(), register_);
    if (source == "party.name") return found(party_.name, register_);
    if (source == "party.legal_person") return found(party_.legal_person_name, register_);
    if (is_open_ && source == "party.id_no") return found(party_.id_no, register_);
    if (is_open_ && source == "party.phone") return found(party_.phone, phone_register_);
    if (is_open_ && source == "party.address") return found(party_.address, register_);
    if (source == "earlier" || source.starts_with("earlier.")) return from_earlier(source == "earlier" ? field.key : source.substr(8));
    if (source.starts_with("certificate.")) return from_certificate(source.substr(12));
    return std::nullopt;
  }

 private:
  Approval& approval_;
  Tx& tx_;
  const Actor& actor_;
  const party::Party& party_;
  std::int64_t matter_id_;
  bool is_open_ = false;
  std::string register_, phone_register_;
  std::optional<std::vector<cases::ServiceCase>> cases_;

  static std::optional<Found> found(const std::string& text, std::string source) { return found(json::value(text), std::move(source)); }
  static std::optional<Found> found(json::value value, std::string source) {
    if (value.is_null() || (value.is_string() && value.as_string().empty())) return std::nullopt;
    return Found{std::move(value), std::move(source)};
  }
  json::value party_object() const {
    json::object object{{"kind", platform::EnumText<party::PartyKind>::to(party_.kind)}, {"name", party_.name}};
    if (is_open_) object["id_no"] = party_.id_no;
    return object;
  }
  /// Earlier applications of the party in this matter, newest first; only those the account may see.
  const std::vector<cases::ServiceCase>& earlier() {
    if (cases_) return *cases_;
    cases_.emplace();
    cases::CaseFilter filter{.matter_id = matter_id_, .today = tx_.today(), .limit = 50, .count_up_to = 0};
    for (auto& file : cases::list_cases(tx_, approval_.viewer_of(tx_, actor_), filter).items)
      if (file.applicant_party_id == party_.id.value() && file.state != cases::CaseState::voided) cases_->push_back(std::move(file));
    return *cases_;
  }
  std::optional<Found> from_earlier(const std::string& key) {
    for (const auto& file : earlier()) {
      const auto answers = answers_in(cases::get_case(tx_, file.id)->form_text);
      if (const auto* value = answers.if_contains(key); value && !value->is_null() && files_of_form({{key, *value}}).empty())  // a signature is given anew
        return found(*value, fmt::format("您 {} 的申请", platform::zh_date(platform::shanghai_date(file.submitted_at))));
    }
    return std::nullopt;
  }
  std::optional<Found> from_certificate(const std::string& part) {
    for (const auto& file : earlier())
      for (const auto& document : approval_.services().documents.of_subject(tx_, "case", file.id.value())) {
        if (document.type != document::DocumentType::result_certificate || document.is_revoked) continue;
        const auto source = fmt::format("《{}》（{}）", document.title, document.number);
        if (part == "number") return found(document.number, source);
        if (part == "issued_on") return found(platform::iso_date(platform::shanghai_date(document.issued_at)), source);
        return found(platform::text_or(document.facts, part), source);
      }
    return std::nullopt;
  }
};

/// Fields that stand once; rows of repeated groups are for the person to add.
void ask(const form::Form& form, const std::vector<int>& indexes, const std::string& around, Known& known, std::vector<Prefilled>& list) {
  for (const int index : indexes) {
    const auto& field = form.fields()[static_cast<std::size_t>(index)];
    if (field.shape == form::Shape::group) {
      ask(form, field.children, field.has_key() ? around + "/" + field.key : around, known, list);
    } else if (field.has_key() && !field.prefill.empty() && field.shape != form::Shape::computed && field.shape != form::Shape::repeated) {
      if (auto found = known.find(field.prefill, field)) list.push_back({around + "/" + field.key, std::move(found->value), std::move(found->source)});
    }
  }
}

}  // namespace

Result<std::vector<Prefilled>> prefill(Approval& approval, Tx& tx, const Actor& actor, std::int64_t matter_id, party::PartyId party_id) {
  auto& s = approval.services();
  const auto matter = TRY(s.catalogue.current(tx, catalogue::MatterId{matter_id}));
  if (!s.parties.may_act_for(tx, actor.id, party_id, tx.today(), matter_id))
    return fail(ErrorCode::forbidden, "approval/not-principal", "您没有代该申请人办理此事项的授权，或授权已到期。");
  const auto form = TRY(forms::read_in_use(matter->form));
  const auto party = TRY(s.parties.get(tx, party_id));
  Known known{approval, tx, actor, party, matter_id};
  std::vector<Prefilled> list;
  ask(*form, form->roots(), "", known, list);
  return list;
}

}  // namespace yimen::approval
