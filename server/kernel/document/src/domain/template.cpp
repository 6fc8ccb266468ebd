#include "domain/template.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include <fmt/format.h>

#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::document {

namespace {

using platform::array_at;
using platform::text_or;

struct KindWord {
  std::string_view word;
  Block::Kind kind;
};
constexpr std::array kind_words{
    KindWord{"addressee", Block::Kind::addressee}, KindWord{"paragraph", Block::Kind::paragraph},
    KindWord{"heading", Block::Kind::heading},     KindWord{"fields", Block::Kind::fields},
    KindWord{"table", Block::Kind::table},         KindWord{"signing", Block::Kind::signing},
    KindWord{"seal", Block::Kind::seal},
};

/// Collects every mistake, so that the editor mends them in one go.
class Reader {
 public:
  Template read(const json::object& body) {
    Template layout;
    layout.title = text_or(body, "title");
    layout.number_word = text_or(body, "number_word");
    layout.copies = text_or(body, "copies");
    if (const auto type = document_type(text_or(body, "type"))) layout.type = *type;
    else note("/type", "没有这种文书。");
    if (layout.title.empty()) note("/title", "请填写标题。");
    if (layout.number_word.empty() && is_official(layout.type)) note("/number_word", "请填写文号中的类别字，如“受”。");
    read_facts(body, layout);
    read_blocks(body, layout);
    return layout;
  }
  std::vector<platform::FieldProblem> take_problems() { return std::move(problems_); }

 private:
  void note(std::string field, std::string detail) { problems_.push_back({std::move(field), std::move(detail)}); }

  void read_facts(const json::object& body, Template& layout) {
    const auto* facts = array_at(body, "facts");
    if (!facts) return note("/facts", "请列出文书使用的事实。");
    for (std::size_t i = 0; i < facts->size(); ++i) {
      const auto* fact = (*facts)[i].if_object();
      auto name = fact ? text_or(*fact, "name") : std::string{};
      if (name.empty()) {
        note(fmt::format("/facts/{}", i), "事实要有名称。");
        continue;
      }
      if (const auto* sample = fact->if_contains("sample")) layout.samples[name] = *sample;
      auto label = text_or(*fact, "label", name);
      layout.facts.push_back({std::move(name), std::move(label), platform::bool_or(*fact, "is_optional")});
    }
  }

  void read_blocks(const json::object& body, Template& layout) {
    check_names("/title", layout, layout.title);
    const auto* blocks = array_at(body, "blocks");
    if (!blocks || blocks->empty()) return note("/blocks", "请至少写一段正文。");
    for (std::size_t i = 0; i < blocks->size(); ++i) {
      const auto where = fmt::format("/blocks/{}", i);
      const auto* source = (*blocks)[i].if_object();
      if (!source) {
        note(where, "正文段落的格式不对。");
        continue;
      }
      layout.blocks.push_back(read_block(where, *source, layout));
    }
    if (is_official(layout.type) && std::ranges::none_of(layout.blocks, [](const Block& block) { return block.kind == Block::Kind::seal; }))
      note("/blocks", "正文里要有署名盖章处（seal）。");
  }

  Block read_block(const std::string& where, const json::object& source, const Template& layout) {
    Block block;
    const auto kind = text_or(source, "kind");
    const auto* known = std::ranges::find(kind_words, std::string_view(kind), &KindWord::word);
    if (known == kind_words.end()) note(where + "/kind", "没有“" + kind + "”这种段落。");
    else block.kind = known->kind;
    block.text = text_or(source, "text");
    block.when = text_or(source, "when");
    block.list = text_or(source, "list");
    check_names(where + "/text", layout, block.text);
    for (const auto& name : {block.when, block.list})
      if (!name.empty()) check_name(where, layout, name);
    if (const auto* rows = array_at(source, "rows")) read_rows(where, *rows, layout, block);
    if (const auto* columns = array_at(source, "columns")) read_columns(where, *columns, block);
    if (block.kind == Block::Kind::table && (block.columns.empty() || block.list.empty()))
      note(where, "表格要有数据来源（list）和各栏（columns）。");
    return block;
  }

  void read_rows(const std::string& where, const json::array& rows, const Template& layout, Block& block) {
    for (const auto& row : rows) {
      if (const auto* line = row.if_string()) {
        block.lines.emplace_back(line->data(), line->size());
        check_names(where + "/rows", layout, block.lines.back());
      } else if (const auto* pair = row.if_array(); pair && pair->size() == 2 && (*pair)[0].is_string() && (*pair)[1].is_string()) {
        block.rows.emplace_back(std::string((*pair)[0].get_string()), std::string((*pair)[1].get_string()));
        check_names(where + "/rows", layout, block.rows.back().second);
      } else {
        note(where + "/rows", "每行是“名称、内容”两格，或一行文字。");
      }
    }
  }

  void read_columns(const std::string& where, const json::array& columns, Block& block) {
    for (const auto& column : columns) {
      const auto* parts = column.if_array();
      if (!parts || parts->size() != 3 || !(*parts)[0].is_string() || !(*parts)[1].is_string() || !(*parts)[2].is_int64() ||
          (*parts)[2].get_int64() < 1 || (*parts)[2].get_int64() > 100) {
        note(where + "/columns", "每栏是“栏名、内容、宽度（1 到 100）”三项。");
        continue;
      }
      block.columns.push_back({std::string((*parts)[0].get_string()), std::string((*parts)[1].get_string()),
                               static_cast<int>((*parts)[2].get_int64())});
    }
  }

  void check_names(const std::string& where, const Template& layout, std::string_view text) {
    for (const auto& name : placeholders_of(text)) check_name(where, layout, name);
  }

  void check_name(const std::string& where, const Template& layout, std::string_view name) {
    if (std::ranges::none_of(layout.facts, [&](const Fact& fact) { return fact.name == name; }))
      note(where, "用到了没有登记的事实“" + std::string(name) + "”。");
  }

  std::vector<platform::FieldProblem> problems_;
};

}  // namespace

platform::Result<Template> parse_template(std::string_view body) {
  const auto value = TRY(platform::parse_json(body));
  Reader reader;
  Template layout;
  if (value.is_object()) layout = reader.read(value.get_object());
  auto problems = value.is_object() ? reader.take_problems()
                                    : std::vector<platform::FieldProblem>{{"/", "模板要是一个 JSON 对象。"}};
  if (!problems.empty()) {
    auto detail = fmt::format("模板有 {} 处需要修改：{}", problems.size(), problems.front().detail);
    return platform::fail(platform::ErrorCode::invalid_input, "document/template-invalid", std::move(detail),
                          std::move(problems));
  }
  return layout;
}

}  // namespace yimen::document
