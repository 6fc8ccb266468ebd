#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/assert/source_location.hpp>
#include <tl/expected.hpp>

namespace yimen::platform {

/// What went wrong, in the caller's terms. Closed set: each has one HTTP status (see http_status()).
enum class ErrorCode {
  malformed, invalid_input, unauthenticated, forbidden, not_found, conflict, stale_version,
  precondition_required, rule_violated, too_large, rate_limited, upstream_failed, unavailable, internal,
};

/// One input that must be mended. `field` is a JSON Pointer into the body ("/applicant/phone") or a
/// parameter name; `detail` is a Chinese sentence in the words of the field's label.
struct FieldProblem {
  std::string field;
  std::string detail;
};

/// Expected trouble. `slug` is stable and unique ("cases/not-waiting"): grep leads to one line and clients translate
/// by it. `detail` is the Chinese sentence a person reads: what happened and what to do next; never a secret.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string slug;
  std::string detail;
  std::vector<FieldProblem> fields = {};
  boost::source_location where = BOOST_CURRENT_LOCATION;
};

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
  Result(tl::expected<T, Error> other) : tl::expected<T, Error>(std::move(other)) {}
};

inline tl::unexpected<Error> fail(ErrorCode code, std::string slug, std::string detail,
                                  std::vector<FieldProblem> fields = {},
                                  boost::source_location where = BOOST_CURRENT_LOCATION) {
  return tl::unexpected<Error>(Error{code, std::move(slug), std::move(detail), std::move(fields), where});
}

template <class T>
T take(Result<T>&& result) {
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace yimen::platform

/// Yields the value, or returns the error from the enclosing function. (GNU statement expression.)
#define TRY(expression)                                                              \
  __extension__({                                                                    \
    auto try_result = (expression);                                                  \
    if (!try_result) return tl::make_unexpected(std::move(try_result.error()));      \
    ::yimen::platform::take(std::move(try_result));                                  \
  })
