#include <unordered_map>

#include <fmt/format.h>

#include "data/organisation_file.h"
#include "store/letter_store.h"
#include "store/post_store.h"
#include "store/unit_store.h"
#include "store/version_store.h"
#include "yimen/organisation/organisation.h"
#include "yimen/platform/json.h"
#include "yimen/region/region.h"
#include "yimen/trail/trail.h"

namespace yimen::organisation {
namespace {

using boost::json::object;
using platform::ErrorCode;
using platform::fail;
using platform::text_or;

/// Reads one file into one transaction; keys of the file become ids as it goes.
class Loader {
 public:
  Loader(Tx& tx, const object& file) : tx_{tx}, file_{file} {}

  Result<LoadCounts> run() {
    since_ = TRY(platform::parse_date(text_or(file_, "valid_from", "2019-01-01")));
    TRY(each("departments", &Loader::add_department));
    TRY(each("centers", &Loader::add_center));
    TRY(each("windows", &Loader::add_window));
    TRY(each("staff", &Loader::add_staff));
    TRY(each("posts", &Loader::add_post));
    TRY(link_deputies());
    TRY(each("letters", &Loader::add_letter));
    return counts_;
  }

 private:
  using Add = Result<void> (Loader::*)(const object&);

  Result<void> each(std::string_view name, Add add) {
    const auto* rows = platform::array_at(file_, name);
    if (!rows) return {};
    for (std::size_t i = 0; i < rows->size(); ++i) {
      const auto* row = (*rows)[i].if_object();
      auto added = row ? (this->*add)(*row) : Result<void>(fail(ErrorCode::invalid_input, "organisation/bad-row", "应为对象"));
      if (!added)
        return fail(ErrorCode::invalid_input, added.error().slug, fmt::format("{}第{}行：{}", name, i + 1, added.error().detail));
    }
    return {};
  }

  template <class IdType>
  static Result<IdType> known(const std::unordered_map<std::string, IdType>& ids, const std::string& key) {
    const auto found = ids.find(key);
    if (found != ids.end()) return found->second;
    return fail(ErrorCode::invalid_input, "organisation/unknown-key", "引用了不存在的“" + key + "”。");
  }

  static std::vector<std::string> words(const object& row, std::string_view key) {
    std::vector<std::string> list;
    if (const auto* items = platform::array_at(row, key))
      for (const auto& item : *items) list.emplace_back(item.as_string());
    return list;
  }

  Result<void> add_department(const object& row) {
    const auto region_code = TRY(region::parse_code(text_or(row, "region")));
    Department d{.id = platform::new_id<DepartmentId>(),
                 .region_code = region_code,
                 .name = text_or(row, "name"),
                 .short_name = text_or(row, "short_name"),
                 .uscc = text_or(row, "uscc"),
                 .agency_mark = text_or(row, "agency_mark"),
                 .category = text_or(row, "category"),
                 .other_categories = words(row, "other_categories"),
                 .phone = text_or(row, "phone"),
                 .address = text_or(row, "address"),
                 .parent = {},
                 .is_resident = platform::bool_or(row, "is_resident"),
                 .valid_from = since_,
                 .valid_to = {}};
    const auto stored = store::department_of_name(tx_, d.region_code, d.name);
    const auto key = text_or(row, "key");
    regions_[key] = d.region_code;
    departments_[key] = stored ? stored->id : d.id;
    if (stored) return {};
    store::insert_department(tx_, d);
    ++counts_.departments;
    return {};
  }

  Result<void> add_center(const object& row) {
    const auto region_code = TRY(region::parse_code(text_or(row, "region")));
    ServiceCenter c{.id = platform::new_id<CenterId>(),
                    .region_code = region_code,
                    .name = text_or(row, "name"),
                    .address = text_or(row, "address"),
                    .phone = text_or(row, "phone"),
                    .hours = text_or(row, "hours"),
                    .closing_minute = static_cast<int>(platform::int_or(row, "closing_minute", 1050)),
                    .valid_from = since_,
                    .valid_to = {}};
    const auto stored = store::center_of_name(tx_, c.region_code, c.name);
    centers_[text_or(row, "key")] = stored.value_or(c.id);
    if (stored) return {};
    store::insert_center(tx_, c);
    ++counts_.centers;
    return {};
  }

  Result<void> add_window(const object& row) {
    const auto kind = platform::EnumText<WindowKind>::from(text_or(row, "kind"));
    if (!kind) return fail(ErrorCode::invalid_input, "organisation/bad-row", "窗口类型不存在。");
    const auto key = text_or(row, "center");
    const auto center = TRY(known(centers_, key));
    Window w{.id = platform::new_id<WindowId>(), .center = center, .number = text_or(row, "number"),
             .name = text_or(row, "name"), .kind = *kind, .departments = {}, .is_open = true};
    for (const auto& department : words(row, "departments")) w.departments.push_back(TRY(known(departments_, department)));
    const auto stored = store::window_of_number(tx_, w.center, w.number);
    windows_[key + "/" + w.number] = stored.value_or(w.id);
    if (stored) return {};
    store::insert_window(tx_, w);
    ++counts_.windows;
    if (*kind == WindowKind::general) note_residents(w);
    return {};
  }

  /// What the general windows take is what has entered the hall; the decision of entry stands behind it.
  void note_residents(const Window& window) {
    if (!halls_.insert({window.center.str(), true}).second) return;
    for (const auto department : window.departments)
      store::insert_residency(tx_, {.id = platform::next_id(), .center = window.center, .department = department, .kind = "entry",
                                    .state = "approved", .reason = "首批进驻", .proposed_at = tx_.now(), .decision_no = "首批进驻决定",
                                    .decided_at = tx_.now(), .effective_on = since_});
  }

