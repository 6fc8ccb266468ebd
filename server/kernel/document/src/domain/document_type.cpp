#include <array>

#include "yimen/document/document.h"

namespace yimen::document {

namespace {

struct Name {
  DocumentType type;
  std::string_view word, chinese;
};

constexpr std::array names{
    Name{DocumentType::receipt, "receipt", "收件凭证"},
    Name{DocumentType::not_needed_notice, "not_needed_notice", "不受理告知书"},
    Name{DocumentType::correction_notice, "correction_notice", "补正材料一次告知书"},
    Name{DocumentType::acceptance_notice, "acceptance_notice", "受理通知书"},
    Name{DocumentType::rejection_decision, "rejection_decision", "不予受理决定书"},
    Name{DocumentType::out_of_competence_notice, "out_of_competence_notice", "不属本机关职权范围告知书"},
    Name{DocumentType::special_procedure_notice, "special_procedure_notice", "特别程序告知书"},
    Name{DocumentType::extension_notice, "extension_notice", "延长办理期限告知书"},
    Name{DocumentType::grant_decision, "grant_decision", "准予行政许可决定书"},
    Name{DocumentType::refusal_decision, "refusal_decision", "不予行政许可决定书"},
    Name{DocumentType::service_receipt, "service_receipt", "送达回证"},
    Name{DocumentType::negative_report, "negative_report", "否定报备表"},
    Name{DocumentType::result_certificate, "result_certificate", "结果证照"},
    Name{DocumentType::withdrawal_confirmation, "withdrawal_confirmation", "撤回申请确认书"},
    Name{DocumentType::deemed_acceptance_notice, "deemed_acceptance_notice", "视为受理告知书"},
    Name{DocumentType::internal_approval_form, "internal_approval_form", "办件审批表"},
    Name{DocumentType::application_form, "application_form", "申请表"},
    Name{DocumentType::inspection_record, "inspection_record", "现场核查笔录"},
    Name{DocumentType::hearing_record, "hearing_record", "听证笔录"},
};

const Name& name_of(DocumentType type) { return names.at(static_cast<std::size_t>(type)); }

}  // namespace

std::string_view word(DocumentType type) { return name_of(type).word; }
std::string_view chinese_name(DocumentType type) { return name_of(type).chinese; }

std::optional<DocumentType> document_type(std::string_view word) {
  for (const auto& name : names)
    if (name.word == word) return name.type;
  return std::nullopt;
}

const std::vector<DocumentType>& all_document_types() {
  static const std::vector<DocumentType> all = [] {
    std::vector<DocumentType> types;
    for (const auto& name : names) types.push_back(name.type);
    return types;
  }();
  return all;
}

}  // namespace yimen::document
