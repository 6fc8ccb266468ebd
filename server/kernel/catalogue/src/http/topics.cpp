#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "http/routes.h"

namespace yimen::catalogue {

namespace {

using Topic = std::pair<std::string_view, std::string_view>;
// 服务主题: the national lists for natural and legal persons. Code 080 is skipped in both.
constexpr std::array person_topics{
    Topic{"005", "生育收养"}, Topic{"010", "户籍办理"}, Topic{"015", "民族宗教"}, Topic{"020", "教育科研"},
    Topic{"025", "入伍服役"}, Topic{"030", "就业创业"}, Topic{"035", "设立变更"}, Topic{"040", "准营准办"},
    Topic{"045", "抵押质押"}, Topic{"050", "职业资格"}, Topic{"055", "行政缴费"}, Topic{"060", "婚姻登记"},
    Topic{"065", "优待抚恤"}, Topic{"070", "规划建设"}, Topic{"075", "住房保障"}, Topic{"085", "社会保障"},
    Topic{"090", "证件办理"}, Topic{"095", "交通出行"}, Topic{"100", "旅游观光"}, Topic{"105", "出境入境"},
    Topic{"110", "消费维权"}, Topic{"115", "公共安全"}, Topic{"120", "司法公证"}, Topic{"125", "知识产权"},
    Topic{"130", "环保绿化"}, Topic{"135", "文化体育"}, Topic{"140", "公用事业"}, Topic{"145", "医疗卫生"},
    Topic{"150", "离职退休"}, Topic{"155", "死亡殡葬"}, Topic{"998", "地方特色"}, Topic{"999", "其他"},
};
constexpr std::array corp_topics{
    Topic{"005", "设立变更"}, Topic{"010", "准营准办"}, Topic{"015", "资质认证"}, Topic{"020", "年检年审"},
    Topic{"025", "税收财务"}, Topic{"030", "人力资源"}, Topic{"035", "社会保障"}, Topic{"040", "投资审批"},
    Topic{"045", "融资信贷"}, Topic{"050", "抵押质押"}, Topic{"055", "商务贸易"}, Topic{"060", "招标拍卖"},
    Topic{"065", "海关口岸"}, Topic{"070", "涉外服务"}, Topic{"075", "农林牧渔"}, Topic{"085", "国土和规划建设"},
    Topic{"090", "交通运输"}, Topic{"095", "环保绿化"}, Topic{"100", "应对气候变化"}, Topic{"105", "水务气象"},
    Topic{"110", "医疗卫生"}, Topic{"115", "科技创新"}, Topic{"120", "文体教育"}, Topic{"125", "知识产权"},
    Topic{"130", "民族宗教"}, Topic{"135", "质量技术"}, Topic{"140", "检验检疫"}, Topic{"145", "安全生产"},
    Topic{"150", "公安消防"}, Topic{"155", "司法公证"}, Topic{"160", "公用事业"}, Topic{"165", "法人注销"},
    Topic{"170", "档案文物"}, Topic{"998", "地方特色"}, Topic{"999", "其他"},
};

std::string name_in(const auto& topics, const std::string& topic) {
  const auto found = std::find_if(topics.begin(), topics.end(), [&](const Topic& entry) { return entry.first == topic.substr(2); });
  return found == topics.end() ? topic : std::string(found->second);
}

}  // namespace

std::string topic_name(const std::string& topic) {
  if (topic.starts_with("p:")) return name_in(person_topics, topic);
  return topic.starts_with("c:") ? name_in(corp_topics, topic) : topic;
}

}  // namespace yimen::catalogue
