#include <random>

#include "testing_models.h"

using namespace yimen::dmn;
using namespace yimen::dmn::testing;

namespace {

/// Reads, analyses and decides whatever can be read; the only demand is that it ends.
void exercise(const std::string& text, const std::vector<File>& imports) {
  std::vector<Problem> problems;
  const auto model = read_model({"damaged.dmn", text}, imports, problems);
  if (!model) {
    CHECK_FALSE(problems.empty());
    return;
  }
  const auto inputs = context(R"({"Applicant":{"name":"W","age":30,"monthly income":9000,"debts":[1,2]},"Amount":1000,"Year":2023,"Order":{"total":120,"member":true}})");
  for (const auto& decision : model->decisions()) {
    yimen::feel::Session session{{}, "UTC", {.steps = 20'000, .bytes = 4 << 20, .depth = 200}};
    (void)model->decide(decision, inputs, session);
  }
  for (const auto& service : model->services()) {
    yimen::feel::Session session{{}, "UTC", {.steps = 20'000, .bytes = 4 << 20, .depth = 200}};
    (void)model->call_service(service, inputs, session);
  }
  (void)analyse_tables(*model, {.steps = 20'000});
}

class Damage {
 public:
  explicit Damage(unsigned seed) : random_{seed} {}

  std::string to(std::string text) {
    for (int i = 0, count = 1 + below(3); i < count; ++i) once(text);
    return text;
  }

 private:
  int below(std::size_t most) { return static_cast<int>(random_() % most); }

  void once(std::string& text) {
    const auto at = static_cast<std::size_t>(below(text.size()));
    const auto length = static_cast<std::size_t>(1 + below(40));
    static const std::vector<std::string> pieces{"<", ">", "\"", "'", "&", "&#0;", "[", "(", "..", "-", "null", "9", "href='#", "]]>", "<rule/>", "<text>", "</text>", "typeRef='x'", "函", "\xFF", "for i in ", "1e999"};
    switch (below(6)) {
      case 0: text.erase(at, length); break;
      case 1: text.insert(at, pieces[below(pieces.size())]); break;
      case 2: text[at] = static_cast<char>(below(256)); break;
      case 3: text.insert(at, text.substr(static_cast<std::size_t>(below(text.size())), length)); break;
      case 4: swap_elements(text); break;
      default: swap_words(text); break;
    }
  }

  /// One element's text in place of another's: well-formed, but wrong.
  void swap_elements(std::string& text) {
    const auto pick = [&] {
      const auto start = text.find("<text>", static_cast<std::size_t>(below(text.size())));
      const auto end = start == std::string::npos ? start : text.find("</text>", start);
      return end == std::string::npos ? std::pair{std::string::npos, std::size_t{}} : std::pair{start + 6, end - start - 6};
    };
    const auto from = pick(), to = pick();
    if (from.first == std::string::npos || to.first == std::string::npos) return;
    const auto taken = text.substr(from.first, from.second);
    text.replace(to.first, to.second, taken);
  }

  void swap_words(std::string& text) {
    static const std::vector<std::pair<std::string, std::string>> words{{"number", "string"}, {"PRIORITY", "UNIQUE"}, {"FIRST", "COLLECT"}, {"#i_", "#d_"}, {"#d_", "#b_"}, {"requiredInput", "requiredDecision"},
                                                                        {"isCollection=\"true\"", ""}, {"urn:example:rates", "urn:example:lending"}, {"name=\"", "label=\""}, {"literalExpression", "list"}};
    const auto& [from, to] = words[below(words.size())];
    const auto at = text.find(from, static_cast<std::size_t>(below(text.size())));
    if (at != std::string::npos) text.replace(at, from.size(), to);
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE("thousands of damaged models are refused or decided, never a crash") {
  const std::vector<File> imports{{"rates.dmn", slurp("rates.dmn")}};
  const std::vector<std::string> wholes{slurp("lending.dmn"), slurp("discount-1.1.dmn"), slurp("rates.dmn")};
  for (unsigned seed = 0; seed < 6000; ++seed) {
    CAPTURE(seed);
    exercise(Damage{seed}.to(wholes[seed % wholes.size()]), imports);
  }
}

TEST_CASE("damaged imports do not hurt either") {
  const auto main = slurp("lending.dmn"), rates = slurp("rates.dmn");
  for (unsigned seed = 0; seed < 500; ++seed) exercise(main, {{"rates.dmn", Damage{seed}.to(rates)}});
}
