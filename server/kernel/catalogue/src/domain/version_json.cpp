#include <type_traits>

#include <boost/json.hpp>

#include "domain/version_fields.h"
#include "yimen/platform/json.h"

namespace yimen::catalogue {

namespace {

template <class T> struct is_vector : std::false_type {};
template <class T> struct is_vector<std::vector<T>> : std::true_type {};

/// Dispatches a struct to its member list.
template <class V, class Visitor>
void visit(V& x, Visitor&& v) {
  using T = std::remove_const_t<V>;
  if constexpr (std::is_same_v<T, LegalBasis>) fields::visit_basis(x, v);
  else if constexpr (std::is_same_v<T, Material>) fields::visit_material(x, v);
  else if constexpr (std::is_same_v<T, Option>) fields::visit_option(x, v);
  else if constexpr (std::is_same_v<T, Situation>) fields::visit_situation(x, v);
  else if constexpr (std::is_same_v<T, Step>) fields::visit_step(x, v);
  else if constexpr (std::is_same_v<T, FeeItem>) fields::visit_fee(x, v);
  else if constexpr (std::is_same_v<T, SpecialProcedure>) fields::visit_special(x, v);
  else if constexpr (std::is_same_v<T, StatedIssue>) fields::visit_issue(x, v);
  else if constexpr (std::is_same_v<T, Faq>) v("question", x.question), v("answer", x.answer);
  else if constexpr (std::is_same_v<T, Place>)
    v("hall", x.hall), v("window", x.window), v("address", x.address), v("hours", x.hours), v("traffic", x.traffic);
  else if constexpr (std::is_same_v<T, Intermediary>)
    v("name", x.name), v("basis", x.basis), v("limit_raw", x.limit_raw), v("fee_nature", x.fee_nature);
  else {
    static_assert(std::is_same_v<T, MatterVersion>);
    fields::visit_identity(x, v), fields::visit_handling(x, v), fields::visit_service(x, v);
  }
}

template <class T>
json::value written(const T& value);

/// Empty members are left out: a guide is mostly blanks, and absent means the default on reading.
struct Writer {
  json::object& into;
  template <class T>
  void operator()(const char* name, const T& value) const {
    if constexpr (platform::is_optional<T>::value) {
      if (value) into[name] = written(*value);
    } else if constexpr (is_vector<T>::value || std::is_same_v<T, std::string> || std::is_same_v<T, json::object>) {
      if (!value.empty()) into[name] = written(value);
    } else if constexpr (std::is_same_v<T, MatterType>) {
      into[name] = written(value);
    } else {
      if (value != T{}) into[name] = written(value);
    }
  }
};

template <class T>
json::value written(const T& value) {
  if constexpr (platform::WordEnum<T>) return json::value(platform::EnumText<T>::to(value));
  else if constexpr (std::is_same_v<T, calendar::Limit>) return limit_json(value);
  else if constexpr (is_vector<T>::value) {
    json::array list;
    for (const auto& item : value) list.push_back(written(item));
    return list;
  } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string> || std::is_same_v<T, json::object>) {
    return json::value(value);
  } else {
    json::object object;
    visit(value, Writer{object});
    return object;
  }
}

template <class T>
bool read(const json::value& from, T& into);

struct Reader {
  const json::object& from;
  template <class T>
  void operator()(const char* name, T& into) const {
    const auto* found = from.if_contains(name);
    if (found == nullptr || found->is_null()) return;
    if constexpr (platform::is_optional<T>::value) {
      typename T::value_type value{};
      if (read(*found, value)) into = std::move(value);
    } else {
      read(*found, into);
    }
  }
};

bool read_limit(const json::value& from, calendar::Limit& into) {
  if (!from.is_object()) return false;
  const auto unit = platform::EnumText<calendar::LimitUnit>::from(platform::text_or(from.get_object(), "unit"));
  if (!unit) return false;
  into = {static_cast<int>(platform::int_or(from.get_object(), "length")), *unit};
  return true;
}

/// False when the member is of another kind; it then keeps its default.
template <class T>
bool read(const json::value& from, T& into) {
  if constexpr (std::is_same_v<T, std::string>) {
    if (from.is_string()) into = std::string(std::string_view(from.get_string()));
    return from.is_string();
  } else if constexpr (std::is_same_v<T, bool>) {
    if (from.is_bool()) into = from.get_bool();
    return from.is_bool();
  } else if constexpr (std::is_arithmetic_v<T>) {
    if (from.is_int64()) into = static_cast<T>(from.get_int64());
    return from.is_int64();
  } else if constexpr (platform::WordEnum<T>) {
    const auto word = from.is_string() ? platform::EnumText<T>::from(std::string_view(from.get_string())) : std::nullopt;
    if (word) into = *word;
    return word.has_value();
  } else if constexpr (std::is_same_v<T, calendar::Limit>) {
    return read_limit(from, into);
  } else if constexpr (std::is_same_v<T, json::object>) {
    if (from.is_object()) into = from.get_object();
    return from.is_object();
  } else if constexpr (is_vector<T>::value) {
    if (!from.is_array()) return false;
    into.clear();
    for (const auto& item : from.get_array()) {
      typename T::value_type value{};
      if (read(item, value)) into.push_back(std::move(value));
    }
    return true;
  } else {
    if (!from.is_object()) return false;
    visit(into, Reader{from.get_object()});
    return true;
  }
}

}  // namespace

json::object limit_json(const calendar::Limit& limit) {
  return {{"length", limit.length}, {"unit", platform::EnumText<calendar::LimitUnit>::to(limit.unit)}};
}

json::object content_of(const MatterVersion& version) {
  json::object content;
  visit(version, Writer{content});
  return content;
}

MatterVersion version_from(const json::object& content) {
  MatterVersion version;
  version.type = MatterType::unstated;
  visit(version, Reader{content});
  return version;
}

}  // namespace yimen::catalogue
