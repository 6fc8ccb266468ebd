#include "exercise.h"
#include "yimen/dmn/model.h"
#include "yimen/dmn/table.h"

namespace yimen::fuzz {

void exercise_dmn(std::string_view text) {
  std::vector<dmn::Problem> problems;
  const auto model = dmn::read_model({"fuzz.dmn", std::string{text}}, {}, problems, {.bytes = 64 << 10, .elements = 2'000, .depth = 60});
  if (!model) return;
  const auto session = [] { return feel::Session{{}, "UTC", {.steps = 20'000, .bytes = 4 << 20, .depth = 200}}; };
  const auto inputs = feel::Value::context({{"Amount", feel::Value{1000}}, {"Year", feel::Value{2023}}});
  for (const auto& decision : model->decisions()) {
    auto one = session();
    static_cast<void>(model->decide(decision, inputs, one));
    static_cast<void>(model->inputs_of(decision));
  }
  for (const auto& service : model->services()) {
    auto one = session();
    static_cast<void>(model->call_service(service, inputs, one));
  }
  static_cast<void>(dmn::analyse_tables(*model, {.steps = 20'000}));
}

void (*const exercise)(std::string_view) = exercise_dmn;

}  // namespace yimen::fuzz
