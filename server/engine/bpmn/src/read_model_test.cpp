#include <algorithm>
#include <utility>

#include "testing_models.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;
using Rules = std::vector<std::string>;

TEST_CASE("the shipped models are valid, keep to three layers and name a role at each task") {
  for (const auto* name : {"handler-reviewer-approver", "two-step", "instant"}) {
    CAPTURE(name);
    const auto xml = slurp(std::string{"data/processes/"} + name + ".bpmn");
    const auto model = model_of(xml);
    CHECK(model->source() == xml);
    CHECK(check_layers(*model, 3).empty());
    CHECK(check_roles(*model).empty());
    CHECK_FALSE(model->name().empty());
  }
}

TEST_CASE("a task carries role, department, stage, opinion duty, own limit and checklist") {
  const auto model = model_of(slurp("data/processes/handler-reviewer-approver.bpmn"));
  const auto* handle = model->find("handle");
  REQUIRE(handle != nullptr);
  CHECK(handle->name == "承办");
  CHECK(handle->task.role == "handler");
  CHECK(handle->task.department == "own");
  CHECK(handle->task.stage == "review");
  CHECK(handle->task.is_opinion_required);
  CHECK(handle->task.checklist.size() == 4);
  CHECK(handle->line > 1);
  const auto limited = model_of(wrap(start() + "<userTask id='t' y:limitDays=' 5 ' y:department='450902-12'/>" + end() + flow("a", "s", "t") + flow("b", "t", "e")));
  CHECK(limited->find("t")->task.limit_days == 5);
  CHECK(limited->find("t")->task.department == "450902-12");
  CHECK(check_roles(*limited).front().rule == "policy/no-role");
}

TEST_CASE("any prefix, and vendors' extensions, artifacts and diagrams, do not matter") {
  const auto model = model_of(R"(<q:definitions xmlns:q="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:z="https://yimen.org/bpmn" xmlns:c="http://camunda.org/schema/1.0/bpmn" xmlns:d="urn:diagram">
    <q:process id="p"><q:extensionElements><c:x a="1"><c:y/></c:x></q:extensionElements><q:documentation>说明</q:documentation>
    <q:startEvent id="s" c:form="f"/><q:userTask id="t" z:role="handler"/><q:endEvent id="e"/>
    <q:textAnnotation id="n"><q:text>备注</q:text></q:textAnnotation><q:association id="as" sourceRef="t" targetRef="n"/>
    <q:sequenceFlow id="a" sourceRef="s" targetRef="t"/><q:sequenceFlow id="b" sourceRef="t" targetRef="e"/></q:process><d:Diagram/></q:definitions>)");
  CHECK(model->find("t")->task.role == "handler");
}

TEST_CASE("what the engine does not run is refused one by one, with id, line and both languages") {
  std::vector<Problem> problems;
  const auto xml = wrap(start() + node("scriptTask", "a", "<script>x</script>", "scriptFormat='groovy'") + node("scriptTask", "b", "<script>1 +</script>") + node("callActivity", "c") + end() + way("s a b c e"));
  const auto model = read_model(xml, problems);
  REQUIRE_FALSE(model);
  CHECK(model.error().slug == "bpmn/invalid-model");
  CHECK(model.error().fields.size() == problems.size());
  REQUIRE(problems.size() == 3);
  CHECK(problems[0].element == "a");
  CHECK(problems[0].line == 5);
  CHECK(problems[0].rule == "runs/script-format");
  CHECK(problems[1].rule == "task/bad-script");
  CHECK(problems[1].zh.find("1 +") != std::string::npos);
  CHECK(problems[2].rule == "call/no-called-element");
  const auto only = [](const std::string& inner) { return rules_of(wrap(start() + inner + end() + way("s t e"))); };
  CHECK(only(task("t", "x", "", "y:vote='most' y:participants='[1]'")) == Rules{"vote/bad-rule"});
  CHECK(only(task("t", "x", "", "y:vote='all'")) == Rules{"vote/no-participants"});
  CHECK(only(task("t", "x", "", "y:vote='share' y:share='3/2' y:participants='[1]'")) == Rules{"vote/bad-share"});
  CHECK(only(task("t", "x", "", "y:participants='['")) == Rules{"vote/bad-participants"});
  CHECK(only(task("t", "x", "", "y:candidates='['")) == Rules{"task/bad-candidates"});
  CHECK(only(script("t", "1", "", "startQuantity='0'")).size() == 1);
  CHECK(rules_of(wrap(start() + throwing("t", "<linkEventDefinition name='nowhere'/>") + script("u") + end() + way("s u e; s t"))).size() >= 1);
  CHECK(rules_of(wrap(node("choreographyTask", "t"))).size() >= 1);
}