  Result<void> add_staff(const object& row) {
    const auto key = text_or(row, "department");
    const auto department = TRY(known(departments_, key));
    const auto region_code = TRY(region_of(row, key));
    Staff s{.id = platform::new_id<UserId>(), .employee_no = text_or(row, "employee_no"), .name = text_or(row, "name"),
            .phone = text_or(row, "phone"), .login = text_or(row, "login"), .department = department,
            .region_code = region_code, .is_active = true};
    const auto stored = store::staff_of_number(tx_, s.employee_no);
    staff_[s.employee_no] = stored ? stored->id : s.id;
    if (stored) return {};
    store::insert_staff(tx_, s);
    ++counts_.staff;
    return {};
  }

  Result<std::int64_t> region_of(const object& row, const std::string& department) {
    if (row.contains("region")) return region::parse_code(text_or(row, "region"));
    return regions_.at(department);
  }

  Result<void> add_post(const object& row) {
    const auto code = text_or(row, "code"), key = text_or(row, "department"), hall = text_or(row, "center");
    const auto stored = store::post_of_code(tx_, code);
    posts_[code] = stored.value_or(platform::new_id<PostId>());
    if (stored) return {};
    const auto department = TRY(known(departments_, key));
    Post p{.id = posts_[code], .region_code = 0, .department = department, .name = text_or(row, "name")};
    p.region_code = TRY(region_of(row, key));
    if (!hall.empty()) p.center = TRY(known(centers_, hall));
    p.holder = TRY(known(staff_, text_or(row, "holder")));
    p.all_departments = platform::bool_or(row, "all_departments");
    p.valid_from = since_;
    store::insert_post(tx_, p, code);
    for (const auto& role : words(row, "roles")) grant(p.id, role);
    fresh_posts_.emplace_back(p.id, text_or(row, "deputy"));
    ++counts_.posts;
    return {};
  }

  void grant(PostId post, const std::string& role) {
    store::insert_grant(tx_, {.id = platform::next_id(), .post = post, .role = role, .kind = "grant", .state = "confirmed",
                              .reason = "随机构数据装载", .requested_at = tx_.now(), .decided_at = tx_.now()});
    store::add_role(tx_, post, role);
  }

  Result<void> link_deputies() {
    for (const auto& [post, deputy] : fresh_posts_)
      if (!deputy.empty()) store::set_deputy(tx_, post, TRY(known(posts_, deputy)));
    return {};
  }

  Result<void> add_letter(const object& row) {
    const auto key = text_or(row, "department"), hall = text_or(row, "center");
    const auto department = TRY(known(departments_, key));
    AuthorisationLetter l{.id = platform::new_id<LetterId>(), .number = text_or(row, "number"), .department = department};
    if (store::has_letter(tx_, l.number)) return {};
    l.region_code = regions_.at(key);
    if (row.contains("post")) l.grantee_post = TRY(known(posts_, text_or(row, "post")));
    else if (row.contains("window")) l.grantee_window = TRY(known(windows_, hall + "/" + text_or(row, "window")));
    else l.grantee_center = TRY(known(centers_, hall));
    for (const auto& word : words(row, "powers")) {
      const auto power = platform::EnumText<Power>::from(word);
      if (!power) return fail(ErrorCode::invalid_input, "organisation/bad-row", "权限“" + word + "”不存在。");
      l.powers.push_back(*power);
    }
    l.valid_from = TRY(platform::parse_date(text_or(row, "from")));
    l.valid_to = TRY(platform::parse_date(text_or(row, "to")));
    l.issued_by = text_or(row, "issued_by");
    store::insert_letter(tx_, l);
    ++counts_.letters;
    return {};
  }

  Tx& tx_;
  const object& file_;
  LoadCounts counts_;
  Date since_{};
  std::unordered_map<std::string, DepartmentId> departments_;
  std::unordered_map<std::string, std::int64_t> regions_;
  std::unordered_map<std::string, CenterId> centers_;
  std::unordered_map<std::string, WindowId> windows_;
  std::unordered_map<std::string, UserId> staff_;
  std::unordered_map<std::string, PostId> posts_;
  std::unordered_map<std::string, bool> halls_;
  std::vector<std::pair<PostId, std::string>> fresh_posts_;
};

}  // namespace

Result<LoadCounts> load_organisation(platform::Database& database, const std::string& data_dir, std::string_view name) {
  const auto file = TRY(data::read_object(fmt::format("{}/organisation/{}.json", data_dir, name)));
  return database.transact([&](Tx& tx) -> Result<LoadCounts> {
    auto counts = TRY(Loader(tx, file).run());
    const int added = counts.departments + counts.centers + counts.windows + counts.posts + counts.staff + counts.letters;
    if (added == 0) return counts;
    store::note_change(tx);
    trail::append(tx, platform::system_actor(),
                  {.action = "organisation.load", .subject_kind = "organisation", .subject_id = 0, .region_code = 0,
                   .text = fmt::format("装载机构数据：部门{}个、中心{}个、窗口{}个、岗位{}个、人员{}人、授权书{}份", counts.departments,
                                       counts.centers, counts.windows, counts.posts, counts.staff, counts.letters),
                   .facts = {{"file", std::string(name)}}});
    return counts;
  });
}

}  // namespace yimen::organisation
