#include <algorithm>
#include <map>
#include <set>

#include <boost/json.hpp>

#include "random_models.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;

namespace {

/// Keeps the books a caller would keep from the effects alone, and holds them against the state.
class Books {
 public:
  void enter(const Step& step, const Model& model) {
    for (const auto& effect : step.effects) {
      using Kind = Effect::Kind;
      switch (effect.kind) {
        case Kind::task_opened: CHECK(open_.insert(effect.token).second); break;
        case Kind::task_closed:
          CHECK(open_.erase(effect.token) + held_.erase(effect.token) >= 1);
          break;
        case Kind::task_held:
          CHECK(open_.erase(effect.token) == 1);
          held_.insert(effect.token);
          break;
        case Kind::task_resumed:
          CHECK(held_.erase(effect.token) == 1);
          open_.insert(effect.token);
          break;
        case Kind::timer_set: CHECK(timers_.insert(effect.timer).second); break;
        case Kind::timer_cancelled: CHECK(timers_.erase(effect.timer) == 1); break;
        default: break;
      }
    }
    std::set<int> tasks, timers;
    for (const auto& each : awaited(model, step.state)) {
      if (each.kind == Awaited::Kind::task) tasks.insert(each.token);
      if (each.kind == Awaited::Kind::timer) timers.insert(each.token);
    }
    for (const int task : open_) CHECK(tasks.contains(task));
    CHECK(timers == timers_);
  }
  void fired(int timer) { CHECK(timers_.erase(timer) == 1); }

 private:
  std::set<int> open_, held_, timers_;
};

struct Play {
  std::mt19937& random;
  const Model& model;
  State state;
  Surroundings around{.now = 1'000'000};
  Books books;
  std::vector<std::pair<Command, std::int64_t>> told;
  std::vector<std::string> texts;
  std::map<std::string, int> accepted, refusals;
  std::string story;

  int below(int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }

  /// @returns whether the command was accepted.
  bool tell(const char* what, const Command& command) {
    const auto before = to_json(model, state);
    const auto step = advance(model, state, command, around);
    CHECK(to_json(model, state) == before);
    if (!step) {
      CHECK_MESSAGE(step.error().code != yimen::platform::ErrorCode::internal, step.error().slug);
      CHECK_MESSAGE(step.error().code != yimen::platform::ErrorCode::too_large, step.error().slug);
      ++refusals[step.error().slug];
      return false;
    }
    ++accepted[what];
    if (const auto* due = std::get_if<TimerDue>(&command)) books.fired(due->timer);
    state = step->state;
    const auto text = to_json(model, state);
    const auto read = from_json(model, text);
    REQUIRE_MESSAGE(read, text);
    CHECK_MESSAGE(*read == state, text);
    story += std::string{what} + " → " + yimen::bpmn::testing::told(*step) + "\n";
    INFO(story);
    books.enter(*step, model);
    told.emplace_back(command, around.now);
    texts.push_back(text);
    if (state.status == Status::running) {
      const bool can_go = std::ranges::any_of(awaited(model, state), [](const Awaited& each) { return each.kind == Awaited::Kind::task || each.kind == Awaited::Kind::timer; });
      CHECK_MESSAGE(can_go, text);
    } else {
      CHECK(state.tokens.empty());
      CHECK(state.timers.empty());
    }
    return true;
  }

  std::vector<int> tasks() const {
    std::vector<int> list;
    for (const auto& each : awaited(model, state))
      if (each.kind == Awaited::Kind::task) list.push_back(each.token);
    return list;
  }
  const Timer* next_timer() const {
    const Timer* next = nullptr;
    for (const auto& each : state.timers)
      if (!each.is_paused && (next == nullptr || each.due < next->due)) next = &each;
    return next;
  }
  bool fire_timer() {
    const auto* next = next_timer();
    if (next == nullptr) return false;
    around.now = std::max(around.now, next->due);
    return tell("timer", TimerDue{next->id});
  }
  std::string somebody() { return std::string(1, static_cast<char>('A' + below(5))); }