TEST_CASE("the graph has one start, ends, and no place that cannot be reached or left") {
  CHECK(rules_of(wrap(start() + end() + flow("a", "s", "e"))).empty());
  CHECK(rules_of(wrap(end() + task("t") + flow("a", "t", "e"))) == Rules{"process/no-start"});
  CHECK(rules_of(wrap(start() + task("t") + flow("a", "s", "t"))) == Rules{"process/no-end"});
  CHECK(rules_of(wrap(start() + start("s2") + end() + flow("a", "s", "e") + flow("b", "s2", "e"))) == Rules{"process/two-starts"});
  CHECK(rules_of(wrap(start() + end() + task("t") + flow("a", "s", "e") + flow("b", "t", "e"))) == Rules{"node/no-incoming"});
  CHECK(rules_of(wrap(start() + task("t") + task("u") + end() + flow("a", "s", "t") + flow("b", "t", "u") + flow("c", "u", "t"))) == Rules{"end/incoming"});
  CHECK(rules_of(wrap(start() + task("t") + task("u") + end() + flow("a", "s", "e") + flow("b", "t", "u") + flow("c", "u", "t"))) ==
        Rules{"node/unreachable", "node/no-way-out", "node/unreachable", "node/no-way-out"});
  CHECK(rules_of(wrap(start() + end() + end("f") + flow("a", "s", "e") + flow("b", "s", "f"))) == Rules{"start/outgoing"});
  CHECK(rules_of(wrap(start() + task("t") + end() + end("f") + flow("a", "s", "t") + flow("b", "t", "e") + flow("c", "t", "f"))) == Rules{"task/outgoing"});
  CHECK(rules_of(wrap(start() + end() + flow("a", "s", "e") + flow("b", "e", "s"))) == Rules{"start/incoming", "end/outgoing"});
  CHECK(rules_of(wrap("")) == Rules{"process/no-start", "process/no-end"});
}

TEST_CASE("a branching gateway has a condition on each flow but the default") {
  const auto branch = [](const std::string& default_flow, const std::string& first, const std::string& second) {
    return rules_of(wrap(start() + gateway("g", default_flow) + end() + end("f") + flow("a", "s", "g") + flow("b", "g", "e", first) + flow("c", "g", "f", second)));
  };
  CHECK(branch("c", "x = 1", "").empty());
  CHECK(branch("", "x = 1", "x = 2").empty());
  CHECK(branch("", "x = 1", "") == Rules{"flow/condition-missing"});
  CHECK(branch("c", "x = 1", "x = 2") == Rules{"flow/default-with-condition"});
  CHECK(branch("a", "x = 1", "x = 2") == Rules{"gateway/bad-default"});
  CHECK(branch("c", "x == 1", "") == Rules{"flow/bad-condition"});
  CHECK(rules_of(wrap(start() + gateway("g") + flow("a", "s", "g") + end() + flow("z", "s", "e"))) == Rules{"node/no-outgoing"});
  CHECK(rules_of(wrap(start() + task("t") + end() + flow("a", "s", "t") + flow("b", "t", "e", "x = 1"))) == Rules{"flow/condition-alone"});
  CHECK(rules_of(wrap(start() + task("t") + end() + flow("a", "s", "t") + flow("c", "t", "e") + flow("b", "t", "e", "x = 1"))) == Rules{"task/outgoing", "flow/condition-not-at-gateway"});
  const auto odd = [](const std::string& condition) {
    return rules_of(wrap(start() + gateway("g", "c") + end() + flow("a", "s", "g") + flow("c", "g", "e") + "<sequenceFlow id='b' sourceRef='g' targetRef='e'>" + condition + "</sequenceFlow>"));
  };
  CHECK(odd("<conditionExpression language='javascript'>x</conditionExpression>") == Rules{"runs/expression-language"});
  CHECK(odd("<conditionExpression xsi:type='tFormalExpression'>${x == 1}</conditionExpression>") == Rules{"runs/expression-language"});
  CHECK(odd("<conditionExpression> </conditionExpression>") == Rules{"flow/empty-expression"});
}

TEST_CASE("a round of gateways without a task is refused, with a task it is a way back") {
  const auto round = [](const std::string& middle) {
    return rules_of(wrap(start() + gateway("g") + middle + gateway("h", "d") + end() + flow("a", "s", "g") + flow("b", "g", "m") + flow("c", "m", "h") + flow("d", "h", "e") + flow("f", "h", "g", "x = 1")));
  };
  CHECK(round(task("m")).empty());
  CHECK(round(gateway("m")) == Rules{"gateway/loop-without-task"});
}

