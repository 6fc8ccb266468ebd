#include "vocabulary.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "yimen/platform/text.h"

namespace yimen::dmn::vocabulary {
namespace {

constexpr std::array model_spaces{
    std::string_view{"http://www.omg.org/spec/DMN/20151101/dmn.xsd"}, std::string_view{"http://www.omg.org/spec/DMN/20180521/MODEL/"},
    std::string_view{"https://www.omg.org/spec/DMN/20191111/MODEL/"}, std::string_view{"https://www.omg.org/spec/DMN/20211108/MODEL/"},
    std::string_view{"https://www.omg.org/spec/DMN/20230324/MODEL/"}};

constexpr std::array diagram_spaces{
    std::string_view{"http://www.omg.org/spec/DMN/20180521/DMNDI/"}, std::string_view{"https://www.omg.org/spec/DMN/20191111/DMNDI/"},
    std::string_view{"https://www.omg.org/spec/DMN/20211108/DMNDI/"}, std::string_view{"https://www.omg.org/spec/DMN/20230324/DMNDI/"},
    std::string_view{"http://www.omg.org/spec/DMN/20180521/DI/"}, std::string_view{"http://www.omg.org/spec/DMN/20180521/DC/"}};

constexpr std::array feel_spaces{
    std::string_view{"http://www.omg.org/spec/FEEL/20140401"}, std::string_view{"http://www.omg.org/spec/DMN/20180521/FEEL"},
    std::string_view{"https://www.omg.org/spec/DMN/20191111/FEEL"}, std::string_view{"https://www.omg.org/spec/DMN/20211108/FEEL"},
    std::string_view{"https://www.omg.org/spec/DMN/20230324/FEEL"}};

constexpr std::string_view expressions =
    "literalExpression invocation decisionTable context relation list functionDefinition conditional filter for every some";

/// element | children ($ any expression) | attributes beside id and label. A trailing + marks elements with text.
constexpr std::string_view schema = R"(
definitions | import itemDefinition decision businessKnowledgeModel decisionService inputData knowledgeSource elementCollection association textAnnotation group performanceIndicator organizationUnit | name namespace expressionLanguage typeLanguage exporter exporterVersion
import | | name namespace importType locationURI
elementCollection | drgElement | name
drgElement | | href
association | sourceRef targetRef | associationDirection
sourceRef | | href
targetRef | | href
textAnnotation | text | textFormat
group | | name
performanceIndicator | impactingDecision | name URI
impactingDecision | | href
organizationUnit | decisionMade decisionOwned | name URI
decisionMade | | href
decisionOwned | | href
decision | question allowedAnswers variable informationRequirement knowledgeRequirement authorityRequirement supportedObjective impactedPerformanceIndicator decisionMaker decisionOwner usingProcess usingTask $ | name
question+ | |
allowedAnswers+ | |
supportedObjective | | href
impactedPerformanceIndicator | | href
decisionMaker | | href
decisionOwner | | href
usingProcess | | href
usingTask | | href
informationRequirement | requiredDecision requiredInput |
knowledgeRequirement | requiredKnowledge |
authorityRequirement | requiredDecision requiredInput requiredAuthority |
requiredDecision | | href
requiredInput | | href
requiredKnowledge | | href
requiredAuthority | | href
businessKnowledgeModel | variable encapsulatedLogic knowledgeRequirement authorityRequirement | name
decisionService | variable outputDecision encapsulatedDecision inputDecision inputData | name
outputDecision | | href
encapsulatedDecision | | href
inputDecision | | href
inputData | variable | name href
knowledgeSource | authorityRequirement type owner | name locationURI
type+ | |
owner | | href
variable | | name typeRef
parameter | | name typeRef
formalParameter | | name typeRef
column | | name typeRef
itemDefinition | typeRef allowedValues typeConstraint itemComponent functionItem | name typeLanguage isCollection
itemComponent | typeRef allowedValues typeConstraint itemComponent functionItem | name typeLanguage isCollection
functionItem | parameters | outputTypeRef
parameters | | name typeRef
typeRef+ | |
allowedValues | text | expressionLanguage typeRef
typeConstraint | text | expressionLanguage typeRef
inputValues | text | expressionLanguage typeRef
outputValues | text | expressionLanguage typeRef
inputEntry | text | expressionLanguage typeRef
text+ | |
description+ | |
literalExpression | text importedValues | typeRef expressionLanguage
inputExpression | text importedValues | typeRef expressionLanguage
outputEntry | text importedValues | typeRef expressionLanguage
defaultOutputEntry | text importedValues | typeRef expressionLanguage
importedValues | importedElement | name namespace importType locationURI expressionLanguage
importedElement+ | |
invocation | $ binding | typeRef
binding | parameter $ |
decisionTable | input output annotation rule | typeRef hitPolicy aggregation preferredOrientation outputLabel
input | inputExpression inputValues |
output | outputValues defaultOutputEntry | name typeRef
annotation | | name
rule | inputEntry outputEntry annotationEntry |
annotationEntry | text |
context | contextEntry | typeRef
contextEntry | variable $ |
relation | column row | typeRef
row | $ | typeRef
list | $ | typeRef
functionDefinition | formalParameter $ | typeRef kind
encapsulatedLogic | formalParameter $ | typeRef kind
conditional | if then else | typeRef
if | $ | typeRef
then | $ | typeRef
else | $ | typeRef
filter | in match | typeRef
for | in return | typeRef iteratorVariable
every | in satisfies | typeRef iteratorVariable
some | in satisfies | typeRef iteratorVariable
in | $ | typeRef
match | $ | typeRef
return | $ | typeRef
satisfies | $ | typeRef
)";

struct Word {
  std::vector<std::string> children, attributes;
  bool holds_text = false;
};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (auto& word : platform::split(text, ' '))
    if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::unordered_map<std::string, Word> read_schema() {
  std::unordered_map<std::string, Word> table;
  for (const auto& line : platform::split(schema, '\n')) {
    if (line.empty()) continue;
    const auto parts = platform::split(line, '|');
    auto name = platform::trim(parts.at(0));
    Word word{.children = words_of(parts.at(1)), .attributes = words_of(parts.at(2)), .holds_text = name.ends_with('+')};
    if (word.holds_text) name.pop_back();
    if (const auto any = std::ranges::find(word.children, "$"); any != word.children.end()) {
      word.children.erase(any);
      for (auto& one : words_of(expressions)) word.children.push_back(std::move(one));
    }
    word.children.insert(word.children.end(), {"description", "extensionElements"});
    word.attributes.insert(word.attributes.end(), {"id", "label"});
    table.emplace(std::move(name), std::move(word));
  }
  return table;
}

const Word* find(std::string_view name) {
  static const auto table = read_schema();
  const auto found = table.find(std::string{name});
  return found == table.end() ? nullptr : &found->second;
}

bool has(const std::vector<std::string>& list, std::string_view word) { return std::ranges::find(list, word) != list.end(); }

}  // namespace

bool is_model_space(std::string_view space) { return std::ranges::find(model_spaces, space) != model_spaces.end(); }
bool is_diagram_space(std::string_view space) { return std::ranges::find(diagram_spaces, space) != diagram_spaces.end(); }

bool is_feel_space(std::string_view space) {
  if (space.ends_with('/')) space.remove_suffix(1);
  return std::ranges::find(feel_spaces, space) != feel_spaces.end() || platform::fold_width(space) == "feel";
}

bool is_known_element(std::string_view name) { return name == "extensionElements" || find(name) != nullptr; }

bool may_contain(std::string_view parent, std::string_view child) {
  const auto* word = find(parent);
  return word != nullptr && has(word->children, child);
}

bool may_have(std::string_view element, std::string_view attribute) {
  const auto* word = find(element);
  return word != nullptr && has(word->attributes, attribute);
}

bool holds_text(std::string_view element) {
  const auto* word = find(element);
  return word != nullptr && word->holds_text;
}

bool is_expression(std::string_view element) {
  static const auto names = words_of(expressions);
  return has(names, element);
}

}  // namespace yimen::dmn::vocabulary
