#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "domain/template.h"
#include "render/document_pdf.h"
#include "render/ink.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/text.h"

using namespace yimen::document;
namespace platform = yimen::platform;

namespace {

Template default_template(DocumentType type) {
  std::ifstream file(std::string(YIMEN_SOURCE_DIR) + "/data/documents/" + std::string(word(type)) + ".json");
  const std::string body{std::istreambuf_iterator<char>(file), {}};
  auto layout = parse_template(body);
  REQUIRE_MESSAGE(layout, word(type), ": ", layout ? "" : layout.error().detail);
  layout->version = 1;
  layout->sm3 = platform::sm3_hex(body);
  return *layout;
}

Document sample(const Template& layout) {
  Document document;
  document.id = DocumentId{1};
  document.type = layout.type;
  document.number = "玉农许" + layout.number_word + "〔2026〕12号";
  document.verify_code = "ABCDEFGHJKLMNPQR";
  document.issued_at = platform::shanghai_instant(platform::Date{std::chrono::year{2026}, std::chrono::month{6}, std::chrono::day{2}}, 10, 30);
  document.department_name = "玉林市农业农村局";
  document.facts = layout.samples;
  document.title = fill(layout.title, {document.facts});
  document.is_sealed = true;
  return document;
}

bool has_pdftotext() {
  static const bool is_there = std::system("pdftotext -v >/dev/null 2>&1") == 0;
  if (!is_there) MESSAGE("pdftotext (poppler-utils) is not installed: the text of PDFs is not checked");
  return is_there;
}

/// Text of the PDF without white space: lines break where the page wants.
std::string text_of(const std::string& pdf) {
  const auto path = (std::filesystem::temp_directory_path() / ("yimen-pdf-" + platform::to_hex(platform::random_bytes(6)))).string();
  std::ofstream(path, std::ios::binary) << pdf;
  std::string text;
  if (auto* pipe = ::popen(("pdftotext -raw -enc UTF-8 " + path + " - 2>/dev/null").c_str(), "r")) {
    char buffer[4096];
    while (const auto got = std::fread(buffer, 1, sizeof buffer, pipe)) text.append(buffer, got);
    ::pclose(pipe);
  }
  if (const char* kept = std::getenv("YIMEN_KEEP_PDF")) {
    std::filesystem::create_directories(kept);
    std::filesystem::copy_file(path, std::string(kept) + "/" + platform::sm3_hex(pdf).substr(0, 8) + ".pdf", std::filesystem::copy_options::overwrite_existing);
  }
  std::filesystem::remove(path);
  for (const auto* blank : {" ", "\n", "\f", "　"}) text = platform::replace_all(text, blank, "");
  return text;
}

std::string squeezed(std::string text) {
  for (const auto* blank : {" ", "\n", "　"}) text = platform::replace_all(text, blank, "");
  return text;
}

bool holds(const std::string& text, std::string_view part) { return text.find(squeezed(std::string(part))) != std::string::npos; }

constexpr std::string_view base_url = "https://zwfw.example.gov.cn";

}  // namespace

TEST_CASE("every kind of document has a default template whose samples make a page with its title, number and facts") {
  for (const auto type : all_document_types()) {
    CAPTURE(word(type));
    const auto layout = default_template(type);
    CHECK(layout.type == type);
    CHECK(check_facts(layout, layout.samples));
    if (!is_official(type)) continue;
    const auto document = sample(layout);
    const auto pdf = draw_pdf(document, layout, Copy::original, base_url);
    CHECK(pdf.starts_with("%PDF-1.5"));
    if (!has_pdftotext()) continue;
    const auto text = text_of(pdf);
    CHECK(holds(text, document.title));
    CHECK(holds(text, document.number));
    CHECK(holds(text, "ABCD-EFGH-JKLM-NPQR"));
    CHECK(holds(text, document.department_name));
    CHECK(holds(text, "2026年6月2日"));
    CHECK(holds(text, "第1页"));
    CHECK(holds(text, platform::text_or(document.facts, "case_no")));
    CHECK(text.find('{') == std::string::npos);
  }
}

TEST_CASE("decisions name the remedies and their time limits, once") {
  if (!has_pdftotext()) return;
  for (const auto type : {DocumentType::rejection_decision, DocumentType::refusal_decision, DocumentType::out_of_competence_notice, DocumentType::grant_decision}) {
    const auto layout = default_template(type);
    const auto text = text_of(draw_pdf(sample(layout), layout, Copy::original, base_url));
    const auto at = text.find("六十日内依法");
    REQUIRE(at != std::string::npos);
    CHECK(holds(text, "申请行政复议"));
    CHECK(holds(text, "六个月内依法向"));
    CHECK(holds(text, "提起行政诉讼"));
    CHECK(text.find("六十日内依法", at + 1) == std::string::npos);
    CHECK(text.find("行政复议", text.find("行政复议") + 1) == std::string::npos);
  }
}