TEST_CASE("ids are there and used once, flows lead from node to node, task attributes have meaning") {
  CHECK(rules_of(wrap(start() + end() + end() + flow("a", "s", "e"))) == Rules{"element/id-twice", "end/incoming"});
  CHECK(rules_of(wrap("<startEvent/>" + end())) == Rules{"start/outgoing", "end/incoming", "element/no-id"});
  CHECK(rules_of(wrap(start() + end() + flow("a", "s", "e") + flow("b", "s", "nowhere"))) == Rules{"flow/loose-end"});
  CHECK(rules_of(wrap(start() + "<userTask id='t' y:limitDays='x' y:stage='q' y:opinionRequired='ja'/>" + end() + flow("a", "s", "t") + flow("b", "t", "e"))) ==
        Rules{"task/bad-stage", "task/bad-limit", "task/bad-opinion"});
}

TEST_CASE("text that is no BPMN, no XML or an attack is refused without harm") {
  CHECK(rules_of("") == Rules{"xml/not-well-formed"});
  CHECK(rules_of("hello") == Rules{"xml/not-well-formed"});
  CHECK(rules_of("<a><b></a>") == Rules{"xml/not-well-formed"});
  CHECK(rules_of("<a/><b/>") == Rules{"xml/not-well-formed"});
  CHECK(rules_of("<definitions/>") == Rules{"document/not-bpmn"});
  CHECK(rules_of("<x:definitions/>") == Rules{"xml/unknown-prefix"});
  CHECK(rules_of("<a b='1' b='2'/>") == Rules{"xml/attribute-twice"});
  CHECK(rules_of("<a>\xFF\xFE</a>") == Rules{"xml/not-utf8"});
  CHECK(rules_of("<?xml version='1.0' encoding='EBCDIC'?><a/>") == Rules{"xml/not-utf8"});
  CHECK(rules_of("<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>") == Rules{"process/none"});
  CHECK(rules_of("<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'><collaboration id='c'/><process id='p'/><process id='q'/></definitions>").size() == 4);
  std::string laughs = "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY lol 'lol'>";
  for (int i = 1; i < 10; ++i) laughs += "<!ENTITY lol" + std::to_string(i) + " '&lol" + std::to_string(i - 1) + ";&lol" + std::to_string(i - 1) + ";'>";
  CHECK(rules_of(laughs + "]><definitions>&lol9;</definitions>") == Rules{"xml/doctype"});
  CHECK(rules_of("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>") == Rules{"xml/doctype"});
}

TEST_CASE("a model in another encoding is kept in UTF-8") {
  const auto model = model_of("<?xml version='1.0' encoding='GBK'?><definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'><process id='p' name='\xC9\xEA\xC7\xEB'>" + start() + end() +
                              flow("a", "s", "e") + "</process></definitions>");
  CHECK(model->name() == "申请");
  CHECK(model->source().starts_with("<?xml version='1.0' encoding='UTF-8'?>"));
  CHECK(model->source().find("name='申请'") != std::string::npos);
}

