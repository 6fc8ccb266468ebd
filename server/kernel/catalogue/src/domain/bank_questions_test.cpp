#include "domain/bank_questions.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>

using namespace yimen::catalogue;

TEST_CASE("a question of the bank takes the newest wording and keeps its key, its place and its condition") {
  auto form = json::parse(R"({"components":[
    {"type":"group","label":"联系","components":[
      {"id":"f1","key":"tel","type":"phone","label":"电话","conditional":{"hide":"=a"},"properties":{"bank_question":"7","bank_wording":1}}]},
    {"id":"f2","key":"tel2","type":"phone","label":"电话","properties":{"bank_question":"7","bank_wording":3}},
    {"id":"f3","key":"own","type":"phone","label":"自己的"}]})").as_object();
  const Wording newest{json::parse(R"({"key":"phone","type":"phone","label":"联系电话","validate":{"required":true}})").as_object(), 3};
  int seen = 0;
  each_bank_question(form, [&](const BankMark& mark) { seen += mark.question == "7"; });
  CHECK(seen == 2);
  CHECK(renew_bank_questions(form, [&](const std::string&) { return std::optional(newest); }) == 1);
  const auto& phone = form.at("components").at(0).at("components").at(0);
  CHECK(phone.at("label") == "联系电话");
  CHECK(phone.at("key") == "tel");
  CHECK(phone.at("id") == "f1");
  CHECK(phone.at("conditional").at("hide") == "=a");
  CHECK(phone.at("properties").at("bank_wording").as_int64() == 3);
  CHECK(form.at("components").at(2).at("label") == "自己的");
  CHECK(renew_bank_questions(form, [&](const std::string&) { return std::optional(newest); }) == 0);
}
