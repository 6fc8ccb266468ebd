#include "store/list_query.h"

namespace yimen::organisation::store {

std::string contains(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + "%";
}

std::string limit_words(int limit) { return " limit " + std::to_string(limit); }

}  // namespace yimen::organisation::store