TEST_CASE("size, depth and number of elements are limited") {
  CHECK(rules_of(std::string(2 << 20, ' ')) == Rules{"xml/too-large"});
  std::string deep;
  for (int i = 0; i < 50'000; ++i) deep += "<a>";
  CHECK(rules_of(deep) == Rules{"xml/not-well-formed"});
  for (int i = 0; i < 50'000; ++i) deep += "</a>";
  CHECK(rules_of(deep) == Rules{"xml/too-deep"});
  std::string many = "<a>";
  for (int i = 0; i < 30'000; ++i) many += "<b/>";
  CHECK(rules_of(many + "</a>") == Rules{"xml/too-many"});
  std::string nodes = start() + end(), last = "s";
  for (int i = 0; i < 30; ++i) {
    const auto id = "t" + std::to_string(i);
    nodes += task(id) + flow("f" + id, std::exchange(last, id), id);
  }
  CHECK(rules_of(wrap(nodes + flow("z", last, "e")), {.nodes = 20}) == Rules{"process/too-many-nodes"});
}

TEST_CASE("a broken file gives at most two hundred problems and a summary for people") {
  std::string many;
  for (int i = 0; i < 300; ++i) many += "<choreographyTask id='t" + std::to_string(i) + "'/>\n";
  std::vector<Problem> problems;
  CHECK_FALSE(read_model(wrap(many), problems));
  CHECK(problems.size() == 200);
  CHECK(zh_summary(problems).find("第4行") != std::string::npos);
  CHECK(zh_summary({}) == "流程图没有问题。");
}

TEST_CASE("at most so many different roles lie on any way; coming back to one counts once") {
  const auto chain = [](std::initializer_list<const char*> roles) {
    std::string elements = start() + end(), last = "s";
    int n = 0;
    for (const auto* role : roles) {
      const auto id = "t" + std::to_string(n++);
      elements += task(id, role) + flow("f" + id, last, id);
      last = id;
    }
    return model_of(wrap(elements + flow("z", last, "e")));
  };
  CHECK(check_layers(*chain({"a", "b", "c"}), 3).empty());
  CHECK(check_layers(*chain({"a", "b", "a", "c", "b"}), 3).empty());
  const auto four = check_layers(*chain({"a", "b", "c", "d"}), 3);
  REQUIRE(four.size() == 1);
  CHECK(four[0].element == "t3");
  CHECK(four[0].zh.find("a、b、c、d") != std::string::npos);
  // Four roles on two separate ways, never more than three on one.
  const auto split = model_of(wrap(start() + task("a", "a") + gateway("g", "x") + task("b", "b") + task("c", "c") + task("d", "d") + end() + flow("f1", "s", "a") + flow("f2", "a", "g") +
                                   flow("x", "g", "b") + flow("f3", "g", "c", "n = 1") + flow("f4", "b", "d") + flow("f5", "c", "d") + flow("f6", "d", "e")));
  CHECK(check_layers(*split, 3).empty());
  CHECK(check_layers(*split, 2).size() == 1);
}

TEST_CASE("a model made of very many roles and branches is refused instead of searched for ever") {
  std::string elements = start() + end() + gateway("g0", "d0") + flow("a", "s", "g0");
  for (int layer = 0; layer < 3; ++layer) {
    const auto from = "g" + std::to_string(layer), to = layer == 2 ? std::string{"e"} : "g" + std::to_string(layer + 1);
    if (layer < 2) elements += gateway(to, "d" + std::to_string(layer + 1));
    for (int i = 0; i < 150; ++i) {
      const auto id = "t" + std::to_string(layer) + "x" + std::to_string(i);
      elements += task(id, id) + flow(i == 0 ? "d" + std::to_string(layer) : "i" + id, from, id, i == 0 ? "" : "n = " + std::to_string(i)) + flow("o" + id, id, to);
    }
  }
  CHECK(check_layers(*model_of(wrap(elements)), 3).front().rule == "policy/too-complex");
}

TEST_CASE("a plain model whose messages name no operation runs, and is told what the standard asks; with a real mistake beside it is refused") {
  const auto plain = [](const std::string& inner) {
    return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' id='d' targetNamespace='urn:model'><message id='m' name='paid'/>"
           "<interface id='i' name='post'><operation id='o' name='send'><inMessageRef>m</inMessageRef></operation></interface><process id='p' isExecutable='true'>" + inner + "</process></definitions>";
  };
  const std::string waiting = "<startEvent id='s'/><serviceTask id='v' operationRef='o'/>\n<intermediateCatchEvent id='t'><messageEventDefinition messageRef='m'/></intermediateCatchEvent><endEvent id='e'/>";
  std::vector<Problem> problems;
  const auto model = read_model(plain(waiting + way("s v t e")), problems);
  REQUIRE(model);
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].rule == "service/one-input");
  CHECK(problems[1].rule == "message/no-operation");
  for (const auto& problem : problems) CHECK(problem.is_formal);
  CHECK_FALSE(read_model(plain(waiting + way("s v t e") + "<sequenceFlow id='back' sourceRef='e' targetRef='t'/>"), problems));
  CHECK(problems.size() == 3);
  CHECK(std::ranges::count_if(problems, &Problem::is_formal) == 2);
  // What the builder refuses of an element is told though the element has a formal problem.
  CHECK_FALSE(read_model(plain("<startEvent id='s'/><serviceTask id='v' operationRef='o'><multiInstanceLoopCharacteristics><loopCardinality xsi:type='tFormalExpression' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>1 +</loopCardinality>"
                               "</multiInstanceLoopCharacteristics></serviceTask><endEvent id='e'/>" + way("s v e")), problems));
  CHECK(std::ranges::any_of(problems, [](const Problem& problem) { return problem.element == "v" && !problem.is_formal; }));
}
