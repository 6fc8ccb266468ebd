#include "yimen/platform/search.h"

#include <chrono>
#include <cstdio>
#include <random>

#include "yimen/platform/testing/db_fixture.h"

using namespace yimen::platform;

namespace {

const std::vector<std::string> titles{"食品经营许可证核发",
                                      "公共场所卫生许可",
                                      "取水许可",
                                      "道路普通货物运输经营许可",
                                      "食品生产许可",
                                      "特种设备使用登记",
                                      "建筑工程施工许可证核发",
                                      "医疗机构执业登记",
                                      "林木采伐许可证核发",
                                      "烟草专卖零售许可证核发",
                                      "药品经营许可证（零售）GSP认证",
                                      "娱乐场所经营许可",
                                      "城镇污水排入排水管网许可",
                                      "结婚登记",
                                      "户口迁移审批",
                                      "银行业金融机构设立审批",
                                      "民办学校设立审批",
                                      "水"};

void index_titles(Database& db) {
  REQUIRE(db.transact([](Tx& tx) -> Result<void> {
    for (std::size_t i = 0; i < titles.size(); ++i) {
      std::vector<SearchField> fields{{titles[i], 10}};
      if (i == 0) fields.push_back({"开饭店 开餐馆 卖早餐 奶茶店", 8});
      index_document(tx, "matter", static_cast<std::int64_t>(i) + 1, fields,
                     i < 10 ? 450'900'000'000 : 450'921'000'000);
    }
    return {};
  }));
}

std::vector<std::string> found(Database& db, std::string_view text) {
  std::vector<std::string> names;
  db.read([&](Tx& tx) {
    for (const auto& hit : find_documents(tx, {.kind = "matter", .text = text}))
      names.push_back(titles[static_cast<std::size_t>(hit.doc_id) - 1]);
  });
  return names;
}

std::string first(Database& db, std::string_view text) {
  const auto names = found(db, text);
  return names.empty() ? "" : names.front();
}

}  // namespace

YIMEN_DB_TEST("a title is found by its whole name and by parts of it") {
  index_titles(db);
  for (const auto& title : titles) CHECK(first(db, title) == title);
  CHECK(first(db, "食品经营许可证") == "食品经营许可证核发");
  CHECK(first(db, "公共场所") == "公共场所卫生许可");
  CHECK(first(db, "货物运输") == "道路普通货物运输经营许可");
  CHECK(first(db, "取水") == "取水许可");
  CHECK(first(db, "排水管网") == "城镇污水排入排水管网许可");
  CHECK(first(db, "gsp") == "药品经营许可证（零售）GSP认证");
  CHECK(first(db, "ＧＳＰ认证") == "药品经营许可证（零售）GSP认证");
  CHECK(found(db, "许可").size() == 11);
  CHECK(found(db, "水").size() >= 2);
}

YIMEN_DB_TEST("a title is found by pinyin and by initials") {
  index_titles(db);
  CHECK(first(db, "shipinjingying") == "食品经营许可证核发");
  CHECK(first(db, "shi pin jing ying") == "食品经营许可证核发");
  CHECK(first(db, "shipinjingy") == "食品经营许可证核发");
  CHECK(first(db, "QUSHUI") == "取水许可");
  CHECK(first(db, "jiehun") == "结婚登记");
  CHECK(first(db, "yinhang") == "银行业金融机构设立审批");
  CHECK(first(db, "spjyxk") == "食品经营许可证核发");
  CHECK(first(db, "kfd") == "食品经营许可证核发");
  CHECK(first(db, "qsxk") == "取水许可");
  CHECK(first(db, "jh") == "结婚登记");
}

YIMEN_DB_TEST("a title is found in spite of a wrong character, a homophone or words around it") {
  index_titles(db);
  CHECK(first(db, "食品经菅许可证") == "食品经营许可证核发");
  CHECK(first(db, "实品经营") == "食品经营许可证核发");
  CHECK(first(db, "公共厂所卫生许可") == "公共场所卫生许可");
  CHECK(first(db, "曲水许可") == "取水许可");
  CHECK(first(db, "道路货物运输") == "道路普通货物运输经营许可");
  CHECK(first(db, "我想开饭店") == "食品经营许可证核发");
  CHECK(first(db, "怎么办理取水许可需要什么材料") == "取水许可");
}

YIMEN_DB_TEST("what resembles nothing finds nothing") {
  index_titles(db);
  for (const auto* text : {"紫色大象飞行", "asdfghjkl", "zzz", "", "   ", "？！", "%", "1234567", "𠮷𠮷𠮷"}) {
    CAPTURE(std::string(text));
    CHECK(found(db, text).empty());
  }
}