  void random_command() {
    const auto list = tasks();
    const int task = list.empty() ? 0 : list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
    const Variables x = yimen::bpmn::json::object{{"x", below(12)}};
    switch (below(20)) {
      case 0:
      case 1: (void)fire_timer(); return;
      case 2:
      case 3:
      case 4: {
        const auto places = places_to_return(model, state, task);
        if (places.empty()) return;
        const auto& to = places[static_cast<std::size_t>(below(static_cast<int>(places.size())))]->id;
        if (below(2) == 0) tell("back", MoveBack{task, to});
        else tell("straight back", MoveBack{task, to, MoveBack::Then::straight});
        return;
      }
      case 5:
        if (!state.visits.empty()) tell("withdraw", Withdraw{state.visits[static_cast<std::size_t>(below(static_cast<int>(state.visits.size())))].id});
        return;
      case 6: {
        std::vector<int> votes;
        for (const auto& loop : state.loops)
          for (const auto& vote : loop.votes) votes.push_back(vote.token);
        if (!votes.empty()) tell("withdraw vote", Withdraw{votes[static_cast<std::size_t>(below(static_cast<int>(votes.size())))]});
        return;
      }
      case 7: tell("sign", AddSigners{task, {somebody()}, static_cast<Place>(below(3))}); return;
      case 8: tell("transfer", Transfer{task, somebody()}); return;
      case 9: tell("delegate", Delegate{task, somebody(), below(2) == 0}); return;
      case 10: tell("claim", Claim{task, somebody()}); return;
      case 11: tell("complete nothing", Complete{task + 1000}); return;
      case 12: tell("urge", Urge{task}); return;
      default: tell("complete", Complete{task, below(5) == 0 ? "again" : below(4) == 0 ? "disagree" : "agree", x, somebody()}); return;
    }
  }

  /// From wherever it is, an instance ends when people only go on.
  void finish() {
    for (int i = 0; i < 3'000 && state.status == Status::running; ++i) {
      const auto list = tasks();
      const auto ready = std::ranges::find_if(list, [&](int task) { return tell("finish", Complete{task, "agree"}); });
      if (ready == list.end() && !fire_timer()) break;
    }
    CHECK_MESSAGE(state.status == Status::ended, (story + to_json(model, state)));
  }

  void replay() const {
    State again;
    Surroundings then = around;
    for (std::size_t i = 0; i < told.size(); ++i) {
      then.now = told[i].second;
      again = must(advance(model, *from_json(model, to_json(model, again)), told[i].first, then)).state;
      REQUIRE(to_json(model, again) == texts[i]);
    }
  }
};

}  // namespace

TEST_CASE("random well-formed models driven by random commands lose no token, always have somewhere to go, can always end, and replay alike") {
  std::mt19937 random{20250602};
  std::map<std::string, int> accepted;
  std::size_t largest = 0;
  for (int round = 0; round < 400; ++round) {
    const auto xml = RandomModel{random}.xml();
    CAPTURE(round);
    const auto model = model_of(xml);
    CHECK(check_structure(*model).empty());
    Play play{.random = random, .model = *model, .state = {}, .books = {}, .told = {}, .texts = {}, .accepted = {}, .refusals = {}, .story = {}};
    play.around.variables = yimen::bpmn::json::object{{"x", static_cast<int>(random() % 7)}};
    play.tell("start", Start{});
    for (int i = 0; i < 40 && play.state.status == Status::running; ++i) {
      play.random_command();
      if (!play.texts.empty()) largest = std::max(largest, play.texts.back().size());
    }
    play.finish();
    play.replay();
    for (const auto& [what, count] : play.accepted) accepted[what] += count;
  }
  for (const auto* what : {"complete", "timer", "back", "straight back", "withdraw", "withdraw vote", "sign", "transfer", "delegate", "claim", "urge"}) {
    CAPTURE(what);
    CHECK(accepted[what] > 20);
  }
  MESSAGE("largest state: " << largest << " bytes");
}

TEST_CASE("a damaged file is read or refused, never more") {
  std::mt19937 random{7};
  const auto good = slurp("data/processes/handler-reviewer-approver.bpmn");
  for (int round = 0; round < 3000; ++round) {
    auto text = round % 3 == 0 ? RandomModel{random}.xml() : good;
    for (int hits = 1 + static_cast<int>(random() % 6); hits > 0; --hits) {
      const auto at = random() % text.size();
      switch (random() % 3) {
        case 0: text[at] = static_cast<char>(random() % 128); break;
        case 1: text.erase(at, random() % 60); break;
        default: text.insert(at, text.substr(random() % text.size(), random() % 80));
      }
    }
    std::vector<Problem> problems;
    const auto model = read_model(text, problems);
    CHECK(model.has_value() == problems.empty());
    if (!model) continue;
    (void)check_structure(**model);
    (void)check_layers(**model, 3);
    (void)run(**model, {.until = 3'600'000, .max_steps = 300}, [](const RunEvent&) {});
  }
}
