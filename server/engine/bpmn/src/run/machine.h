#pragma once
#include <deque>
#include <optional>

#include "expression.h"
#include "run/moving.h"
#include "yimen/bpmn/engine.h"

namespace yimen::bpmn {

/// One command on one instance. Works on its own copy of the state; moves tokens until all of them wait. The files beside this one hold
/// one family of elements each: they are read by their names.
class Machine {
 public:
  Machine(const Model& model, State&& state, const Surroundings& surroundings) : model_{model}, around_{surroundings}, state_{step_.state} { state_ = std::move(state); }
  Result<Step> run(const Command&);
  /// After a migration: timers and conditions of events that the old model did not have.
  Result<Step> rearm();

 private:
  friend class Names;
  using Error = platform::Error;
  // commands.cpp
  void apply(const Start&);
  void apply(const Complete&);
  void apply(const Fail&);
  void apply(const Escalate&);
  void apply(const SetVariables&);
  void apply(const StartInner&);
  void apply(const FinishInner&);
  void apply(const Terminate&);
  bool begin(const Start&);
  bool require_running();
  void accept() { is_refused_ = false; }
  Token* require(int token, Wait);
  // triggers.cpp
  void apply(const MessageArrived&);
  void apply(const SignalArrived&);
  void apply(const TimerDue&);
  void throw_signal(const std::string& name, const Variables*);
  void start_by(EventKind, const std::string& name, const Variables&, std::string_view at = {});
  void take_start_data(int event, const Variables& payload);
  // verbs/*.cpp
  void apply(const MoveBack&);
  void apply(const Withdraw&);
  void apply(const AddSigners&);
  void apply(const Transfer&);
  void apply(const Delegate&);
  void apply(const Claim&);
  void apply(const Release&);
  void apply(const Urge&);
  void apply(const Jump&);
  bool require_person(int token);
  Work& work_of(int token);
  void assign(int token, const std::string& participant, const char* how);
  void rename_participant(int token, const std::string& participant);
  bool is_added(const Token&) const;
  bool has_added(int token) const;
  void open_added(int token, const std::vector<std::string>& participants, Place);
  void finish_person(int token, const std::string& outcome);
  void finish_added(int token, const std::string& outcome);
  void conclude(int token, std::string outcome);
  std::vector<int> descendants(int visit) const;
  void reopen(const Visit&, bool is_detour = false);
  int reopen_scope(int scope, bool is_detour = false);
  void restore_joins(const Visit&);
  void park(int token);
  void hold(int token, int by);
  bool release_held(int by);
  void resume(int token);
  bool withdraw_vote(int token);
  bool is_touched(int token) const;
  std::vector<int> blocked_joins(int scope, int extra) const;
  bool can_enter(int inner, int stop) const;
  int enter_scope(int inner, int around);
  int entrance(int target, int around) const;

