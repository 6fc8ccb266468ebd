#pragma once
#include <string_view>

/// What a fuzzer feeds to one reader: any bytes. What can be read is used as the product would use it, with a small budget. The only demands are
/// that it ends, that memory is respected and that what was written is read back as the same.
namespace yimen::fuzz {

/// An expression, unary tests, a type, a value in JSON.
void exercise_feel(std::string_view text);
/// A decision model: read, analysed, decided with inputs that are missing.
void exercise_dmn(std::string_view text);
/// A process model: read, started, driven at random; its state goes through text at the end.
void exercise_bpmn(std::string_view text);
/// A form schema, or {"schema": …, "answers": …}: read and answered twice, the second time with what the first one kept.
void exercise_form(std::string_view text);

/// The reader this program exercises; each program links one.
extern void (*const exercise)(std::string_view text);

}  // namespace yimen::fuzz
