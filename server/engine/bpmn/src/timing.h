#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "yimen/feel/value.h"

/// ISO 8601 times of timers. Instants are milliseconds since 1970; months are counted on the calendar of the zone.
namespace yimen::bpmn {

struct Span {
  std::int64_t months = 0, milliseconds = 0;
};
/// P1Y2M3DT4H5M6.5S, P2W; nullopt for anything else and for what is negative.
std::optional<Span> parse_span(std::string_view);
std::int64_t add(std::int64_t instant, const Span&, std::string_view zone);
/// 2025-06-02, 2025-06-02T09:00:00 (in the zone), with offset or Z.
std::optional<std::int64_t> parse_moment(std::string_view, std::string_view zone);

struct Cycle {
  int repetitions = -1;  // firings in all; -1 without end
  std::string_view start;
  Span span;
};
/// R3/PT1H, R/PT1H, PT1H (as R/PT1H), R3/2025-06-02T09:00:00Z/PT1H
std::optional<Cycle> parse_cycle(std::string_view);

/// What an expression gave: a date and time, a date, or text of one.
std::optional<std::int64_t> moment_of(const feel::Value&, std::string_view zone);
std::optional<Span> span_of(const feel::Value&);
/// PT2S, PT1H30M, P3DT2H: a span of milliseconds as text.
std::string iso_span(std::int64_t milliseconds);

}  // namespace yimen::bpmn
