#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <thread>

#include "crypto/algorithms.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/text.h"

using namespace yimen::platform;

namespace {

/// A folder of its own, gone at the end.
struct Folder {
  std::string path = (std::filesystem::temp_directory_path() / ("yimen-keys-" + to_hex(random_bytes(8)))).string();
  ~Folder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("SM3 gives the digests printed in GB/T 32905") {
  CHECK(sm3_hex("abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  std::string sixteen;
  for (int i = 0; i < 16; ++i) sixteen += "abcd";
  CHECK(sm3_hex(sixteen) == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
  CHECK(sm3("abc").size() == 32);
}

TEST_CASE("SM3 piece by piece equals SM3 at once") {
  Sm3Stream stream;
  for (const char c : std::string("一次办成，最多跑一次")) stream.add({&c, 1});
  CHECK(stream.finish() == sm3("一次办成，最多跑一次"));
}

TEST_CASE("HMAC-SM3 gives the value printed in GM/T 0042") {
  std::string key;
  for (char c = 1; c <= 32; ++c) key += c;
  const std::string text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  CHECK(to_hex(hmac_sm3(key, text + text)) == "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a");
  CHECK(hmac_sm3(std::string(100, 'k'), "x") == hmac_sm3(sm3(std::string(100, 'k')), "x"));
}

TEST_CASE("SM4 gives the block printed in GB/T 32907") {
  const auto key = from_hex("0123456789abcdeffedcba9876543210");
  const auto hidden = sm4_cbc(Direction::encrypt, key, std::string(16, '\0'), key);
  REQUIRE(hidden);
  CHECK(to_hex(hidden->substr(0, 16)) == "681edf34d206965e86b3e94f536e4246");
  CHECK(sm4_cbc(Direction::decrypt, key, std::string(16, '\0'), *hidden) == key);
}

TEST_CASE("the SM2 signature printed in GB/T 32918.5 verifies, and no other text does") {
  const auto der = from_hex(
      "3059301306072a8648ce3d020106082a811ccf5501822d03420004"
      "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
      "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
  const auto key =
      Sm2Key::from_pem("-----BEGIN PUBLIC KEY-----\n" + to_base64(der).insert(64, "\n") + "\n-----END PUBLIC KEY-----\n");
  REQUIRE(key);
  CHECK_FALSE(key->has_private());
  const auto signature = from_hex(
      "3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
      "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");
  CHECK(sm2_verify(*key, "message digest", signature));
  CHECK_FALSE(sm2_verify(*key, "message digesT", signature));
}

TEST_CASE("a text, a signature or a key that was changed does not verify") {
  const auto key = Sm2Key::generate();
  auto signature = sm2_sign(key, "准予行政许可");
  CHECK(sm2_verify(key, "准予行政许可", signature));
  CHECK_FALSE(sm2_verify(key, "不予行政许可", signature));
  CHECK_FALSE(sm2_verify(Sm2Key::generate(), "准予行政许可", signature));
  CHECK_FALSE(sm2_verify(key, "准予行政许可", ""));
  signature[20] = static_cast<char>(signature[20] ^ 1);
  CHECK_FALSE(sm2_verify(key, "准予行政许可", signature));
}

TEST_CASE("an SM2 key comes back from its file, readable by its owner only, and is never overwritten") {
  const Folder folder;
  std::filesystem::create_directories(folder.path);
  const auto path = folder.path + "/one.pem";
  const auto key = Sm2Key::generate();
  REQUIRE(key.save(path));
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  const auto loaded = Sm2Key::load(path);
  REQUIRE(loaded);
  CHECK(loaded->key_id() == key.key_id());
  CHECK(loaded->has_private());
  CHECK(sm2_verify(key, "x", sm2_sign(*loaded, "x")));
  const auto again = Sm2Key::generate().save(path);
  REQUIRE_FALSE(again);
  CHECK(again.error().slug == "platform/key-exists");
  CHECK(Sm2Key::load(folder.path + "/none.pem").error().slug == "platform/key-unreadable");
}

TEST_CASE("an encrypted field comes back whole, differs each time and does not survive a change") {
  const FieldCipher cipher{std::string(32, 'm')};
  const std::string text = "450902199001011234 𬭛";
  const auto sealed = cipher.encrypt(text);
  CHECK(sealed.starts_with("v1."));
  CHECK(sealed != cipher.encrypt(text));
  CHECK(*cipher.decrypt(sealed) == text);
  CHECK(cipher.encrypt("").empty());
  CHECK(cipher.decrypt("")->empty());
  for (std::size_t at : {std::size_t{0}, std::size_t{5}, sealed.size() / 2, sealed.size() - 2}) {
    auto changed = sealed;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    const auto opened = cipher.decrypt(changed);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().slug == "platform/cipher-damaged");
  }
  CHECK_FALSE(FieldCipher{std::string(32, 'n')}.decrypt(sealed));
  CHECK(cipher.search_hash(text) == FieldCipher{std::string(32, 'm')}.search_hash(text));
  CHECK(cipher.search_hash(text) != cipher.search_hash(text + "1"));
}

TEST_CASE("the key ring makes its keys once, keeps them and refuses files others can read") {
  const Folder folder;
  std::string sealed, id;
  {
    const auto ring = KeyRing::open(folder.path);
    REQUIRE(ring);
    sealed = (*ring)->field_cipher().encrypt("13800138000");
    id = (*ring)->sm2("trail")->key_id();
    CHECK((*ring)->sm2("trail")->key_id() == id);
    CHECK((*ring)->sm2("seal-1")->key_id() != id);
    CHECK_FALSE((*ring)->sm2("../trail"));
    CHECK((*ring)->derived("a") != (*ring)->derived("b"));
  }
  const auto again = KeyRing::open(folder.path);
  REQUIRE(again);
  CHECK(*(*again)->field_cipher().decrypt(sealed) == "13800138000");
  CHECK((*again)->sm2("trail")->key_id() == id);
  ::chmod((folder.path + "/master.key").c_str(), 0644);
  const auto open_to_all = KeyRing::open(folder.path);
  REQUIRE_FALSE(open_to_all);
  CHECK(open_to_all.error().detail.find("chmod") != std::string::npos);
}

TEST_CASE("programs that start together end with the same keys") {
  for (int round = 0; round < 20; ++round) {
    const Folder folder;
    std::vector<std::string> ids(8);
    {
      std::vector<std::jthread> starters;
      for (auto& id : ids)
        starters.emplace_back([&] {
          auto ring = KeyRing::open(folder.path + (round % 2 == 0 ? "" : "/"));
          if (ring) id = (*ring)->sm2("trail")->key_id() + to_hex((*ring)->derived("x"));
        });
    }
    for (const auto& id : ids) CHECK(id == ids.front());
    CHECK(ids.front().size() == 80);
  }
}

TEST_CASE("a password verifies against its own argon2id hash and no other") {
  const auto hash = hash_password("一个很长的口令 2024!");
  REQUIRE(hash);
  CHECK(hash->starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CHECK(*verify_password("一个很长的口令 2024!", *hash));
  CHECK_FALSE(*verify_password("一个很长的口令 2024", *hash));
  CHECK_FALSE(*verify_password("x", "no hash"));
  CHECK(*hash != *hash_password("一个很长的口令 2024!"));
}

TEST_CASE("many sign-ins at once take turns and all get their answer") {
  const auto hash = *hash_password("p");
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> people;
    for (int i = 0; i < 8; ++i) people.emplace_back([&] { right += verify_password("p", hash).value_or(false); });
  }
  CHECK(right == 8);
}

TEST_CASE("tokens and digits have their length and differ") {
  CHECK(random_token().size() == 43);
  CHECK(random_token() != random_token());
  CHECK(random_digits(6).size() == 6);
  CHECK(random_digits(200).find_first_not_of("0123456789") == std::string::npos);
  CHECK(equal_constant_time("abc", "abc"));
  CHECK_FALSE(equal_constant_time("abc", "abd"));
  CHECK_FALSE(equal_constant_time("abc", "ab"));
}
