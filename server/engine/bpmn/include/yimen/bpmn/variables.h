#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include "yimen/feel/value.h"

namespace yimen::bpmn {

namespace json = boost::json;

/// Names and their FEEL values, ordered by name.
class Variables {
 public:
  Variables() = default;
  /// From plain JSON or the tagged form ({"$number":"12.50"}, {"$date":…}); what is wrongly tagged stays a context.
  Variables(const json::object&);

  const feel::Value* find(std::string_view name) const;
  void set(std::string_view name, feel::Value);
  bool is_empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }
  friend bool operator==(const Variables&, const Variables&);

 private:
  std::vector<std::pair<std::string, feel::Value>> entries_;
};

/// Whole numbers as JSON numbers, other numbers and dates tagged, contexts as objects: short, and loses nothing.
json::object to_json(const Variables&);
json::value value_to_json(const feel::Value&);
feel::Value value_from_json(const json::value&);

}  // namespace yimen::bpmn
