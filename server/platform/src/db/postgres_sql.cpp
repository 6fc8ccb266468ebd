#include "db/postgres_sql.h"

#include "yimen/platform/text.h"

namespace yimen::platform {

std::string numbered_params(std::string_view sql) {
  std::string out;
  int count = 0;
  char quote = '\0';
  for (std::size_t i = 0; i < sql.size(); ++i) {
    const char c = sql[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (sql.substr(i, 2) == "--") {
      const auto end = std::min(sql.find('\n', i), sql.size());
      out += sql.substr(i, end - i);
      i = end - 1;
      continue;
    } else if (sql.substr(i, 2) == "??") {
      ++i;
    } else if (c == '?') {
      out += '$' + std::to_string(++count);
      continue;
    }
    out += c;
  }
  return out;
}

DbFault postgres_fault(std::string_view state, std::string_view message) {
  if (state == "23505") return DbFault::unique;
  if (state == "23503") return DbFault::foreign_key;
  if (state == "23502") return DbFault::not_null;
  if (state == "23514") return DbFault::check;
  if (state == "53100") return DbFault::full;
  if (state == "57014") return DbFault::cancelled;
  if (state == "55P03") return DbFault::busy;
  if (state.starts_with("40")) return DbFault::serialization;
  // A table has changed under a prepared statement; preparing it anew mends it.
  if (state == "0A000" && message.find("cached plan") != std::string_view::npos) return DbFault::serialization;
  if (state.starts_with("08") || state.starts_with("57P") || state == "53300") return DbFault::connection;
  if (state.starts_with("42")) return DbFault::syntax;
  return DbFault::other;
}

std::string quoted_name(std::string_view name) {
  return '"' + replace_all(name, "\"", "\"\"") + '"';
}

}  // namespace yimen::platform
