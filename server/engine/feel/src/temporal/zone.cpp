#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include <unicode/basictz.h>
#include <unicode/timezone.h>

#include "yimen/feel/temporal.h"

/// IANA zones, looked up in ICU once per name and kept: a zone's number stays valid for the life of the program.
namespace yimen::feel {

namespace {

struct NamedZone {
  std::string name;
  std::unique_ptr<icu::TimeZone> rules;
};

class Registry {
 public:
  static Registry& instance() {
    static Registry registry;
    return registry;
  }

  std::optional<std::int32_t> find(std::string_view name) {
    const std::lock_guard lock{mutex_};
    const auto known = numbers_.find(name);
    if (known != numbers_.end()) return known->second;
    auto rules = rules_of(name);
    if (!rules) return std::nullopt;
    const auto number = static_cast<std::int32_t>(zones_.size());
    zones_.push_back(std::make_unique<NamedZone>(NamedZone{std::string{name}, std::move(rules)}));
    numbers_.emplace(std::string{name}, number);
    return number;
  }

  const NamedZone& at(std::int32_t number) {
    const std::lock_guard lock{mutex_};
    return *zones_[static_cast<std::size_t>(number)];
  }

 private:
  static std::unique_ptr<icu::TimeZone> rules_of(std::string_view name) {
    constexpr std::size_t longest = 64;
    // ICU would make zones up from "GMT+3"; only names of the IANA list count, which begin with a letter and hold no
    // other sign.
    if (name.empty() || name.size() > longest || name.starts_with("GMT+") || name.starts_with("GMT-")) return nullptr;
    const auto id = icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())});
    std::unique_ptr<icu::TimeZone> zone{icu::TimeZone::createTimeZone(id)};
    icu::UnicodeString found;
    zone->getID(found);
    if (found != id || *zone == icu::TimeZone::getUnknown()) return nullptr;
    return zone;
  }

  std::mutex mutex_;
  std::map<std::string, std::int32_t, std::less<>> numbers_;
  std::vector<std::unique_ptr<NamedZone>> zones_;
};

int milliseconds_to_seconds(std::int32_t raw, std::int32_t saving) {
  return (raw + saving) / 1000;
}

}  // namespace

std::optional<Zone> Zone::named(std::string_view name) {
  const auto number = Registry::instance().find(name);
  return number ? std::optional{Zone{first_named + *number}} : std::nullopt;
}

std::string_view Zone::name() const {
  return is_named() ? std::string_view{Registry::instance().at(code_ - first_named).name} : std::string_view{};
}

int Zone::offset_at_local(std::int64_t seconds) const {
  if (!is_named()) return is_local() ? 0 : code_;
  const auto& zone = Registry::instance().at(code_ - first_named);
  std::int32_t raw = 0, saving = 0;
  auto status = U_ZERO_ERROR;
  // Of an hour that comes twice the first counts; one that is left out is read with the offset before the gap.
  if (const auto* basic = dynamic_cast<const icu::BasicTimeZone*>(zone.rules.get()))
    basic->getOffsetFromLocal(static_cast<double>(seconds) * 1000, UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, raw,
                              saving, status);
  else
    zone.rules->getOffset(static_cast<double>(seconds) * 1000, true, raw, saving, status);
  return milliseconds_to_seconds(raw, saving);
}

int Zone::offset_at_utc(std::int64_t seconds) const {
  if (!is_named()) return is_local() ? 0 : code_;
  std::int32_t raw = 0, saving = 0;
  auto status = U_ZERO_ERROR;
  Registry::instance()
      .at(code_ - first_named)
      .rules->getOffset(static_cast<double>(seconds) * 1000, false, raw, saving, status);
  return milliseconds_to_seconds(raw, saving);
}

}  // namespace yimen::feel
