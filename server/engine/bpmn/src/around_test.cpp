#include "yimen/bpmn/around.h"

#include <algorithm>

#include "testing_models.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;

namespace {

std::string starting(const std::string& id, const std::string& definition, bool is_interrupting) {
  return start(id, definition, is_interrupting ? "" : "isInterrupting='false'");
}
std::string sub_begun_by(const std::string& id, const std::string& definition, bool is_interrupting, const std::string& inner = script("in_{}")) {
  auto body = inner;
  for (auto at = body.find("{}"); at != body.npos; at = body.find("{}")) body.replace(at, 2, id);
  return event_sub(id, starting(id + "s", definition, is_interrupting) + body + end(id + "e") + way(id + "s in_" + id + " " + id + "e"));
}
std::string called(const std::string& id, const std::string& elements) { return "<process id='" + id + "' isExecutable='false'>" + elements + "</process>"; }
std::string call(const std::string& id, const std::string& process) { return node("callActivity", id, "", "calledElement='" + process + "'"); }
std::string around(const Model& model, const std::string& id, Around which = Around::any) {
  const int sub = event_sub_around(model, *model.find(id), which);
  return sub < 0 ? "" : model.node(sub).id;
}
/// "thrower>catcher", "thrower>" when nobody catches; "@call" where it comes out of one.
std::string thrown(const Model& model) {
  std::string text;
  for (const auto& one : throws_of(model))
    text += (text.empty() ? "" : " ") + model.node(one.node).id + (one.via < 0 ? "" : "@" + model.node(one.via).id) + ">" + (one.catcher < 0 ? "" : model.node(one.catcher).id);
  return text;
}
/// Who caught it when the model ran; empty when nobody did.
std::string caught(const std::shared_ptr<const Model>& model) {
  std::string text;
  run(*model, {}, [&](const RunEvent& event) {
    if (event.kind == Happened::Kind::caught && event.node != nullptr) text += event.node->id;
  });
  return text;
}

}  // namespace

TEST_CASE("the event sub-process around a node is the innermost it stands in, at any depth") {
  const auto deep = sub("u", start("us") + script("x") + end("ue") + way("us x ue"));
  const auto outer = event_sub("side", starting("ss", signal("a"), false) + deep + sub_begun_by("inner", error("E"), true) + end("se") + way("ss u se"));
  const auto model = model_of(wrap(start() + script("m") + end() + way("s m e") + outer, roots("signal:a error:E")));
  CHECK(around(*model, "m").empty());
  CHECK(around(*model, "side").empty());
  CHECK(around(*model, "x") == "side");
  CHECK(around(*model, "in_inner") == "inner");
  CHECK(around(*model, "in_inner", Around::beside) == "side");  // it replaces what is beside the way, not the way
  CHECK(runs_beside(*model, *model->find("side")));
  CHECK_FALSE(runs_beside(*model, *model->find("inner")));
}

TEST_CASE("a node of a called process stands where it is called, if every call stands in the same event sub-process") {
  const auto q = called("q", start("qs") + script("x") + end("qe") + way("qs x qe"));
  const auto side = [](const std::string& id, const std::string& inner) { return event_sub(id, starting(id + "s", signal("sig_" + id), false) + inner + end(id + "e") + way(id + "s in_" + id + " " + id + "e")); };
  const auto model = [&](const std::string& main, const std::string& subs) { return model_of(wrap(start() + main + end() + way("s m e") + subs, q + roots("signal:sig_one signal:sig_two"))); };
  CHECK(around(*model(script("m"), side("one", call("in_one", "q"))), "x", Around::beside) == "one");
  CHECK(around(*model(call("m", "q"), ""), "x").empty());
  CHECK(around(*model(call("m", "q"), side("one", call("in_one", "q"))), "x").empty());
  CHECK(around(*model(script("m"), side("one", call("in_one", "q")) + side("two", call("in_two", "q"))), "x").empty());
}

TEST_CASE("who catches what is thrown is foretold as it happens, whatever catches at whatever level") {
  const std::vector<std::string> ways{"", "E", "*"};  // none, this error, every error
  const auto definition = [](const std::string& what) { return error(what == "*" ? "" : what); };
  for (const auto& inside : ways)
    for (const auto& edge : ways)
      for (const auto& outside : ways)
        for (const auto& other : {"", "F"}) {
          auto inner = start("us") + end("t", error("E")) + way("us t");
          if (!inside.empty()) inner += sub_begun_by("inside", definition(inside), true);
          if (*other != '\0') inner += sub_begun_by("other", error(other), true);
          auto text = start() + sub("u", inner) + end() + way("s u e");
          if (!edge.empty()) text += boundary("edge", "u", definition(edge)) + end("f") + way("edge f");
          if (!outside.empty()) text += sub_begun_by("outside", definition(outside), true);
          const auto model = model_of(wrap(text, roots("error:E error:F")));
          const auto who = caught(model);
          CHECK(thrown(*model) == "t>" + who);
          CHECK(uncaught_errors(*model).empty() == !who.empty());
        }
  const auto unheard = model_of(wrap(start() + end("t", escalation("E")) + way("s t"), roots("escalation:E")));
  CHECK(thrown(*unheard) == "t>");
  CHECK(uncaught_errors(*unheard).empty());
}

TEST_CASE("an exact code is preferred at its level, and a nearer level to an exact code farther out") {
  const auto inner = start("us") + end("t", escalation("E")) + way("us t") + sub_begun_by("all", escalation(""), true);
  const auto model = model_of(wrap(start() + sub("u", inner + sub_begun_by("exact", escalation("E"), true)) + end() + way("s u e"), roots("escalation:E")));
  CHECK(thrown(*model) == "t>exacts");
  CHECK(caught(model) == "exacts");
  const auto nearer = model_of(wrap(start() + sub("u", inner) + boundary("edge", "u", escalation("E")) + end("f") + end() + way("s u e; edge f"), roots("escalation:E")));
  CHECK(thrown(*nearer) == "t>alls");
  CHECK(caught(nearer) == "alls");
}

TEST_CASE("what is thrown in an event sub-process is not caught by one that it has silenced") {
  const auto thrower = event_sub("first", starting("fs", error("E"), true) + end("again", error("E")) + way("fs again"));
  const auto model = model_of(wrap(start() + sub("u", start("us") + end("t", error("E")) + way("us t") + thrower) + boundary("edge", "u", error("E")) + end("f") + end() + way("s u e; edge f"), roots("error:E")));
  CHECK(thrown(*model) == "t>fs again>edge");
  CHECK(caught(model) == "fsedge");
}

TEST_CASE("out of a called process an error climbs at every call of it") {
  const auto q = called("q", start("qs") + end("t", error("E")) + way("qs t"));
  const auto model = model_of(wrap(start() + call("a", "q") + boundary("edge", "a", error("E")) + call("b", "q") + end("f") + end() + way("s a b e; edge f"), q + roots("error:E")));
  CHECK(thrown(*model) == "t@a>edge t@b>");
  CHECK(caught(model) == "edge");
}
