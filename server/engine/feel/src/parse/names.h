#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What FEEL takes for letters, white space and names (DMN 1.5, 10.3.1.2 rules 25 to 30, 61 and 62).
namespace yimen::feel {

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;  ///< bytes; 0 at the end of the text
};
/// Broken UTF-8 comes as single bytes of value U+FFFD.
CodePoint decode(std::string_view text, std::size_t at);
void append_utf8(std::string& text, char32_t point);

bool is_space(char32_t);
bool is_name_start(char32_t);
bool is_name_part(char32_t);
bool is_name_symbol(char);  ///< . / - ' + *

/// Position behind the run of name parts that begins at `at`.
std::size_t end_of_word(std::string_view text, std::size_t at);
std::size_t skip_spaces(std::string_view text, std::size_t at);

/// Words and single symbols of a name: "a-b c" is a, -, b, c.
std::vector<std::string> name_tokens(std::string_view name);
std::string join_tokens(const std::vector<std::string>& tokens);

/// Names of more than one token, found by their first word.
class LongNames {
 public:
  void add(std::string_view name);
  /// The longest one that the text continues with at `at`; returns its end, or 0. `name` gets the name as it was added.
  std::size_t match(std::string_view text, std::size_t at, std::string& name) const;

 private:
  struct Entry {
    std::string name;
    std::vector<std::string> tokens;
  };
  std::map<std::string, std::vector<Entry>, std::less<>> by_first_word_;
};

}  // namespace yimen::feel
