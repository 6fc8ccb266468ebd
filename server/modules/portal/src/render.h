#pragma once
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "yimen/platform/http.h"
#include "yimen/portal/portal.h"

namespace yimen::portal {

namespace json = boost::json;

/// What every page shows around its content.
struct Frame {
  std::string title, section;         // section: path of the menu entry to mark
  json::array crumbs;                 // of crumb(), the last one without href
  std::string region_name;
  std::string extra_meta;
  bool is_home = false;
  bool is_bilingual = false;          // the body speaks the visitor's language; page() sets it
};

/// Chinese, unless the visitor's cookie asks for English.
bool is_english(const platform::Request*);
/// The address that switches the language and leads back to this page.
platform::Response switch_language(const platform::Request&);

/// Fills the template: texts become {{NAME}} (escaped for their place), arrays sections, true a shown section, objects a
/// section of their own. Names are the upper-case member names.
std::string fill(std::string_view template_name, const json::object& values, bool is_english = false);
/// Template plus shell as an answer. Pages vary with cookie and account, so they are private.
platform::Response page(const Site&, const platform::Request&, const Frame&, std::string_view template_name, const json::object& values, int status = 200);
/// What the visitor's cookie says about size and contrast: words of the page's outermost element.
std::string view_words(const platform::Request*);
std::string problem_page(const Site&, const platform::Error&, const platform::Request&);
std::string wrap(const Site&, const platform::Request*, const Frame&, std::string_view body);

}  // namespace yimen::portal
