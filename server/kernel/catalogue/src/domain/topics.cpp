#include "domain/topics.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace yimen::catalogue {

namespace {

using Entry = std::pair<std::string_view, std::string_view>;
// 服务主题: the national lists for natural and legal persons. Code 080 is skipped in both.
constexpr std::array person_topics{
    Entry{"005", "生育收养"}, Entry{"010", "户籍办理"}, Entry{"015", "民族宗教"}, Entry{"020", "教育科研"},
    Entry{"025", "入伍服役"}, Entry{"030", "就业创业"}, Entry{"035", "设立变更"}, Entry{"040", "准营准办"},
    Entry{"045", "抵押质押"}, Entry{"050", "职业资格"}, Entry{"055", "行政缴费"}, Entry{"060", "婚姻登记"},
    Entry{"065", "优待抚恤"}, Entry{"070", "规划建设"}, Entry{"075", "住房保障"}, Entry{"085", "社会保障"},
    Entry{"090", "证件办理"}, Entry{"095", "交通出行"}, Entry{"100", "旅游观光"}, Entry{"105", "出境入境"},
    Entry{"110", "消费维权"}, Entry{"115", "公共安全"}, Entry{"120", "司法公证"}, Entry{"125", "知识产权"},
    Entry{"130", "环保绿化"}, Entry{"135", "文化体育"}, Entry{"140", "公用事业"}, Entry{"145", "医疗卫生"},
    Entry{"150", "离职退休"}, Entry{"155", "死亡殡葬"}, Entry{"998", "地方特色"}, Entry{"999", "其他"},
};
constexpr std::array corp_topics{
    Entry{"005", "设立变更"}, Entry{"010", "准营准办"}, Entry{"015", "资质认证"}, Entry{"020", "年检年审"},
    Entry{"025", "税收财务"}, Entry{"030", "人力资源"}, Entry{"035", "社会保障"}, Entry{"040", "投资审批"},
    Entry{"045", "融资信贷"}, Entry{"050", "抵押质押"}, Entry{"055", "商务贸易"}, Entry{"060", "招标拍卖"},
    Entry{"065", "海关口岸"}, Entry{"070", "涉外服务"}, Entry{"075", "农林牧渔"}, Entry{"085", "国土和规划建设"},
    Entry{"090", "交通运输"}, Entry{"095", "环保绿化"}, Entry{"100", "应对气候变化"}, Entry{"105", "水务气象"},
    Entry{"110", "医疗卫生"}, Entry{"115", "科技创新"}, Entry{"120", "文体教育"}, Entry{"125", "知识产权"},
    Entry{"130", "民族宗教"}, Entry{"135", "质量技术"}, Entry{"140", "检验检疫"}, Entry{"145", "安全生产"},
    Entry{"150", "公安消防"}, Entry{"155", "司法公证"}, Entry{"160", "公用事业"}, Entry{"165", "法人注销"},
    Entry{"170", "档案文物"}, Entry{"998", "地方特色"}, Entry{"999", "其他"},
};

std::string name_in(const auto& topics, const std::string& topic) {
  const auto found = std::find_if(topics.begin(), topics.end(), [&](const Entry& entry) { return entry.first == topic.substr(2); });
  return found == topics.end() ? topic : std::string(found->second);
}

}  // namespace

std::string topic_name(const std::string& topic) {
  if (topic.starts_with("p:")) return name_in(person_topics, topic);
  return topic.starts_with("c:") ? name_in(corp_topics, topic) : topic;
}

}  // namespace yimen::catalogue
