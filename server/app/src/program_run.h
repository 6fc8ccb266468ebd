#pragma once
// The built program, run as people run it from a shell; for tests of its commands.
#include <sys/wait.h>

#include <cstdio>
#include <string>

#include <doctest/doctest.h>

namespace yimen::testing {

struct ProgramRun {
  int code = -1;
  std::string out;
};

/// `command` goes to the shell as it is, after the program's name and with what stands `before` it (environment).
inline ProgramRun run_program(const std::string& command, const std::string& before = {}) {
  ProgramRun result;
  std::FILE* pipe = ::popen((before + " " + YIMEN_PROGRAM + " " + command).c_str(), "r");
  REQUIRE(pipe);
  char bytes[4096];
  while (const auto count = std::fread(bytes, 1, sizeof bytes, pipe)) result.out.append(bytes, count);
  const int status = ::pclose(pipe);
  result.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace yimen::testing