TEST_CASE("rare characters of GB 18030 come out as glyphs and can be taken out as text") {
  if (!has_pdftotext()) return;
  const auto layout = default_template(DocumentType::acceptance_notice);
  auto document = sample(layout);
  document.facts["applicant_name"] = "𬭛𫖯䶮㛃𠮷";
  const auto text = text_of(draw_pdf(document, layout, Copy::original, base_url));
  CHECK(holds(text, "𬭛𫖯䶮㛃𠮷"));
}

TEST_CASE("the same document gives the same bytes, another fact gives others") {
  const auto layout = default_template(DocumentType::receipt);
  auto document = sample(layout);
  const auto first = draw_pdf(document, layout, Copy::original, base_url);
  CHECK(first == draw_pdf(document, layout, Copy::original, base_url));
  document.facts["applicant_name"] = "别人";
  CHECK(first != draw_pdf(document, layout, Copy::original, base_url));
}

TEST_CASE("a reprint is marked, a preview carries a watermark, no number, no code and no seal") {
  if (!has_pdftotext()) return;
  const auto layout = default_template(DocumentType::acceptance_notice);
  const auto document = sample(layout);
  CHECK_FALSE(holds(text_of(draw_pdf(document, layout, Copy::original, base_url)), "补打"));
  CHECK(holds(text_of(draw_pdf(document, layout, Copy::reprint, base_url)), "补打"));
  const auto preview = text_of(draw_pdf(document, layout, Copy::preview, base_url));
  CHECK(holds(preview, "预览"));
  CHECK_FALSE(holds(preview, document.number));
  CHECK_FALSE(holds(preview, "核验码"));
}

TEST_CASE("an application form is drawn from its answers without number, code and seal, and a draft says that it is one") {
  const auto layout = default_template(DocumentType::application_form);
  const auto form = sample(layout);
  const auto draft = draw_pdf(form, layout, Copy::draft, base_url), handed_in = draw_pdf(form, layout, Copy::plain, base_url);
  CHECK(draft != handed_in);
  if (!has_pdftotext()) return;
  for (const auto& pdf : {draft, handed_in}) {
    const auto text = text_of(pdf);
    CHECK(holds(text, "经营面积（平方米）"));
    CHECK(holds(text, "玉林市玉州区福𬭛食品店"));
    CHECK(holds(text, "申请表模板第"));
    CHECK_FALSE(holds(text, "核验码"));
    CHECK(text.find('{') == std::string::npos);
  }
  CHECK(holds(text_of(draft), "草稿，未提交"));
  CHECK_FALSE(holds(text_of(handed_in), "草稿"));
}

