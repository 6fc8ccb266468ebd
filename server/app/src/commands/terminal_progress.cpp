#include "commands/terminal_progress.h"

#include <unistd.h>

#include <iostream>

#include <fmt/format.h>

namespace yimen::app {

TerminalProgress::TerminalProgress() : is_terminal_{isatty(STDERR_FILENO) == 1} {}

TerminalProgress::~TerminalProgress() {
  if (is_terminal_ && shown_ >= 0) std::cerr << "\n";
}

void TerminalProgress::operator()(std::string_view phase, std::int64_t done, std::int64_t total) {
  const std::int64_t percent = total > 0 ? done * 100 / total : 0;
  const std::int64_t step = is_terminal_ ? percent : percent / 10 * 10;
  if (phase == phase_ && step == shown_) return;
  if (is_terminal_ && phase != phase_ && shown_ >= 0) std::cerr << "\n";
  phase_ = phase;
  shown_ = step;
  if (!is_terminal_) {
    std::cerr << fmt::format("{} {}%（{} / {}）\n", phase, step, done, total);
    return;
  }
  constexpr int width = 30;
  std::string bar;
  for (int i = 0; i < width; ++i) bar += i < percent * width / 100 ? "█" : "░";
  std::cerr << fmt::format("\r{} {} {:3}% {} / {}   ", phase, bar, percent, done, total) << std::flush;
}

}  // namespace yimen::app
