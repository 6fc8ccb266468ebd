#include <sys/stat.h>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "crypto/secret_file.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

tl::unexpected<Error> unusable(std::string detail) {
  return fail(ErrorCode::internal, "platform/keys-unusable", std::move(detail));
}

/// Keys that others on the machine can read are no secret; the program does not pretend they are.
Result<void> check_private(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return unusable(fmt::format("读不到 {}，请检查目录权限。", path));
  if ((info.st_mode & 077) != 0)
    return unusable(fmt::format("{0} 的权限过宽，其他用户可以读取密钥。请执行 chmod go= {0} 后重新启动。", path));
  return {};
}

Result<std::string> load_or_create_master(const std::string& path) {
  if (!std::filesystem::exists(path)) {
    auto made = create_secret_file(path, to_hex(random_bytes(32)) + "\n");
    if (!made && made.error().code != ErrorCode::conflict) return tl::make_unexpected(made.error());
  }
  TRY(check_private(path));
  const auto text = read_secret_file(path);
  auto key = text ? from_hex(trim(*text)) : std::string{};
  if (key.size() != 32)
    return unusable(fmt::format("{} 不是 32 字节的主密钥（64 个十六进制字符）。请从备份恢复该文件。", path));
  return key;
}

bool is_key_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

Result<std::unique_ptr<KeyRing>> KeyRing::open(const std::string& folder) {
  std::error_code error;
  if (!std::filesystem::exists(folder, error)) {
    std::filesystem::path place = folder;
    if (!place.has_filename()) place = place.parent_path();
    if (const auto parent = place.parent_path(); !parent.empty()) std::filesystem::create_directories(parent, error);
    // Private from the first moment: another program that starts now looks at its rights, too.
    if (!error && ::mkdir(place.c_str(), 0700) != 0 && errno != EEXIST) error = {errno, std::generic_category()};
    if (error) return unusable(fmt::format("密钥目录 {} 建不起来：{}。", folder, error.message()));
  }
  TRY(check_private(folder));
  auto ring = std::unique_ptr<KeyRing>{new KeyRing};
  ring->folder_ = folder;
  ring->master_ = TRY(load_or_create_master(folder + "/master.key"));
  ring->cipher_ = std::make_unique<FieldCipher>(ring->master_);
  return ring;
}

Result<Sm2Key> KeyRing::sm2(const std::string& name) {
  if (!is_key_name(name)) return unusable(fmt::format("密钥名称 {} 不合规则。", name));
  const std::lock_guard lock{mutex_};
  if (const auto known = keys_.find(name); known != keys_.end()) return known->second;
  const auto path = fmt::format("{}/{}.sm2.pem", folder_, name);
  if (!std::filesystem::exists(path)) {
    auto saved = Sm2Key::generate().save(path);
    if (!saved && saved.error().code != ErrorCode::conflict) return tl::make_unexpected(saved.error());
  }
  TRY(check_private(path));
  auto key = TRY(Sm2Key::load(path));
  keys_.emplace(name, key);
  return key;
}

std::string KeyRing::derived(std::string_view purpose) const {
  return hmac_sm3(master_, "derived:" + std::string(purpose));
}

}  // namespace yimen::platform
