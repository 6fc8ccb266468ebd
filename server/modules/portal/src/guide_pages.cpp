#include "guide_pages.h"

#include <fmt/format.h>

#include "favourites.h"
#include "locator.h"
#include "matter_pages.h"
#include "render.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/organisation/organisation.h"

namespace yimen::portal {

using platform::Request;
using platform::Response;
using platform::Result;
using platform::Tx;

namespace {

constexpr std::size_t most_bytes = 32u << 20;
constexpr std::chrono::seconds longest_trust{1};
constexpr std::size_t longest_view = 40;
constexpr std::size_t most_halls = 3;

json::object answers_of(const Request& request) {
  json::object answers;
  for (const auto& [key, value] : request.query_values)
    if (key.starts_with("s.") && !value.empty()) answers[key.substr(2)] = value;
  return answers;
}

std::string rating_words(const std::array<std::int64_t, 6>& counts) {
  const auto good = counts[1] + counts[2] + counts[3], all = good + counts[4] + counts[5];
  return fmt::format("好评率 {}（部门全部评价 {} 条）", rate_text(good, all), all);
}

}  // namespace

Result<GuidePages::Shown> GuidePages::look(Tx& tx, const Request& request) const {
  const auto id = TRY(request.path_id<catalogue::MatterId>("matter_id"));
  auto matter = TRY(approval_.services().catalogue.current(tx, id));
  approval_.services().catalogue.note_view(id);
  const auto ratings = appraisal_.counts(tx, matter->region_code, matter->region_code + 1, matter->department_id);
  std::vector<Hall> halls;
  for (const auto& center : approval_.services().organisation.centers(tx, matter->region_code)) halls.push_back({center.name, center.address, center.phone, center.hours});
  if (halls.size() > most_halls) halls.resize(most_halls);
  const bool is_kept = is_favourite(tx, request.actor(), id.value());
  return Shown{std::move(matter), ratings, std::move(halls), is_kept};
}

std::string GuidePages::html(const Request& request, std::string_view template_name, const Shown& shown) const {
  const auto& matter = *shown.matter;
  const auto answers = answers_of(request);
  auto values = guide_values(matter, answers.empty() ? matter.materials : approval_.services().catalogue.materials_for(matter, answers), answers,
                             {.halls = shown.halls, .is_citizen = request.actor().is_citizen(), .is_favourite = shown.is_favourite});
  values["rating"] = rating_words(shown.ratings);
  const Frame frame{.title = matter.name, .section = "/matters", .crumbs = {crumb("首页", "/"), crumb("办事服务", "/matters"), crumb(matter.name)}, .region_name = matter.region_name};
  auto body = fill(template_name, values);
  // A drawing of our own: finished markup, so it comes in behind the escaping.
  constexpr std::string_view marker = "<!--locator-->";
  if (const auto at = body.find(marker); at != body.npos) body.replace(at, marker.size(), locator_svg(matter.region_code));
  return wrap(site_, &request, frame, body);
}

Result<Response> GuidePages::answer(const Request& request, std::string_view template_name) {
  const auto view = view_words(&request);
  const bool is_for_all = request.actor().kind == platform::ActorKind::anonymous && answers_of(request).empty() && view.size() <= longest_view;
  if (!is_for_all)
    return database_.read([&](Tx& tx) -> Result<Response> { return Response::html(html(request, template_name, TRY(look(tx, request)))); });

  // Before the snapshot is taken: what is committed in between makes the next visitor look again.
  const auto commits = database_.commits();
  const auto now = database_.clock().now();
  const auto key = fmt::format("{}/{}/{}/{}", template_name, request.path_text("matter_id"), view, is_english(&request) ? "en" : "zh");
  const auto known = find(key);
  if (known && known->commits == commits && now >= known->checked_at && now - known->checked_at < longest_trust) {
    approval_.services().catalogue.note_view(known->shown.matter->matter);
    return known->page->response(request);
  }

  const auto shown = TRY(database_.read([&](Tx& tx) { return look(tx, request); }));
  auto page = known && known->shown == shown ? known->page : std::make_shared<const platform::ReadyPage>(html(request, template_name, shown));
  keep({key, shown, page, commits, now});
  return page->response(request);
}

std::optional<GuidePages::Kept> GuidePages::find(const std::string& key) {
  const std::lock_guard lock{mutex_};
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return std::nullopt;
  kept_.splice(kept_.begin(), kept_, found->second);
  return kept_.front();
}

void GuidePages::keep(Kept kept) {
  const std::lock_guard lock{mutex_};
  bytes_ += kept.page->bytes();
  if (const auto found = by_key_.find(kept.key); found != by_key_.end()) {
    bytes_ -= found->second->page->bytes();
    kept_.erase(found->second);
    by_key_.erase(found);
  }
  kept_.push_front(std::move(kept));
  by_key_.emplace(kept_.front().key, kept_.begin());
  for (; bytes_ > most_bytes && kept_.size() > 1; kept_.pop_back()) {
    bytes_ -= kept_.back().page->bytes();
    by_key_.erase(kept_.back().key);
  }
}

}  // namespace yimen::portal
