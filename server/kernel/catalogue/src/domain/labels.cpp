#include "domain/labels.h"

#include <algorithm>
#include <array>

namespace yimen::catalogue {

namespace {

constexpr std::array all_labels{
    Label{"name", "事项名称", "基本信息"}, Label{"is_name_inferred", "名称系推断", "基本信息"},
    Label{"scenario", "适用情形", "基本信息"}, Label{"type", "事项类型", "基本信息"},
    Label{"type_stated", "原文事项类型", "基本信息"}, Label{"case_class", "办件类型", "基本信息"},
    Label{"base_code", "基本编码", "基本信息"}, Label{"impl_code", "实施编码", "基本信息"},
    Label{"stated_code", "原文编码", "基本信息"}, Label{"handling_item_code", "业务办理项编码", "基本信息"},
    Label{"exercise_level", "行使层级", "基本信息"}, Label{"level_stated", "原文层级", "基本信息"},
    Label{"stated_department", "原文实施机关", "基本信息"}, Label{"stated_region", "原文地区", "基本信息"},
    Label{"department_category", "部门类别", "基本信息"}, Label{"authority_division", "权限划分", "基本信息"},
    Label{"exercise_content", "行使内容", "基本信息"}, Label{"power_source", "权力来源", "基本信息"},
    Label{"subject_code", "实施主体编码", "基本信息"}, Label{"subject_nature", "实施主体性质", "基本信息"},
    Label{"entrusting_department", "委托部门", "基本信息"}, Label{"joint_departments", "联办机构", "基本信息"},
    Label{"service_objects", "服务对象", "基本信息"}, Label{"person_topics", "自然人主题", "基本信息"},
    Label{"corp_topics", "法人主题", "基本信息"}, Label{"life_events", "一件事", "基本信息"},
    Label{"legal_basis", "设定依据", "设定依据"}, Label{"statutory", "法定办结时限", "时限"},
    Label{"statutory_raw", "法定时限原文", "时限"}, Label{"promised", "承诺办结时限", "时限"},
    Label{"promised_raw", "承诺时限原文", "时限"}, Label{"special_procedures", "特别程序", "时限"},
    Label{"conditions", "受理条件", "受理条件"}, Label{"refusal_conditions", "不予受理情形", "受理条件"},
    Label{"quantity_limit", "数量限制", "受理条件"}, Label{"steps", "办理环节", "办理流程"},
    Label{"review_standard", "审查标准", "办理流程"}, Label{"discretion_rule", "裁量基准", "办理流程"},
    Label{"process_text", "流程说明", "办理流程"}, Label{"materials", "申请材料", "申请材料"},
    Label{"situations", "办理情形", "申请材料"}, Label{"annual_check", "年审年检", "办理结果"},
    Label{"result_name", "审批结果名称", "办理结果"}, Label{"result_type", "审批结果类型", "办理结果"},
    Label{"result_validity", "证照有效期", "办理结果"}, Label{"result_sample", "结果样本", "办理结果"},
    Label{"delivery_ways", "结果送达方式", "办理结果"}, Label{"is_charged", "是否收费", "收费"},
    Label{"fee_raw", "收费说明", "收费"}, Label{"fee_basis", "收费依据", "收费"}, Label{"fee_relief", "减免", "收费"},
    Label{"fees", "收费项目", "收费"}, Label{"handling_forms", "办理形式", "办理渠道"},
    Label{"channels_stated", "原文办理渠道", "办理渠道"}, Label{"scope_of_service", "通办范围", "办理渠道"},
    Label{"window_authority", "窗口权限", "办理渠道"}, Label{"visit_count", "到办事现场次数", "办理渠道"},
    Label{"visit_reason", "必须到现场的原因", "办理渠道"}, Label{"online_level", "网上办理深度", "办理渠道"},
    Label{"has_appointment", "支持预约", "办理渠道"}, Label{"places", "办理地点", "办理渠道"},
    Label{"consult_phone", "咨询电话", "咨询与救济"}, Label{"supervise_phone", "监督投诉电话", "咨询与救济"},
    Label{"remedy_review", "行政复议", "咨询与救济"}, Label{"remedy_litigation", "行政诉讼", "咨询与救济"},
    Label{"rights", "申请人权利", "咨询与救济"}, Label{"duties", "申请人义务", "咨询与救济"},
    Label{"intermediaries", "中介服务", "中介服务"}, Label{"faqs", "常见问题", "常见问题"},
    Label{"form", "申请表单", "申请表单"}, Label{"process_key", "流程模型", "办理流程"}, Label{"discretion_key", "裁量基准规则", "办理流程"},
    Label{"issues", "待编辑核定", "核定"}, Label{"source", "来源", "核定"}, Label{"extra", "其他（未归类）", "核定"},
    Label{"is_demo", "含演示默认值", "核定"}, Label{"effective_on", "施行日期", "基本信息"},
    Label{"department", "实施机关", "基本信息"},
};

struct ItemLabel {
  std::string_view member, chinese;
};
constexpr std::array item_labels{
    ItemLabel{"name", "名称"}, ItemLabel{"kind", "类型"}, ItemLabel{"format", "形式"}, ItemLabel{"necessity", "必要性"},
    ItemLabel{"source_channel", "来源渠道"}, ItemLabel{"source_note", "来源说明"}, ItemLabel{"issuing_org", "出具机构"},
    ItemLabel{"issue_date_rule", "出具时间要求"}, ItemLabel{"paper_size", "纸质规格"}, ItemLabel{"fill_note", "填报须知"},
    ItemLabel{"accept_standard", "受理标准"}, ItemLabel{"basis", "依据"}, ItemLabel{"form_stated", "原文形式"},
    ItemLabel{"waivable_by_certificate", "可用证照代替"}, ItemLabel{"original_count", "原件份数"},
    ItemLabel{"copy_count", "复印件份数"}, ItemLabel{"tolerance_days", "容缺补齐期限"}, ItemLabel{"blank_file", "空白表格"},
    ItemLabel{"sample_file", "示例样表"}, ItemLabel{"is_on_request", "按情形提交"}, ItemLabel{"law", "法规名称"},
    ItemLabel{"number", "文号"}, ItemLabel{"article", "条款"}, ItemLabel{"text", "内容"}, ItemLabel{"role", "法定环节"},
    ItemLabel{"content", "办理内容"}, ItemLabel{"standard", "审查标准"}, ItemLabel{"result_doc", "结果文书"},
    ItemLabel{"limit", "时限"}, ItemLabel{"limit_raw", "时限原文"}, ItemLabel{"checks", "审查要点"},
    ItemLabel{"standard_raw", "标准原文"}, ItemLabel{"unit", "单位"}, ItemLabel{"condition", "条件"},
    ItemLabel{"amount_fen", "金额（分）"}, ItemLabel{"is_reducible", "可减免"}, ItemLabel{"reduce_basis", "减免依据"},
    ItemLabel{"is_counted", "计入时限"}, ItemLabel{"question", "问题"}, ItemLabel{"hint", "提示"}, ItemLabel{"answer", "回答"},
    ItemLabel{"options", "选项"}, ItemLabel{"when", "出现条件"}, ItemLabel{"is_multiple", "可多选"}, ItemLabel{"hall", "大厅"},
    ItemLabel{"window", "窗口"}, ItemLabel{"address", "地址"}, ItemLabel{"hours", "办理时间"}, ItemLabel{"traffic", "交通"},
    ItemLabel{"field", "要素"}, ItemLabel{"stated", "原文"}, ItemLabel{"reason", "原因"}, ItemLabel{"is_settled", "已核定"},
    ItemLabel{"settled_note", "核定意见"}, ItemLabel{"settled_by", "核定人"}, ItemLabel{"fee_nature", "收费性质"},
};

}  // namespace

std::span<const Label> labels() { return all_labels; }

std::string_view label_of(std::string_view field) {
  const auto found = std::find_if(all_labels.begin(), all_labels.end(), [&](auto& label) { return label.field == field; });
  return found == all_labels.end() ? std::string_view{} : found->chinese;
}

std::string_view item_label(std::string_view member) {
  const auto found = std::find_if(item_labels.begin(), item_labels.end(), [&](auto& label) { return label.member == member; });
  return found == item_labels.end() ? member : found->chinese;
}

}  // namespace yimen::catalogue