TEST_CASE("a picture of a row stands in its last column; one that cannot be read leaves the words") {
  // A stroke on transparent ground, 240 × 80.
  const auto png = platform::from_base64(
    "iVBORw0KGgoAAAANSUhEUgAAAPAAAABQCAYAAAAnSfh8AAABzElEQVR42u3dPXbCMBCFUe+Empr9r820lIBked7o3nPSpcAjff4hITkOAAAAAAAAAAAAAAAAYA+P5+v8/DIRCAxXwBAer4BBvIDbZk"
    "C8IF5AvIB4QbxAVsCmUvSsaqEQb3i0Yka8jcK1iPaMdS8cr9trBBwW76wTgCmLl4XxXnUlN3HxUjTe2Vd1BMwN8QpZvDSIV8TipdECJIbsmV7Ahh8SsZ99i9dtc1jIs395pfPGFq94y9yejkS5Y8iu"
    "vob/d0h3RFv1GOwf8Z4pr3PG6155tewacfRxJC9A4iYaja3C82qniOOPIfXFpw/+qjeXVs4iPeQWdxEC7hNytddv7wthqzcdkn+U0+EXWNpsHPHSOeJ2eyj9nVzpWKPtLwDOnOwQces9lPaMJRUR20"
    "MBByheEdtDoQfqubdnxBU+5ilgZ04CIt5uD7ntocuVcNs9VPFzrBIQsT0UcPCee0Us3uAhGL7n4tTn7e0jNngRX/HZaEP2zMLiiGf86xsTXhSWBbDHfg3Zn8QtErEF4Jsg/fnbghFbAGaHbIKLIrYA"
    "zArZtCYMVbzQPGJnUQi4vRn9fsAbDsBVEZscBIZsUgAAAAAAAAAAAAAAAAAw6g2h6VKr6etk5AAAAABJRU5ErkJggg==");
  const auto layout = default_template(DocumentType::application_form);
  const auto drawn = [&](std::string_view picture) {
    auto document = sample(layout);
    document.facts["answers"] = boost::json::array{boost::json::object{{"label", "申请人签名"}, {"value", "签名图像未能读取"}, {"picture", platform::to_base64(picture)}}};
    return draw_pdf(document, layout, Copy::plain, "https://example.gov.cn");
  };
  const auto has_picture = [](const std::string& pdf) { return pdf.find("/Subtype /Image") != pdf.npos; };
  CHECK(has_picture(drawn(png)));
  CHECK(drawn(png) == drawn(png));
  auto huge = png;
  huge[16] = '\x7f';  // claims two thousand million points across
  for (const auto& damaged : {std::string(), std::string("GIF89a"), png.substr(0, 20), png.substr(0, png.size() / 2), huge, std::string("\xFF\xD8\xFF\xE0\0\x04\0\0\xFF\xD9", 10)}) {
    const auto pdf = drawn(damaged);
    CHECK_FALSE(has_picture(pdf));
    if (has_pdftotext()) CHECK(text_of(pdf).find("签名图像未能读取") != std::string::npos);
  }
  if (has_pdftotext()) {
    CHECK(text_of(drawn(png)).find("签名图像未能读取") == std::string::npos);
    CHECK(text_of(drawn(png)).find("申请人签名") != std::string::npos);
  }
  const std::string jpeg("\xFF\xD8\xFF\xC0\0\x0B\x08\0\x08\0\x10\x01\x01\x11\0\xFF\xD9", 17);  // head and end: what is between nobody unpacks
  CHECK(drawn(jpeg).find(jpeg) != std::string::npos);  // as it is
}

TEST_CASE("long lists and long opinions run over several pages and lose nothing") {
  if (!has_pdftotext()) return;
  const auto layout = default_template(DocumentType::internal_approval_form);
  auto document = sample(layout);
  boost::json::array opinions;
  for (int i = 1; i <= 30; ++i) {
    std::string opinion;
    for (int j = 0; j < (i == 7 ? 120 : 4); ++j) opinion += "经核对申请材料与现场情况相符。";
    opinions.push_back({{"step", "第" + std::to_string(i) + "步"}, {"name", "陈晓"}, {"opinion", opinion + "末" + std::to_string(i)}, {"at", "2026-06-02"}});
  }
  document.facts["opinions"] = std::move(opinions);
  const auto text = text_of(draw_pdf(document, layout, Copy::original, base_url));
  for (int i = 1; i <= 30; ++i) CHECK(holds(text, "第" + std::to_string(i) + "步"));
  CHECK(holds(text, "末30"));
  CHECK(holds(text, "第3页"));
}

TEST_CASE("text from people is printed as it is: markup and control characters do nothing") {
  if (!has_pdftotext()) return;
  const auto layout = default_template(DocumentType::acceptance_notice);
  auto document = sample(layout);
  document.facts["applicant_name"] = "<b>甲&乙</b>\x01{case_no}";
  const auto text = text_of(draw_pdf(document, layout, Copy::original, base_url));
  CHECK(holds(text, "<b>甲&乙</b>{case_no}"));
}

TEST_CASE("the QR code has its three finder patterns and changes with the address") {
  const auto one = ink::qr_modules("https://zwfw.example.gov.cn/verify/ABCDEFGHJKLMNPQR");
  const auto size = one.size();
  REQUIRE(size >= 21);
  for (const auto& [row, column] : {std::pair<std::size_t, std::size_t>{0, 0}, {0, size - 7}, {size - 7, 0}})
    for (std::size_t i = 0; i < 7; ++i) {
      CHECK(one[row][column + i]);
      CHECK(one[row + 6][column + i]);
      CHECK(one[row + 3][column + 3]);
    }
  CHECK(one != ink::qr_modules("https://zwfw.example.gov.cn/verify/ABCDEFGHJKLMNPQS"));
}

TEST_CASE("documents drawn by many threads at once come out whole") {
  const auto layout = default_template(DocumentType::receipt);
  const auto document = sample(layout);
  const auto expected = draw_pdf(document, layout, Copy::original, base_url);
  std::atomic<int> equal = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        for (int j = 0; j < 5; ++j) equal += draw_pdf(document, layout, Copy::original, base_url) == expected;
      });
  }
  CHECK(equal == 20);
}
