#include "db/native_sql.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "yimen/platform/text.h"

namespace yimen::platform {
namespace {

struct TypeWord {
  std::string_view word, sqlite, postgres;
};

// {text} sorts by bytes on both engines, so that lists paged by a text key come in the same order everywhere.
// {json} stays text: nothing asks the database to look inside, and jsonb would give back other text than was stored.
// {int} has 64 bits on both engines: an overflow that only production knows helps nobody.
constexpr std::array<TypeWord, 11> type_words{{
    {"{id}", "integer", "bigint"},
    {"{int}", "integer", "bigint"},
    {"{text}", "text", "text collate \"C\""},
    {"{date}", "text", "date"},
    {"{instant}", "integer", "bigint"},
    {"{region}", "integer", "bigint"},
    {"{money}", "integer", "bigint"},
    {"{bool}", "integer", "smallint"},
    {"{json}", "text", "text"},
    {"{bytes}", "blob", "bytea"},
    {"{real}", "real", "double precision"},
}};
constexpr std::string_view clustered = "{clustered}";

bool is_word_letter(char c) {
  return c >= 'a' && c <= 'z';
}

std::string_view native_type(std::string_view word, Engine engine) {
  if (word == clustered) return {};
  const auto* found =
      std::find_if(type_words.begin(), type_words.end(), [&](const TypeWord& type) { return type.word == word; });
  if (found == type_words.end()) throw std::logic_error("unknown type word in SQL: " + std::string(word));
  return engine == Engine::sqlite ? found->sqlite : found->postgres;
}

/// Words in braces outside of literals; comments are gone by now.
std::string replace_type_words(std::string_view sql, Engine engine) {
  std::string out;
  bool in_literal = false;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] == '\'') in_literal = !in_literal;
    auto end = i + 1;
    while (end < sql.size() && is_word_letter(sql[end])) ++end;
    const bool is_word = !in_literal && sql[i] == '{' && end > i + 1 && end < sql.size() && sql[end] == '}';
    if (is_word)
      out += native_type(sql.substr(i, end + 1 - i), engine);
    else
      out += sql[i];
    if (is_word) i = end;
  }
  return out;
}

std::string without_comments(std::string_view sql) {
  std::string out;
  for (const auto& line : split(sql, '\n')) {
    bool in_literal = false;
    std::size_t end = 0;
    for (; end < line.size(); ++end) {
      if (line[end] == '\'') in_literal = !in_literal;
      if (!in_literal && line.compare(end, 2, "--") == 0) break;
    }
    while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\t' || line[end - 1] == '\r')) --end;
    out.append(line, 0, end);
    out += '\n';
  }
  return out;
}

bool creates_table(std::string_view statement) {
  const auto folded = fold_width(statement.substr(0, 40));
  return folded.starts_with("create table") || folded.starts_with("create temp table");
}

std::string make_strict(const std::string& statement, bool is_clustered) {
  const auto bracket = statement.rfind(')');
  if (!creates_table(statement) || bracket == std::string::npos) return statement;
  const auto options = fold_width(statement.substr(bracket + 1));
  std::string out = statement;
  if (options.find("strict") == std::string::npos) out += options.empty() ? " strict" : ", strict";
  if (is_clustered) out += ", without rowid";
  return out;
}

}  // namespace

std::vector<std::string> split_statements(std::string_view sql) {
  std::vector<std::string> statements;
  std::string current;
  for (const auto& line : split(without_comments(sql), '\n')) {
    const bool is_last_line = line.ends_with(';');
    current += is_last_line ? line.substr(0, line.size() - 1) : line;
    current += '\n';
    if (!is_last_line) continue;
    if (auto statement = trim(current); !statement.empty()) statements.push_back(std::move(statement));
    current.clear();
  }
  if (auto statement = trim(current); !statement.empty()) statements.push_back(std::move(statement));
  return statements;
}

std::vector<std::string> native_statements(std::string_view sql, Engine engine) {
  auto statements = split_statements(sql);
  for (auto& statement : statements) {
    const bool is_clustered = statement.find(clustered) != std::string::npos;
    statement = trim(replace_type_words(statement, engine));
    if (engine == Engine::sqlite) statement = make_strict(statement, is_clustered);
  }
  return statements;
}

std::string native_sql(std::string_view sql, Engine engine) {
  return join(native_statements(sql, engine), ";\n");
}

}  // namespace yimen::platform
