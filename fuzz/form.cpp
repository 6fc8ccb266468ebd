#include <boost/json.hpp>
#include <cstdlib>

#include "exercise.h"
#include "yimen/form/form.h"
#include "yimen/platform/json.h"

namespace yimen::fuzz {

void exercise_form(std::string_view text) {
  namespace json = boost::json;
  static const form::Kinds kinds;
  const auto value = platform::parse_json(text);
  const auto* whole = value ? value->if_object() : nullptr;
  if (whole == nullptr) return;
  const auto* inner = platform::object_at(*whole, "schema");
  const auto* given = platform::object_at(*whole, "answers");
  std::vector<form::Problem> problems;
  const auto read = form::read_form(inner != nullptr ? *inner : *whole, kinds, {"applicant"}, problems, {.fields = 300, .depth = 8});
  if (!read) {
    if (problems.empty()) std::abort();  // refused without a reason
    return;
  }
  const form::Host host{.now = platform::from_millis(1'714'950'489'000), .values = {{"applicant", json::object{{"kind", "person"}}}}};
  const auto first = form::answer(**read, given != nullptr ? *given : form::initial_answers(**read), host);
  const auto second = form::answer(**read, first.answers, host);
  static_cast<void>(second);
}

void (*const exercise)(std::string_view) = exercise_form;

}  // namespace yimen::fuzz
