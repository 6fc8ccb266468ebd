#include <doctest/doctest.h>

#include <filesystem>

#include "yimen/platform/text.h"
#include "yimen/seal/local_seal.h"

using namespace yimen;

TEST_CASE("a department's seal verifies its own signatures and no other department's") {
  const auto folder = (std::filesystem::temp_directory_path() / ("yimen-seal-" + platform::to_hex(platform::random_bytes(8)))).string();
  {
    auto keys = platform::KeyRing::open(folder);
    REQUIRE(keys);
    const auto seal = seal::make_local_seal(**keys);
    const auto digest = platform::sm3("准予");
    const auto made = seal->sign(1, digest);
    REQUIRE(made);
    CHECK(seal->verify(1, digest, *made));
    CHECK_FALSE(seal->verify(2, digest, *made));
    CHECK_FALSE(seal->verify(1, platform::sm3("不予"), *made));
    auto forged = *made;
    const auto other = platform::Sm2Key::generate();
    forged.signature = platform::sm2_sign(other, digest);
    forged.certificate = other.public_pem();
    CHECK_FALSE(seal->verify(1, digest, forged));
    forged.key_id = other.key_id();
    CHECK_FALSE(seal->verify(1, digest, forged));
    CHECK(platform::Sm2Key::from_pem(made->certificate)->key_id() == made->key_id);

    // The key outlives the program.
    auto again = platform::KeyRing::open(folder);
    CHECK(seal::make_local_seal(**again)->verify(1, digest, *made));
  }
  std::filesystem::remove_all(folder);
}
