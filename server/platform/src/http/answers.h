#pragma once
#include <stdexcept>
#include <utility>

#include "yimen/platform/http.h"

/// Answers the engine itself gives.
namespace yimen::platform {

/// Like problem(), for statuses no ErrorCode stands for (405, 408, 431).
Response problem_with_status(const Error&, const Request&, int status);

/// A problem document, or a page when a person is looking: `is_page` says that the route serves pages.
Response error_answer(const Error&, const Request&, int status, bool is_page);

/// Thrown out of BodyStream::read: the client is too slow, gone, or sends more than is allowed.
class BodyTrouble : public std::runtime_error {
 public:
  BodyTrouble(int status, Error error) : std::runtime_error(error.detail), status_{status}, error_{std::move(error)} {}
  int status() const { return status_; }
  const Error& error() const { return error_; }

 private:
  int status_;
  Error error_;
};

}  // namespace yimen::platform
