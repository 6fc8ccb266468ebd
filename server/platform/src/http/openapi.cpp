#include <set>

#include "yimen/platform/http.h"

namespace yimen::platform {

namespace {

std::string_view needs_word(Needs::Who who) {
  switch (who) {
    case Needs::Who::anybody:
      return "anybody";
    case Needs::Who::signed_in:
      return "signed_in";
    case Needs::Who::citizen:
      return "citizen";
    case Needs::Who::staff:
      return "staff";
    case Needs::Who::permission:
      return "permission";
  }
  return "permission";
}

/// "{rest*}" is ours alone; the document knows "{rest}".
std::string document_path(std::string path) {
  if (path.ends_with("*}")) path.replace(path.size() - 2, 2, "}");
  return path;
}

std::vector<std::string> path_names(const std::string& path) {
  std::vector<std::string> names;
  for (auto at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1))
    names.push_back(path.substr(at + 1, path.find('}', at) - at - 1));
  return names;
}

json::object parameter(std::string_view name, std::string_view in, bool is_required, json::value schema,
                       std::string_view description = {}) {
  json::object out{{"name", name}, {"in", in}, {"required", is_required}, {"schema", std::move(schema)}};
  if (!description.empty()) out["description"] = description;
  return out;
}

json::array parameters_of(const Route& route, const std::string& path, json::object& components) {
  json::array out;
  std::set<std::string> done;
  for (const auto& name : path_names(path)) {
    done.insert(name);
    const auto declared =
        std::find_if(route.parameters.begin(), route.parameters.end(), [&](const auto& p) { return p.name == name; });
    auto schema =
        declared != route.parameters.end() ? declared->schema.to_openapi(components) : json::value{{"type", "string"}};
    out.push_back(parameter(name, "path", true, std::move(schema)));
  }
  for (const auto& declared : route.parameters)
    if (!done.contains(declared.name))
      out.push_back(
          parameter(declared.name, "query", !declared.schema.is_optional(), declared.schema.to_openapi(components)));
  if (route.command && route.method == "POST")
    out.push_back(parameter("Idempotency-Key", "header", false,
                            {{"type", "string"}, {"minLength", 8}, {"maxLength", 128}},
                            "同一操作重复提交时使用同一编号，只生效一次（保留 48 小时）"));
  if (route.method == "PUT" || route.method == "PATCH" || route.method == "DELETE" ||
      (route.command && path.find('{') != std::string::npos))
    out.push_back(parameter("If-Match", "header", false, {{"type", "string"}},
                            "上次读取时得到的 ETag；需要而缺少时答复 428，过期时答复 412"));
  return out;
}

json::value problem_answer(std::string_view description) {
  return {{"description", description},
          {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
}

json::object answers_of(const Route& route, json::object& components) {
  json::object out;
  for (const auto& [status, schema] : route.answers) {
    json::object answer{{"description", status == 201 ? "已创建" : status == 202 ? "已受理，正在处理" : "成功"}};
    if (!schema.is_nothing()) answer["content"] = {{"application/json", {{"schema", schema.to_openapi(components)}}}};
    out[std::to_string(status)] = std::move(answer);
  }
  if (out.empty()) out["200"] = {{"description", "成功"}};
  if (!route.body.is_nothing() || route.is_streaming) {
    out["400"] = problem_answer("请求格式有误");
    out["413"] = problem_answer("内容过大");
  }
  if (!route.body.is_nothing() || !route.parameters.empty())
    out["422"] = problem_answer("填写的内容需要修改，或不符合办理规定");
  if (route.needs.who != Needs::Who::anybody) {
    out["401"] = problem_answer("请先登录");
    out["403"] = problem_answer("没有权限");
  }
  if (route.path.find('{') != std::string::npos) out["404"] = problem_answer("没有找到");
  out["default"] = problem_answer("其他错误");
  return out;
}

json::object operation_of(const Route& route, const std::string& path, json::object& components) {
  json::object out{{"tags", json::array{route.tag}}, {"summary", route.summary}, {"operationId", route.operation_id}};
  if (auto parameters = parameters_of(route, path, components); !parameters.empty())
    out["parameters"] = std::move(parameters);
  if (route.is_streaming)
    out["requestBody"] = {{"required", true},
                          {"content", {{"application/octet-stream", {{"schema", json::object{}}}}}}};
  else if (!route.body.is_nothing())
    out["requestBody"] = {{"required", !route.body.is_optional()},
                          {"content", {{"application/json", {{"schema", route.body.to_openapi(components)}}}}}};
  out["responses"] = answers_of(route, components);
  if (route.needs.who == Needs::Who::anybody) out["security"] = json::array{};
  out["x-needs"] = needs_word(route.needs.who);
  if (route.needs.who == Needs::Who::permission) out["x-permission"] = route.needs.permission;
  if (route.rate_per_minute > 0) out["x-rate-per-minute"] = route.rate_per_minute;
  return out;
}

json::value problem_schema() {
  return {{"type", "object"},
          {"title", "出错说明（RFC 9457）"},
          {"properties",
           {{"type", {{"type", "string"}}},
            {"slug", {{"type", "string"}, {"description", "稳定的错误代号"}}},
            {"title", {{"type", "string"}}},
            {"status", {{"type", "integer"}}},
            {"detail", {{"type", "string"}, {"description", "发生了什么、接下来怎么办"}}},
            {"instance", {{"type", "string"}}},
            {"trace_id", {{"type", "string"}}},
            {"errors",
             {{"type", "array"},
              {"items",
               {{"type", "object"},
                {"properties",
                 {{"field", {{"type", "string"}, {"description", "JSON Pointer"}}}, {"detail", {{"type", "string"}}}}},
                {"required", {"field", "detail"}}}}}}}},
          {"required", {"type", "title", "status", "detail"}}};
}

}  // namespace

json::object Routes::openapi(std::string_view version) const {
  json::object components, paths;
  std::set<std::string> tags;
  components["Problem"] = problem_schema();
  for (const auto& route : routes_) {
    if (route->is_hidden) continue;
    const auto path = document_path(route->path);
    std::string method = route->method;
    for (auto& c : method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (!paths.contains(path)) paths[path] = json::object{};
    paths[path].as_object()[method] = operation_of(*route, path, components);
    tags.insert(route->tag);
  }
  json::array tag_list;
  for (const auto& tag : tags) tag_list.emplace_back(json::object{{"name", tag}});
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "一门政务服务平台接口"},
            {"version", version},
            {"description", "由程序的路由声明生成。错误一律以 application/problem+json 答复。"}}},
          {"tags", std::move(tag_list)},
          {"paths", std::move(paths)},
          {"components",
           {{"schemas", std::move(components)},
            {"securitySchemes",
             {{"session",
               {{"type", "apiKey"},
                {"in", "cookie"},
                {"name", "yimen_session"},
                {"description", "浏览器会话；写操作还需 X-CSRF-Token"}}},
              {"bearer", {{"type", "http"}, {"scheme", "bearer"}}}}}}},
          {"security", {{{"session", json::array{}}}, {{"bearer", json::array{}}}}}};
}

}  // namespace yimen::platform
