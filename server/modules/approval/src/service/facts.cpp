#include "facts.h"

namespace yimen::approval {

std::string received_words(std::string_view received_as) {
  if (received_as == "electronic") return "电子件";
  if (received_as == "original") return "原件";
  if (received_as == "copy") return "复印件";
  if (received_as == "deferred") return "容缺后补";
  if (received_as == "waived") return "免提交";
  return "未提交";
}

}  // namespace yimen::approval
