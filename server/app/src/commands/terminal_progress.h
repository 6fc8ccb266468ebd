#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace yimen::app {

/// A bar on a terminal, one line per 10 % elsewhere. Call as often as you like.
class TerminalProgress {
 public:
  TerminalProgress();
  ~TerminalProgress();
  void operator()(std::string_view phase, std::int64_t done, std::int64_t total);

 private:
  bool is_terminal_;
  std::string phase_;
  std::int64_t shown_ = -1;
};

}  // namespace yimen::app
