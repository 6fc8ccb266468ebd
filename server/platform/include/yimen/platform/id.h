#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "yimen/platform/result.h"

namespace yimen::platform {

/// An id that cannot be passed where another kind of id is wanted. 63 bits, time-ordered, made by the program;
/// JSON shows it as a string because browsers lose digits beyond 2^53. Zero means "none".
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::int64_t value) : value_{value} {}
  constexpr std::int64_t value() const { return value_; }
  std::string str() const { return std::to_string(value_); }
  constexpr explicit operator bool() const { return value_ != 0; }
  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  std::int64_t value_ = 0;
};

using UserId = Id<struct UserIdTag>;
using FileId = Id<struct FileIdTag>;
using JobId = Id<struct JobIdTag>;

/// The next id of this process: 41 bits of milliseconds since 2020, 10 bits node, 12 bits sequence.
/// Never repeats and never goes back within a process, even when the machine's clock does.
std::int64_t next_id();
/// Number of this instance among those that share a database, 0..1023. Set once at start.
void set_node_number(int node);

template <class IdType>
IdType new_id() {
  return IdType{next_id()};
}

/// @returns malformed unless `text` is a positive 63-bit decimal number.
Result<std::int64_t> parse_id(std::string_view text);

}  // namespace yimen::platform

template <class Tag>
struct std::hash<yimen::platform::Id<Tag>> {
  std::size_t operator()(yimen::platform::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value()); }
};
