#pragma once
#include <map>
#include <mutex>

#include "story.h"

namespace yimen::demo {

using platform::Actor;
using platform::Tx;

/// What the people of the city do with a case when its time comes. Several stories may be worked on side by side.
class Handling {
 public:
  explicit Handling(Scene& scene) : scene_{scene}, papers_{scene.approval.services().files} {}
  /// The next act of the story, and when the one after it is due.
  void step(Story&);
  int refused_acts() const { return refused_acts_; }
  const std::map<std::string, int>& refusals() const { return refusals_; }

 private:
  void note(const std::string& slug);
  /// One use case in its own transaction; what is refused is counted.
  template <class Work>
  auto act(Work work) -> std::optional<typename std::invoke_result_t<Work, Tx&>::value_type>;
  std::vector<approval::HandedIn> hand_in(Tx&, Story&, const Actor& by, const boost::json::object& situation);
  /// Who works on the task today: the deputy while the one it is meant for is away.
  const Actor* worker(Story&, const cases::CaseTask&);
  const Actor* meant_for(Story&, const cases::CaseTask&);
  int share_of_limit(const Story&, const cases::ServiceCase&, int parts) const;
  bool may_settle_at_once(Tx&, const Actor& clerk, std::int64_t department);

  void begin(Story&);
  void advance(Story&, const cases::ServiceCase&, const std::vector<cases::CaseTask>&);
  void accept(Story&, const cases::ServiceCase&);
  void answer(Story&, const cases::ServiceCase&);
  void review(Story&, const cases::ServiceCase&, const std::vector<cases::CaseTask>&);
  void decide(Story&, const cases::ServiceCase&, const std::vector<cases::CaseTask>&);
  approval::DiscretionChoice choice(const cases::ServiceCase&, cases::Decision);
  void end_special(Story&, const cases::ServiceCase&);
  void make(Story&, const cases::ServiceCase&);
  void deliver(Story&, const cases::ServiceCase&);
  void rate(Story&, const cases::ServiceCase&);

  Scene& scene_;
  Papers papers_;
  std::mutex mutex_;
  int refused_acts_ = 0;
  std::map<std::string, int> refusals_;
};

}  // namespace yimen::demo
