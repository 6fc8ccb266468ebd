#pragma once
#include <string_view>

/// Forms of values that BPMN takes from other standards.
namespace yimen::bpmn::rules {

std::string_view trimmed(std::string_view);  // without the white space around

bool is_ncname(std::string_view);     // XML id: letter or underscore first, no colon
bool is_boolean(std::string_view);    // xsd:boolean
bool is_integer(std::string_view);    // xsd:integer
bool is_uri(std::string_view);        // RFC 3986, relative ones too
bool is_mime_type(std::string_view);  // RFC 2046 "text/plain; charset=utf-8"

bool is_iso_date_time(std::string_view);  // ISO 8601 "2025-06-01T09:00:00+08:00", the date alone too
bool is_iso_duration(std::string_view);   // "P1DT2H", "PT0.5S", "P2W"
bool is_iso_cycle(std::string_view);      // "R3/PT10M", "R/2025-01-01T00:00:00Z/P1D"
bool is_cron(std::string_view);           // five to seven fields

/// One word or several in a row and nothing else: a remark to people, not something to be computed.
bool is_prose(std::string_view);
/// A number or a text in quotes: never true nor false.
bool is_literal_but_no_boolean(std::string_view);

}  // namespace yimen::bpmn::rules
