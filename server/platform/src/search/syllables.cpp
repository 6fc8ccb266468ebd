#include <algorithm>
#include <string>
#include <unordered_set>

#include "search/pinyin.h"
#include "yimen/platform/text.h"

namespace yimen::platform {
namespace {

constexpr std::string_view all_syllables =
    "a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen "
    "ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong "
    "cou cu cuan cui cun cuo da dai dan dang dao de den deng di dian diao die ding diu dong dou du duan dui dun duo "
    "e ei en eng er fa fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai "
    "guan guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia "
    "jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua "
    "kuai kuan kuang kui kun kuo la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu lo long "
    "lou lu luan lue lun luo ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan "
    "nang nao ne nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nue nun nuo o ou pa pai pan pang "
    "pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que "
    "qun ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai san sang sao se sen seng sha shai shan "
    "shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun "
    "suo ta tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen "
    "weng wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo "
    "yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhen zheng zhi zhong "
    "zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo lv nv ";
constexpr std::size_t longest_syllable = 6;
constexpr std::size_t most_ways = 6;
constexpr std::size_t longest_input = 60;

const std::unordered_set<std::string>& syllables() {
  static const auto set = [] {
    const auto words = split(trim(all_syllables), ' ');
    return std::unordered_set<std::string>(words.begin(), words.end());
  }();
  return set;
}

bool begins_syllable(const std::string& letters) {
  return std::any_of(syllables().begin(), syllables().end(),
                     [&](const std::string& syllable) { return syllable.starts_with(letters); });
}

/// People type v for ü; our readings say u.
std::string with_u(std::string syllable) {
  return syllable == "lv" ? "lu" : syllable == "nv" ? "nu" : syllable;
}

struct Cutting {
  std::string_view letters;
  std::vector<std::size_t> fewest;  // syllables needed from each place on; npos: impossible
  std::vector<std::string> path;
  std::vector<std::vector<std::string>> ways;

  void measure() {
    fewest.assign(letters.size() + 1, std::string::npos);
    fewest.back() = 0;
    for (std::size_t at = letters.size(); at-- > 0;) {
      // A last syllable that was only begun counts as none.
      if (letters.size() - at < longest_syllable && at > 0 && begins_syllable(std::string(letters.substr(at))))
        fewest[at] = 1;
      for (std::size_t size = 1; size <= std::min(longest_syllable, letters.size() - at); ++size) {
        const auto rest = fewest[at + size];
        if (rest == std::string::npos || !syllables().contains(std::string(letters.substr(at, size)))) continue;
        fewest[at] = std::min(fewest[at], rest + 1);
      }
    }
  }

  void collect(std::size_t at, std::size_t left) {
    if (ways.size() >= most_ways) return;
    if (at == letters.size()) {
      ways.push_back(path);
      return;
    }
    if (fewest[at] > left) return;
    for (auto size = std::min(longest_syllable, letters.size() - at); size > 0; --size) {
      const std::string syllable{letters.substr(at, size)};
      if (!syllables().contains(syllable)) continue;
      path.push_back(with_u(syllable));
      collect(at + size, left - 1);
      path.pop_back();
    }
    const bool is_begun = at > 0 && letters.size() - at < longest_syllable &&
                          !syllables().contains(std::string(letters.substr(at))) &&
                          begins_syllable(std::string(letters.substr(at)));
    if (is_begun && ways.size() < most_ways) ways.push_back(path);
  }
};

}  // namespace

std::vector<std::vector<std::string>> split_syllables(std::string_view letters) {
  if (letters.empty() || letters.size() > longest_input) return {};
  Cutting cutting{letters, {}, {}, {}};
  cutting.measure();
  if (cutting.fewest.front() == std::string::npos) return {};
  for (std::size_t more = 0; more < 2 && cutting.ways.size() < most_ways; ++more) {
    cutting.ways.clear();
    cutting.collect(0, cutting.fewest.front() + more);
  }
  std::stable_sort(cutting.ways.begin(), cutting.ways.end(),
                   [](const auto& a, const auto& b) { return a.size() < b.size(); });
  return cutting.ways;
}

}  // namespace yimen::platform
