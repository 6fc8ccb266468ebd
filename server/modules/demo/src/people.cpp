#include "yimen/demo/people.h"

#include <array>

#include <fmt/format.h>

namespace yimen::demo {

namespace {

constexpr std::array surnames{"陈", "李", "黄", "梁", "林", "王", "张", "刘", "吴", "杨", "罗", "覃", "韦", "莫", "钟", "庞", "宁", "苏", "谢", "邓"};
constexpr std::array given{"建国", "秀兰", "晓明", "丽华", "志强", "桂英", "文杰", "小燕", "海燕", "伟", "敏", "静", "勇", "芳", "家豪", "思琪", "子轩", "雨桐", "国栋", "春梅", "振华", "玉珍", "䶮", "水生", "冬梅"};
constexpr std::array towns{"玉州区玉城街道", "玉州区南江街道", "玉州区名山街道", "福绵区福绵镇", "容县容州镇", "陆川县温泉镇", "博白县博白镇", "兴业县石南镇", "北流市北流镇"};
constexpr std::array trades{"餐饮", "商贸", "农业开发", "运输", "建材", "医药", "文化传播", "养殖", "水产", "电子科技", "服饰", "物业服务"};
constexpr std::array brands{"好邻居", "绿源", "鸿运", "金穗", "福满", "桂香", "恒达", "新宁", "东方红", "宏泰", "永兴", "佳和", "康宁", "瑞丰"};

std::string id_number(Random& random) {
  const int year = pick(random, 1955, 2004), month = pick(random, 1, 12), day = pick(random, 1, 28);
  auto text = fmt::format("450900{:04}{:02}{:02}{:03}", year, month, day, pick(random, 1, 999));
  constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += (text[i] - '0') * weights[i];
  return text + std::string_view("10X98765432")[static_cast<std::size_t>(sum % 11)];
}

/// GB 11714 check of the nine-character organisation code inside.
char organisation_check(std::string_view eight) {
  constexpr std::array weights{3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum += (eight[i] <= '9' ? eight[i] - '0' : eight[i] - 'A' + 10) * weights[i];
  const int check = 11 - sum % 11;
  return check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check);
}

std::string credit_code(Random& random) {
  constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  std::string eight = "MA";
  for (int i = 0; i < 6; ++i) eight += static_cast<char>('0' + pick(random, 0, 9));
  auto text = "91450900" + eight + organisation_check(eight);
  constexpr std::array weights{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += static_cast<int>(alphabet.find(text[i])) * weights[i];
  return text + alphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

std::string phone(Random& random) { return fmt::format("199{:08}", pick(random, 10'000'000, 99'999'999)); }

}  // namespace

int pick(Random& random, int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); }
bool chance(Random& random, double probability) { return std::uniform_real_distribution<double>(0, 1)(random) < probability; }

approval::Application::Person any_person(Random& random) {
  return {.name = fmt::format("{}{}", any_of(random, surnames), any_of(random, given)), .id_type = "111", .id_no = id_number(random), .phone = phone(random),
          .address = fmt::format("玉林市{}{}号", any_of(random, towns), pick(random, 1, 300))};
}

approval::Application::Person any_enterprise(Random& random) {
  const auto legal = any_person(random);
  return {.is_enterprise = true, .name = fmt::format("玉林市{}{}有限公司", any_of(random, brands), any_of(random, trades)), .id_type = "uscc", .id_no = credit_code(random),
          .phone = legal.phone, .address = legal.address, .legal_person_name = legal.name, .legal_person_id_number = legal.id_no};
}

}  // namespace yimen::demo
