#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "yimen/document/seal.h"
#include "yimen/platform/actor.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/db.h"
#include "yimen/platform/id.h"
#include "yimen/platform/json.h"
#include "yimen/platform/result.h"
#include "yimen/platform/time.h"

/// Official documents (文书): numbered, frozen facts, signed with the department's seal key; the PDF is only a view.
namespace yimen::document {

namespace json = boost::json;
using DocumentId = platform::Id<struct DocumentIdTag>;

enum class DocumentType {
  receipt, not_needed_notice, correction_notice, acceptance_notice, rejection_decision, out_of_competence_notice,
  special_procedure_notice, extension_notice, grant_decision, refusal_decision, service_receipt, negative_report,
  result_certificate, withdrawal_confirmation, deemed_acceptance_notice, internal_approval_form, application_form,
  inspection_record, hearing_record,
};
std::string_view word(DocumentType);          ///< "acceptance_notice"
std::string_view chinese_name(DocumentType);  ///< "受理通知书"
/// False for papers of the applicant: they have no number, no seal and are not issued, only drawn.
constexpr bool is_official(DocumentType type) { return type != DocumentType::application_form; }
std::optional<DocumentType> document_type(std::string_view word);
const std::vector<DocumentType>& all_document_types();

struct Template;

struct IssueDocument {
  DocumentType type{};
  std::string subject_kind;  // "case"
  std::int64_t subject_id = 0;
  std::int64_t region_code = 0;
  std::int64_t department_id = 0;
  std::string department_name;
  std::string agency_mark;  // 机关代字, "玉农许"
  bool is_sealed = true;
  json::object facts;  // names and meaning: README and data/documents/<type>.json "facts"
  std::optional<platform::Instant> at = std::nullopt;  // drawn only: the moment the paper speaks of, now when absent
};

struct Document {
  DocumentId id;
  DocumentType type{};
  std::string number;       // 玉农许受〔2026〕12号; "" in a preview
  std::string verify_code;  // 16 characters without those that look alike
  platform::Instant issued_at{};
  std::int64_t department_id = 0;
  std::string department_name;
  int template_version = 0;
  json::object facts;
  bool is_revoked = false;
  std::string title;
  std::string subject_kind;
  std::int64_t subject_id = 0;
  std::int64_t region_code = 0;
  bool is_sealed = false;
  std::string issued_by_name;
  std::string sm3;  // of the canonical text, as signed
  std::string revoke_reason;
  std::shared_ptr<const Template> layout;
};

struct Verification {
  Document document;
  bool is_signature_valid = false;    // made by that department's seal key over the stored digest
  bool is_content_unchanged = false;  // the stored content still has the signed digest
  bool is_genuine() const { return is_signature_valid && is_content_unchanged && !document.is_revoked; }
  std::string sm3;               // computed now from what is stored
  std::string masked_applicant;  // 张*明; organisations in full
  std::string matter_name;
};

/// The last three are drawn and not issued: no number, no code, no seal. Watermarks 预览 and 草稿; `plain` has none.
enum class Copy { original, reprint, preview, draft, plain };

struct DocumentOptions {
  std::string public_base_url;     // "https://zwfw.example.gov.cn": the QR code leads to <it>/verify/<code>
  std::string templates_folder;    // data/documents
  /// Facts hold names and telephone numbers: with a cipher they lie encrypted in the database. Outlives Documents.
  const platform::FieldCipher* facts_cipher = nullptr;
};

class Documents {
 public:
  Documents(SealAdapter& seal, DocumentOptions options);
  ~Documents();

  /// Numbers per department, kind and year without gaps, freezes facts and template version, signs, registers the use
  /// of the seal. @returns invalid_input "document/fact-missing" with the field "/facts/<name>" for each missing fact.
  /// Law: 行政许可法 Art. 32(2): dated and sealed vouchers.
  platform::Result<Document> issue(platform::Tx&, const platform::Actor&, IssueDocument);
  /// All of one subject, oldest first.
  std::vector<Document> of_subject(platform::Tx&, std::string_view kind, std::int64_t id);
  platform::Result<Document> get(platform::Tx&, DocumentId);
  /// Stays stored and verifiable, shown as 已撤销 ever after. @returns rule_violated when it already is.
  platform::Result<void> revoke(platform::Tx&, const platform::Actor&, DocumentId, std::string reason);
  /// With `code` the first text is the printed number and both must match; without, the first text is the code.
  std::optional<Verification> verify(platform::Tx&, std::string_view number_or_code, std::string_view code);

  /// The same document always gives the same bytes. A reprint carries 补打, a preview the watermark 预览.
  platform::Result<std::string> render_pdf(const Document&, Copy);
  /// Not stored, not numbered.
  platform::Result<std::string> preview_pdf(platform::Tx&, IssueDocument, Copy = Copy::preview);

  /// Loads the default templates that the database does not have yet. Called by `migrate` and at first start.
  /// @returns how many came in.
  platform::Result<int> load_default_templates(platform::Tx&);
  const DocumentOptions& options() const { return options_; }

 private:
  struct Layouts;
  SealAdapter& seal_;
  DocumentOptions options_;
  std::unique_ptr<Layouts> layouts_;
};

}  // namespace yimen::document

template <>
struct yimen::platform::EnumText<yimen::document::DocumentType> {
  static std::string_view to(yimen::document::DocumentType type) { return yimen::document::word(type); }
  static std::optional<yimen::document::DocumentType> from(std::string_view text) { return yimen::document::document_type(text); }
};
