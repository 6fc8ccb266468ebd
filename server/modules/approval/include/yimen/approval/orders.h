#pragma once
#include <optional>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "yimen/cases/service_case.h"
#include "yimen/platform/time.h"

/// What people ask of the approval module, as plain values.
namespace yimen::approval {

namespace json = boost::json;

struct HandedIn {
  std::string key;                            // material of the matter
  std::string received_as = "missing";        // electronic | original | copy | deferred | waived | missing
  int original_count = 0, copy_count = 0;
  std::int64_t file_id = 0;
};

/// Where a result goes by post.
struct DeliveryAddress {
  std::string recipient_name, phone, address;
};
/// How the applicant wants the result: fetched, posted or electronically. Electronic delivery needs his choice.
struct DeliveryChoice {
  std::string way = "window";                 // window | express | online
  DeliveryAddress to = {};                    // express only; what is blank is filled from the applicant's record
};

/// An application, online or at the window. For a walk-in the applicant is described; online the party is a principal.
struct Application {
  std::int64_t matter_id = 0;
  std::int64_t applicant_party_id = 0;
  struct Person {
    bool is_enterprise = false;
    std::string name, id_type, id_no, phone, address, legal_person_name, legal_person_id_number;
  };
  std::optional<Person> applicant, agent;
  std::string contact_name, contact_phone;
  json::object situation;                     // {"situation key": "option key"}
  json::object form;                          // answers by field key
  std::vector<HandedIn> materials;
  std::string delivery_way = "window";        // as DeliveryChoice::way
  DeliveryAddress delivery_to = {};
  std::int64_t draft_id = 0;
  std::int64_t first_contact_staff_id = 0;    // 首问负责人; 0: whoever receives
  cases::Channel channel = cases::Channel::online;
  bool is_declared = false;                   // 申请人承诺材料真实 (Art. 31)
};

struct CorrectionItem {
  std::string target;    // "material:m3" or "form:phone"
  std::string problem, how;
};
struct CorrectionOrder {
  std::vector<CorrectionItem> items;
  int answer_days = 15;          // working days; [design default]
  std::string second_reason;
};
struct CorrectionAnswer {
  json::object form;                    // only the fields that change
  std::vector<HandedIn> materials;
};
struct Refusal {
  std::string reason, clause, competent_agency;
};
struct MaterialCheck {
  std::string key;
  std::string received_as;   // empty: unchanged
  std::string state;         // fine | wrong | unchecked
  std::string problem, how_to_mend;
  int original_count = -1, copy_count = -1;
  std::int64_t file_id = 0;
  std::optional<platform::Date> due_on;   // deferred: until when
};
struct CheckMark {
  std::string text;
  bool is_met = false;
  std::string note;
};
struct StepWork {
  std::string opinion;
  std::vector<CheckMark> checks;
  json::object variables;     // answers the process model's conditions ask for ("is_simple")
  std::string to_node;        // return_step: which earlier step; empty: the one before
  bool goes_straight_on = false;  // return_step: what follows waits and goes on where it was
  std::string outcome;        // of a vote or signature: agree | disagree | abstain
};
/// 加签: who else is asked, and when.
struct SignOrder {
  std::vector<platform::UserId> people;
  std::string place = "before";  // before | after | beside
  std::string reason;
};
/// 跳转, by somebody who may.
struct JumpOrder {
  std::string to_node, reason;
  bool stops_others = false;  // parallel branches end as well
};
struct StopOrder {
  std::string name;           // 听证, 检验, 检测, 检疫, 鉴定, 专家评审, 招标, 拍卖; 现场勘验
  std::string reason, basis;
  int planned_days = 0;       // working days told to the applicant in writing
};
/// 裁量基准: what who decides found and chose. Law: 国办发〔2022〕27号.
struct DiscretionChoice {
  json::object stated;          // facts by name of input
  json::object chosen;          // by name of band
  std::string reason;           // of a departure
  std::string approved_by_way;  // head | collective
  std::string approval_record;  // what proves it
};
struct DecisionOrder {
  cases::Decision decision = cases::Decision::granted;
  std::string grounds, clause, conditions, validity;
  DiscretionChoice discretion;  // asked where the matter names a rule that bounds this decision
};
struct Delivery {
  std::string way = "window";        // window | express | online
  std::string recipient_name, recipient_id_no, tracking_no, note;
  bool is_proxy = false;
};

}  // namespace yimen::approval