YIMEN_DB_TEST("a document can be indexed anew, removed and searched for within a region or a choice") {
  index_titles(db);
  const std::vector<std::int64_t> only{3, 5};
  db.read([&](Tx& tx) {
    CHECK(find_documents(tx, {.kind = "matter", .text = "许可", .only = &only}).size() == 2);
    CHECK(find_documents(
              tx, {.kind = "matter", .text = "许可", .region_low = 450'921'000'000, .region_high = 450'922'000'000})
              .size() == 3);
    CHECK(find_documents(tx, {.kind = "matter", .text = "许可", .limit = 4}).size() == 4);
    CHECK(find_documents(tx, {.kind = "article", .text = "许可"}).empty());
  });
  REQUIRE(db.transact([](Tx& tx) -> Result<void> {
    const std::vector<SearchField> renamed{{"河道采砂许可"}};
    index_document(tx, "matter", 3, renamed);
    remove_document(tx, "matter", 1);
    return {};
  }));
  CHECK(found(db, "取水").empty());
  CHECK(first(db, "河道采砂") == "取水许可");
  CHECK(first(db, "食品经营") != "食品经营许可证核发");
}

TEST_CASE("pinyin, initials and the sort key follow the dictionary") {
  CHECK(pinyin("食品经营A证") == "shi pin jing ying A zheng");
  CHECK(pinyin("银行 重新调解") == "yin hang chong xin tiao jie");
  CHECK(initials("食品经营许可（GSP）") == "spjyxkgsp");
  CHECK(initials("𠮷").empty());
  CHECK(pinyin_sort_key("安徽") < pinyin_sort_key("北京"));
  CHECK(pinyin_sort_key("北京") < pinyin_sort_key("重庆"));
  CHECK(pinyin_sort_key("重庆") < pinyin_sort_key("张三"));
  CHECK(pinyin_sort_key("张三") < pinyin_sort_key("张三丰"));
}

// Takes a minute; run with --no-skip.
TEST_CASE("searching fifty thousand titles is measured" * doctest::skip()) {
  testing::run_on(Engine::sqlite, {}, [](Database& db, ManualClock&, testing::TestPlace&) {
    constexpr int documents = 50'000;
    const std::vector<std::string> places{"玉林市", "容县", "陆川县", "博白县", "兴业县", "北流市", "玉州区", "福绵区"};
    const std::vector<std::string> objects{"餐饮", "食品", "药品", "医疗器械", "危险化学品", "烟花爆竹", "道路旅客",
                                           "水上", "林木", "种子", "兽药",     "饲料",       "民办",     "体育",
                                           "文物", "广播", "电影", "印刷",     "旅馆",       "典当"};
    const std::vector<std::string> acts{"经营", "生产", "运输", "采伐", "设立", "变更",
                                        "延续", "注销", "备案", "使用", "储存", "检验"};
    const std::vector<std::string> ends{"许可", "许可证核发", "审批", "登记", "备案", "资质认定", "审核"};
    std::minstd_rand random{7};
    const auto any = [&](const std::vector<std::string>& words) { return words[random() % words.size()]; };
    const auto started = std::chrono::steady_clock::now();
    for (int from = 0; from < documents; from += 1000)
      REQUIRE(db.transact([&](Tx& tx) -> Result<void> {
        for (int i = from; i < from + 1000; ++i) {
          const std::vector<SearchField> fields{{any(places) + any(objects) + any(objects) + any(acts) + any(ends)}};
          index_document(tx, "matter", i + 1, fields);
        }
        return {};
      }));
    const std::vector<SearchField> wanted{{"食品经营许可证核发"}, {"开饭店", 8}};
    REQUIRE(db.transact([&](Tx& tx) -> Result<void> {
      index_document(tx, "matter", documents + 1, wanted);
      return {};
    }));
    const auto ms = [](auto since) {
      return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - since).count();
    };
    std::printf("search: %d titles indexed in %.0f ms\n", documents, ms(started));
    for (const auto* text : {"食品经营许可证核发", "食品经营许可", "许可证", "shipinjingying", "spjyxk", "kfd",
                             "开饭店", "食品经菅许可证", "玉林市", "水", "我想开饭店需要什么手续", "紫色大象飞行"}) {
      std::size_t hits = 0;
      double slowest = 0;
      for (int round = 0; round < 5; ++round) {
        const auto begun = std::chrono::steady_clock::now();
        db.read([&](Tx& tx) { hits = find_documents(tx, {.kind = "matter", .text = text}).size(); });
        slowest = std::max(slowest, ms(begun));
      }
      std::printf("search: %-36s %3zu hits, slowest of five %.1f ms\n", text, hits, slowest);
    }
  });
}
