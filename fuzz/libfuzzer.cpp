#include <cstdint>

#include "exercise.h"

/// The way in for libFuzzer (preset `fuzz`).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  yimen::fuzz::exercise({reinterpret_cast<const char*>(data), size});
  return 0;
}
