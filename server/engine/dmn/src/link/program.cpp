#include "program.h"

#include <functional>
#include <set>

namespace yimen::dmn {
namespace {

/// First the unit itself, then its unnamed imports in their order, each with its own behind it. -1: nowhere.
int search(const Program& program, int unit, std::set<int>& seen, const std::function<int(int)>& look) {
  if (!seen.insert(unit).second) return -1;
  if (const auto found = look(unit); found >= 0) return found;
  for (const auto import : program.units[unit].unnamed_imports)
    if (const auto found = search(program, import, seen, look); found >= 0) return found;
  return -1;
}

}  // namespace

int Program::find(int unit, std::string_view name) const {
  std::set<int> seen;
  const auto found = search(*this, unit, seen, [&](int one) {
    const auto entry = units[one].by_name.find(std::string{name});
    return entry == units[one].by_name.end() ? -1 : entry->second;
  });
  if (found >= 0) return found;
  for (const auto& [prefix, import] : units[unit].named_imports)
    if (import != unit && name.size() > prefix.size() + 1 && name.starts_with(prefix) && name[prefix.size()] == '.')
      if (const auto inner = find(import, name.substr(prefix.size() + 1)); inner >= 0) return inner;
  return -1;
}

int Program::find_id(int unit, std::string_view id) const {
  std::set<int> seen;
  return search(*this, unit, seen, [&](int one) {
    const auto entry = units[one].by_id.find(std::string{id});
    return entry == units[one].by_id.end() ? -1 : entry->second;
  });
}

}  // namespace yimen::dmn
