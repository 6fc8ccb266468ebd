#pragma once
#include <string>

#include <boost/json/fwd.hpp>

namespace yimen::platform {

/// A value as people read it on paper and in sentences: texts as they are, numbers in full (JSON would write 7E-2), 是 and 否,
/// lists by 、, members as “name：value” by ；. Empty for null.
std::string plain_words(const boost::json::value&);

}  // namespace yimen::platform