  // flow.cpp
  void drain();
  void move(Moving&&);
  void arrive(Moving&&);
  void leave(const Moving& from, int quantity = 1);
  /// Leaves an activity that has ended, and tells the ad-hoc sub-process around it, if there is one.
  void leave_activity(const Moving& from);
  void take(int flow, const Moving& from);
  bool holds(const Flow&, const Moving& from);
  void end_path(int scope, const std::vector<int>& past, bool has_acted);
  void check_scope(int scope);
  void finish_instance();
  // gateways.cpp
  void split_exclusive(const Moving&);
  void split_inclusive(const Moving&, bool may_be_none = false);
  void split_parallel(const Moving&);
  void wait_at_join(Moving&&);
  void arrive_parallel(Moving&&);
  void arrive_complex(Moving&&);
  void start_complex(int gateway, int scope);
  bool fire_joins();
  bool is_inclusive_ready(int gateway, int scope) const;
  bool fire_inclusive(int gateway, int scope);
  bool reset_complex(int gateway, int scope);
  void activate_complex(int gateway, int scope, bool is_reset);
  std::vector<int> waiting_at(int node, int scope) const;
  Moving consume(const std::vector<int>& tokens, int node, int scope);
  // activities.cpp
  void begin_activity(Moving&&);
  void start_instance(Moving&&);
  void perform(int token, Moving&&);
  void open_task(int token);
  void request_work(int token);
  void run_script(int token);
  void decide(int token);
  void send(int token);
  void complete_instance(int token, const std::string& outcome);
  void record_compensation(const Token&);
  // scopes.cpp
  void start_scope(int token, const Moving&);
  void start_call(int token, const Moving&);
  void finish_call(const Token&);
  void check_ad_hoc(int scope);
  void cancel(int token, const char* word = "cancelled");
  void cancel_inside(int scope, const char* word = "cancelled");
  void remove(int token);
  void keep_closed(const Token&);
  // loops.cpp
  void begin_loop(Moving&&);
  bool fill_loop(LoopState&, const Node&);
  void give_loop_data(int token);
  bool fits(int instances, const Node&);
  void resume_parked(int token);
  void push_instance(int token, int index);
  void instance_done(int holder, const Token& instance, const std::string& outcome, const feel::Value& output);
  bool count_vote(LoopState&, const Loop&) const;
  std::string vote_result(const LoopState&, const Loop&) const;
  bool throw_behavior(int holder, const Loop&);
  bool catch_behavior(int holder, const EventDefinition&, bool may_stop);
  void finish_loop(int holder, const std::string& outcome);
  // events.cpp
  void throw_event(Moving&&);
  void perform_throw(Moving&&);
  void send_thrown(const EventDefinition&, int token, const Variables& payload);
  void end_event(Moving&&);
  void catch_event(Moving&&);
  void fire(int owner, int event, int definition, const Variables* payload, bool stays = false, bool is_announcement = false);
  void fire_choice(int owner, int event, bool stays);
  void fire_boundary(int owner, int event, bool is_announcement);
  void fire_event_sub(int owner, int event);
  void receive(int owner, int event, const Variables&);
  void arm(int token, int event);
  void arm_boundaries(int token);
  void arm_event_subs(int scope);
  void check_conditions();
  // errors.cpp
  bool raise(EventKind, const std::string& code, const Variables*, int token, int scope);
  bool raise_at_activity(EventKind, const std::string& code, const Variables*, int token);
  bool raise_at_event_subs(EventKind, const std::string& code, const Variables*, int scope);
  void throw_error(const std::string& code, const Variables*, int token, int scope);
  void fail_instance(const std::string& code);
  // compensation.cpp
  void begin_compensation(Moving&&, const EventDefinition&, int token);
  void cancel_transaction(int scope);
  void next_compensation(int token);
  void finish_compensation(int token, bool is_cancel);
  void compensate(int token, Done&&);
  // timers.cpp
  void set_timer(int token, int event, int definition);
  void repeat_timer(const Timer& fired);
  void drop_timers(int token, bool only_event_subs = false);
  // data.cpp
  void write(int token, std::string_view name, feel::Value);
  void write_all(int token, const Variables&);
  void write_output(int token, const Variables&);
  void move_inputs(int token);
  void move_outputs(int token);
  feel::Value moved(const DataMove&, int from);
  feel::Value evaluate(const ExpressionRef&, int token, std::string_view outcome = {});
  feel::Value context_of(int token) const;

  // shared small things: machine.cpp
  Token* find(int token);
  const Token* find(int token) const;
  Frame* frame(int token);
  const Frame* frame(int token) const;
  LoopState* loop(int token);
  Mark& mark(int token, int node);
  const Node& at(const Token& token) const { return model_.node(token.node); }
  bool is_held(const Token&) const;
  Token& add_token(const Moving&, Wait);
  void visit(int token);
  void forget(int visit, int instead = 0);
  void push(Moving&& moving) { ready_.push_back(std::move(moving)); }
  Effect& effect(Effect::Kind, const Token&);
  void trace(Happened::Kind, int node, int token = 0);
  void fault(platform::ErrorCode, std::string slug, std::string detail);
  bool is_stopped() const { return fault_.has_value() || state_.status != Status::running; }
  feel::Session& session();

  const Model& model_;
  const Surroundings& around_;
  Step step_;
  State& state_;
  std::deque<Moving> ready_, throws_;
  std::optional<Error> fault_;
  bool is_refused_ = true;  // until accept(): the command itself does not fit, whatever Surroundings::faults says
  std::optional<feel::Session> session_;
  const Variables* at_gateway_ = nullptr;  // what conditions behind a complex gateway see of it
  int steps_ = 0;
  bool has_changed_ = false;
  bool is_unwinding_ = false;  // what is cancelled may come again
  bool is_straight_ = false;   // what a reopened step was before still comes of it
  int last_end_ = -1;
};

/// The names an expression sees from a token: its own frame, loops and sub-processes outward, the process, the caller.
class Names : public NameSource {
 public:
  Names(const Machine& machine, int token, std::string_view outcome, const Variables* own = nullptr) : machine_{machine}, token_{token}, outcome_{outcome}, own_{own} {}
  feel::Value value_of(std::string_view name) const override;

 private:
  const Machine& machine_;
  int token_;
  std::string_view outcome_;
  const Variables* own_;  // seen before all others
};

Result<Step> rearm(const Model&, State, const Surroundings&);

}  // namespace yimen::bpmn
