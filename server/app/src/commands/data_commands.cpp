// setup, demo, import, verify-trail: everything that fills or checks the database from the command line.
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iostream>
#include <set>

#include <fmt/format.h>

#include "commands/commands.h"
#include "commands/terminal_progress.h"
#include "wiring.h"
#include "yimen/demo/demo.h"
#include "yimen/platform/text.h"
#include "yimen/region/region.h"

namespace yimen::app {

namespace {

namespace fs = std::filesystem;

template <class T>
T or_stop(platform::Result<T> result) {
  if (!result) throw StartError(result.error().detail);
  return std::move(*result);
}

int setup(Arguments& arguments) {
  arguments.finish();
  const auto application = Application::open(arguments.settings());
  load_reference_data(*application->product, arguments.settings().text("data.reference"));
  std::cout << "参考数据已就绪：区划、日历、角色、文书模板、流程模型。\n";
  return 0;
}

constexpr std::int64_t yulin = 450900000000;

/// One of each role is enough to look around; everybody else follows the same pattern.
constexpr std::string_view shown_logins[] = {"yl.clerk1", "yl.sc.handler1", "yl.sc.reviewer1", "yl.sc.approver1", "yl.sc.approver2", "yl.sc.chief", "yl.manager1",
                                             "yl.supervisor", "yl.catalogue", "yl.catalogueb", "yl.sys", "yl.sec", "yl.audit"};

bool is_shown(std::string_view login) { return std::ranges::find(shown_logins, login) != std::end(shown_logins); }

void print_accounts(const std::vector<identity::DemoAccount>& accounts) {
  std::cout << fmt::format("\n演示账号（密码均为 {}；群众从门户登录，工作人员从工作台登录）：\n", identity::demo_password);
  for (const auto& account : accounts) {
    const bool is_citizen = account.login.find('.') == std::string::npos;
    if (is_citizen || is_shown(account.login))
      std::cout << fmt::format("  {:<18} {}　{}\n", account.login, account.name, account.description);
  }
}

/// Where the shown accounts work.
std::vector<std::int64_t> departments_of(Product& product, const std::vector<identity::DemoAccount>& accounts, platform::Date today) {
  std::set<std::int64_t> departments;
  product.database.read([&](platform::Tx& tx) {
    for (const auto& account : accounts)
      if (is_shown(account.login))
        for (const auto& held : product.organisation.posts_of(tx, account.id, today))
          if (held.post.department) departments.insert(held.post.department.value());
  });
  return {departments.begin(), departments.end()};
}

/// The accounts of citizens and enterprises, and who they are.
std::vector<demo::ShownPerson> people_of(Product& product, const std::vector<identity::DemoAccount>& accounts) {
  std::vector<demo::ShownPerson> people;
  product.database.read([&](platform::Tx& tx) {
    for (const auto& account : accounts)
      if (const auto party = product.parties.own_party(tx, account.id)) people.push_back({account.id, party});
  });
  return people;
}

int demo(Arguments& arguments) {
  const auto cases = arguments.take_option("cases").value_or("3000");
  arguments.finish();
  int count = -1;
  const auto [end, fault] = std::from_chars(cases.data(), cases.data() + cases.size(), count);
  if (fault != std::errc{} || end != cases.data() + cases.size() || count < 0 || count > 1'000'000)
    throw StartError(fmt::format("--cases 应为 0 至 1000000 的整数，现在是“{}”。", cases), usage_exit_code);
  const auto real_now = platform::SystemClock{}.now();
  auto clock = std::make_unique<platform::ManualClock>(real_now - std::chrono::hours{24 * 366});
  auto& simulated = *clock;
  const auto& settings = arguments.settings();
  const auto folder = settings.text("data.reference");
  const auto application = Application::open(settings, Application::Schema::bring_up_to_date, std::move(clock));
  auto& product = *application->product;
  TerminalProgress progress;
  progress("参考数据", 0, 4);
  load_reference_data(product, folder);
  progress("参考数据", 1, 4);
  or_stop(organisation::load_organisation(product.database, folder));
  progress("参考数据", 2, 4);
  const auto accounts = identity::load_demo_accounts(product.database, product.keys->field_cipher(), folder);
  progress("参考数据", 3, 4);
  const auto report = or_stop(catalogue::load_matters(product.database, folder, product.department_resolver(), [&](std::string_view phase, int done, int total) { progress(phase, done, total); }));
  if (count > 0 && !demo::has_cases(product.database)) {
    const auto outcome = demo::simulate_year(product.database, simulated, product.approval, product.appraisal,
                                             {.cases = count, .region_code = yulin, .until = real_now, .shown_departments = departments_of(product, accounts, platform::shanghai_date(real_now)),
                                              .shown_people = people_of(product, accounts)},
                                             [&](std::string_view phase, std::int64_t done, std::int64_t total) { progress(phase, done, total); });
    simulated.set(real_now);
    const auto key = product.trail_key();
    or_stop(product.database.transact([&](platform::Tx& tx) -> platform::Result<int> { return trail::anchor(tx, key); }));
    std::cout << fmt::format("演示城市：办件 {} 件，已结束 {} 件，在办 {} 件。\n", outcome.submitted, outcome.closed, outcome.open);
    for (const auto& [reason, n] : outcome.refusals) std::cerr << fmt::format("  模拟中被规则拒绝 {} 次：{}\n", n, reason);
  }
  std::cout << fmt::format("事项 {} 项（指南 {} 份，待核定 {} 处）。\n", report.instances + report.unchanged, report.rows, report.problems.size());
  print_accounts(accounts);
  return 0;
}

int import_matters(Arguments& arguments) {
  const auto file = arguments.take_word("文件");
  const auto region = region::pad_code(arguments.take_option("region").value_or(arguments.settings().text("site.region")));
  const bool is_published = arguments.take_flag("publish");
  arguments.finish();
  const auto application = Application::open(arguments.settings());
  auto& product = *application->product;
  catalogue::ImportOptions options{.region_code = region, .department = product.department_resolver(), .is_published = is_published};
  product.database.read([&](platform::Tx& tx) {
    if (!region::Regions{}.find(tx, region)) throw StartError(fmt::format("没有区划 {}。请先导入区划，或用 --region 指定已有的区划代码。", region), usage_exit_code);
    for (const auto& county : region::Regions{}.children(tx, region)) options.county_codes.push_back(county.code);
  });
  TerminalProgress progress;
  const auto report = or_stop(catalogue::import_matters(product.database, platform::system_actor("命令行导入"), file, options,
                                                        [&](std::string_view phase, int done, int total) { progress(phase, done, total); }));
  for (const auto& problem : report.problems) std::cout << catalogue::to_line(problem) << "\n";
  std::cout << fmt::format("共 {} 行，载入 {} 行，生成或更新事项 {} 项，未变化 {} 项，提示 {} 条。\n", report.rows, report.loaded, report.instances, report.unchanged, report.problems.size());
  return report.loaded == report.rows ? 0 : 3;
}

int import_regions(Arguments& arguments) {
  const auto folder = arguments.take_word("目录");
  arguments.finish();
  const auto application = Application::open(arguments.settings());
  TerminalProgress progress;
  const auto counts = or_stop(region::import_regions(application->product->database, folder, [&](auto&&... values) { progress(values...); }));
  std::cout << fmt::format("区划已导入：新增 {} 个，更名 {} 个，未变化 {} 个。\n", counts.added, counts.renamed, counts.unchanged);
  return 0;
}

int import_data(Arguments& arguments) {
  const auto what = arguments.take_word("matters 或 regions");
  if (what == "matters") return import_matters(arguments);
  if (what == "regions") return import_regions(arguments);
  throw StartError(fmt::format("不认识的导入内容“{}”：可以是 matters（事项）或 regions（区划）。", what), usage_exit_code);
}

int verify_trail(Arguments& arguments) {
  const bool as_json = arguments.take_flag("json");
  arguments.finish();
  const auto application = Application::open(arguments.settings());
  TerminalProgress progress;
  const auto report = trail::verify(application->product->database, application->product->trail_key(), [&](std::int64_t done, std::int64_t total) { progress("核验留痕", done, total); });
  if (as_json) std::cout << trail::to_json(report) << "\n";
  else {
    for (const auto& finding : report.findings) std::cout << "异常：" << finding.text << "\n";
    std::cout << fmt::format("留痕 {} 条，链 {} 条，签名锚点 {} 个（覆盖 {} 处链尾）：{}\n", report.events, report.chains, report.roots, report.anchored,
                             report.findings.empty() ? "完整，未发现改动、删除或插入。" : fmt::format("发现 {} 处异常。", report.findings.size()));
    if (report.since_last_root) std::cout << fmt::format("其中最近 {} 条在最近一次锚定之后，要到下一次锚定才受锚点保护。\n", report.since_last_root);
  }
  return report.findings.empty() ? 0 : 4;
}

}  // namespace

Command setup_command() {
  return {.name = "setup", .usage = "setup", .chinese = "装入参考数据：区划、日历、角色、文书模板、流程模型（可重复执行）", .english = "Load reference data; repeatable", .details = "", .run = setup};
}
Command demo_command() {
  return {.name = "demo", .usage = "demo [--cases N]", .chinese = "建立演示城市玉林市，并模拟一年的办件（默认 3000 件）", .english = "Fill the demonstration city with a simulated year of cases",
          .details = "已有办件时不再模拟。演示账号的密码会打印出来，不要用在正式环境。", .run = demo};
}
Command import_command() {
  return {.name = "import", .usage = "import matters 文件 [--region 代码] [--publish] | import regions 目录", .chinese = "导入办事指南或区划数据", .english = "Import service guides or regions",
          .details = "有问题的行会列出行号、字段和原因，其余行照常载入；有行没有载入时退出码为 3。", .run = import_data};
}
Command verify_trail_command() {
  return {.name = "verify-trail", .usage = "verify-trail [--json]", .chinese = "核验留痕：链、签名锚点，指出被改动、删除或插入的记录", .english = "Verify the trail's chains and signed roots",
          .details = "发现异常时退出码为 4。", .run = verify_trail};
}

}  // namespace yimen::app
