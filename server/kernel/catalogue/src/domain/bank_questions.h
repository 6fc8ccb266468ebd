#pragma once
#include <functional>
#include <optional>
#include <string>

#include <boost/json/object.hpp>

/// Questions of the bank inside a form: a component that came from the bank says so in its properties.
namespace yimen::catalogue {

namespace json = boost::json;

struct BankMark {
  std::string question;  // id
  int wording = 0;
};
std::optional<BankMark> bank_mark(const json::object& component);

/// Every marked component of a form, at any depth.
void each_bank_question(const json::object& form, const std::function<void(const BankMark&)>& see);

struct Wording {
  json::object definition;
  int number = 0;
};
/// Puts the newest wording in place of older ones. What belongs to the form stays: key, place, the condition under which the question shows.
/// @returns how many were renewed.
int renew_bank_questions(json::object& form, const std::function<std::optional<Wording>(const std::string& question)>& newest);

}  // namespace yimen::catalogue
