#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "testing_rules.h"
#include "yimen/platform/text.h"

using namespace yimen::bpmn::rules;

namespace {

struct Group {
  std::string_view first_rule, title;
};
constexpr Group groups[] = {{"structure/unknown-element", "Structure"},
                            {"reference/unresolved", "References"},
                            {"expression/not-formal", "Expressions"},
                            {"flow/artifact-source", "Sequence flows"},
                            {"gateway/converging", "Gateways"},
                            {"lane/foreign", "Lanes"},
                            {"start/incoming", "Start and end"},
                            {"event-subprocess/flow", "Event sub-processes"},
                            {"boundary/no-trigger", "Boundary and intermediate events"},
                            {"escalation/no-code", "What events carry"},
                            {"activity/start-quantity", "Activities"},
                            {"loop/maximum", "Loops"},
                            {"service/one-input", "Services and calls"},
                            {"data/collection", "Data"},
                            {"message-flow/artifact-source", "Collaborations, conversations, choreographies"},
                            {"diagram/structure", "Diagrams"}};

/// What was found stands as dots.
std::string shown(std::string_view text) {
  auto page = std::string{text};
  for (const auto* mark : {"{0}", "{1}", "{2}", "{3}"}) page = yimen::platform::replace_all(page, mark, "…");
  return page;
}

std::string page() {
  std::string text =
      "# Rules of BPMN 2.0\n\n"
      "Written by `rules_page_test.cpp` of `server/engine/bpmn` from `rule_table.cpp`; run it with `YIMEN_WRITE_PAGES=1` after a change there.\n\n"
      "A model is checked by these rules before it is built (`check_rules`); each refusal names the element, its line and the rule, in Chinese and English. A sentence follows the kind and\n"
      "name of the element: 结束事件“完成”没有连入的线。 — endEvent \"完成\" needs an incoming flow. Whether the engine runs what is drawn is another question, which the builder answers.\n\n"
      "The first three columns are the program's own; then the section of BPMN 2.0.2 (ISO/IEC 19510:2013) and the number in the rule suite of BPMNspector, University of Bamberg.\n"
      "Rules with ° are not asked of files of modelling tools and engines that keep such things in extensions of their own or see no harm in them (bpmn-js, Camunda, Flowable, Activiti,\n"
      "Signavio, jBPM and others, told by exporter and namespaces).\n"
      "Rules with * are likewise, and keep no model from being run or published, for nothing depends on them here: `yimen bpmn validate` tells them, as `formal`.\n\n"
      "Not judged: whether a called element or a structure that is not in the file exists; names of other namespaces; models spread over several files, which are\n"
      "refused as such. A file may leave out the lists `incoming` and `outgoing`; what is listed must be true, and a file of no tool that lists any flow must list all.\n";
  const Group* group = groups;
  for (const auto& rule : all_rules()) {
    if (group != std::end(groups) && rule.id == group->first_rule)
      text += fmt::format("\n## {}\n\n| rule | 意思 | meaning | BPMN | suite |\n|---|---|---|---|---|\n", (group++)->title);
    text += fmt::format("| `{}`{} | {} | {} | {} | {} |\n", rule.id, rule.is_formal() ? "*" : rule.spares_tools() ? "°" : "", shown(rule.zh), shown(rule.en), rule.section, rule.suite);
  }
  CHECK(group == std::end(groups));
  return text;
}

}  // namespace

TEST_CASE("the page of the rules says what the table says") {
  const auto name = std::string{YIMEN_SOURCE_DIR} + "/docs/bpmn-rules.md";
  if (std::getenv("YIMEN_WRITE_PAGES") != nullptr) std::ofstream{name, std::ios::binary} << page();
  std::ifstream in{name, std::ios::binary};
  std::ostringstream kept;
  kept << in.rdbuf();
  CHECK_MESSAGE(kept.str() == page(), "run bpmn_test with YIMEN_WRITE_PAGES=1");
}
