#include "exercise.h"
#include "testing/fuzz_one.h"

namespace yimen::fuzz {

void exercise_feel(std::string_view text) { feel::testing::fuzz_one(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()); }

void (*const exercise)(std::string_view) = exercise_feel;

}  // namespace yimen::fuzz
