#include "command.h"

namespace yimen::app {

namespace {

using platform::Setting;

void declare_data(platform::Settings& settings) {
  settings
      .declare({.name = "data.directory",
                .fallback = "var",
                .chinese = "数据目录：内置数据库、上传文件和密钥都放在这里",
                .english = "Where the embedded database, files and keys live"})
      .declare({.name = "data.reference",
                .fallback = "data",
                .chinese = "参考数据目录：区划、日历、角色、文书模板、流程模型、演示城市",
                .english = "Reference data shipped with the program"})
      .declare({.name = "data.node",
                .kind = Setting::Kind::integer,
                .fallback = "0",
                .chinese = "本实例编号；多个实例共用一个数据库时必须各不相同",
                .english = "Number of this instance among those sharing a database",
                .min = 0,
                .max = 1023})
      .declare(
          {.name = "database.url",
           .fallback = "",
           .chinese = "数据库地址：留空使用数据目录中的内置数据库（SQLite）；PostgreSQL 写 postgresql://用户@主机/库",
           .english = "Empty: embedded SQLite in the data directory; or postgresql://user@host/db",
           .is_secret = true})
      .declare({.name = "database.schema",
                .fallback = "",
                .chinese = "PostgreSQL 的模式名，留空为 public",
                .english = "PostgreSQL schema"})
      .declare({.name = "database.read_connections",
                .kind = Setting::Kind::integer,
                .fallback = "4",
                .chinese = "读连接数",
                .english = "Connections for reading",
                .min = 1,
                .max = 200})
      .declare({.name = "database.write_connections",
                .kind = Setting::Kind::integer,
                .fallback = "8",
                .chinese = "写连接数（仅 PostgreSQL）",
                .english = "Connections for writing (PostgreSQL only)",
                .min = 1,
                .max = 200})
      .declare({.name = "database.statement_timeout_ms",
                .kind = Setting::Kind::integer,
                .fallback = "30000",
                .chinese = "一条语句最长毫秒数",
                .english = "Longest time of one statement",
                .min = 100,
                .max = 3600000});
}

void declare_http(platform::Settings& settings) {
  const auto number = [&](std::string name, std::string fallback, std::int64_t min, std::int64_t max,
                          std::string chinese, std::string english) {
    settings.declare({.name = std::move(name),
                      .kind = Setting::Kind::integer,
                      .fallback = std::move(fallback),
                      .chinese = std::move(chinese),
                      .english = std::move(english),
                      .min = min,
                      .max = max});
  };
  settings.declare({.name = "http.address",
                    .fallback = "127.0.0.1",
                    .chinese = "监听地址；0.0.0.0 表示所有网卡",
                    .english = "Address to listen on"});
  number("http.port", "8080", 0, 65535, "监听端口；0 表示任选空闲端口", "Port; 0 picks a free one");
  number("http.io_threads", "1", 1, 64, "收发线程数", "I/O threads");
  number("http.worker_threads", "8", 1, 512, "办理线程数", "Worker threads");
  number("http.queue", "256", 1, 100000, "排队上限，超过则答复 503", "Requests that may wait; beyond: 503");
  number("http.max_connections", "10000", 1, 1000000, "最多连接数", "Open connections");
  number("http.max_connections_per_address", "2000", 0, 1000000, "每个来访地址最多连接数，0 为不限",
         "Open connections per client; 0: no limit");
  number("http.header_seconds", "10", 1, 600, "请求头须在几秒内收完", "Seconds for the request header");
  number("http.body_seconds", "120", 1, 86400, "请求体的基本时限（秒），之后须保持 32 KB/s",
         "Base seconds for the body, then 32 KB/s");
  number("http.idle_seconds", "60", 1, 3600, "空闲连接保留秒数", "Seconds an idle connection is kept");
  number("http.upload_limit_mb", "200", 1, 100000, "一个上传文件的上限（MB）", "Largest upload in MB");
  number("http.requests_per_minute", "1200", 0, 10000000, "每个来访地址每分钟请求数，0 为不限",
         "Requests per client and minute; 0: no limit");
  number("http.max_streams", "64", 1, 10000, "同时推送（叫号屏、进度）和上传的上限，各自计算",
         "Streamed answers and uploads at a time, each");
  number("http.stop_seconds", "20", 0, 600, "停止时等待办理完成的秒数", "Seconds for work in hand when stopping");
  settings
      .declare({.name = "http.is_secure_cookie",
                .kind = Setting::Kind::flag,
                .fallback = "false",
                .chinese = "前面有 HTTPS 代理时设为 true：Cookie 只走 HTTPS，并发送 HSTS",
                .english = "true behind an HTTPS proxy"})
      .declare({.name = "http.trust_forwarded_for",
                .kind = Setting::Kind::flag,
                .fallback = "false",
                .chinese = "只在自己的代理后面设为 true：采信 X-Forwarded-For 的最后一个地址",
                .english = "true only behind your own proxy"})
      .declare({.name = "http.are_metrics_public",
                .kind = Setting::Kind::flag,
                .fallback = "false",
                .chinese = "允许其他机器读取 /metrics",
                .english = "Let other machines read /metrics"});
}

void declare_site(platform::Settings& settings) {
  const auto text = [&](std::string name, std::string fallback, std::string chinese, std::string english) {
    settings.declare({.name = std::move(name),
                      .fallback = std::move(fallback),
                      .chinese = std::move(chinese),
                      .english = std::move(english)});
  };
  text("site.name", "玉林市政务服务", "网站名称", "Name of the site");
  text("site.region", "4509", "本站区划代码", "Region code of the site");
  text("site.host", "玉林市人民政府办公室", "主办单位", "Host");
  text("site.contractor", "玉林市行政审批局", "承办单位", "Operator");
  text("site.site_code", "演示站点，无标识码", "政府网站标识码", "Site id code");
  text("site.icp_number", "演示站点，无备案号", "ICP 备案号", "ICP filing number");
  text("site.public_url", "http://127.0.0.1:8080", "对外网址，印在文书二维码里", "Public address, printed in QR codes");
  settings.declare({.name = "site.is_demo",
                    .kind = Setting::Kind::flag,
                    .fallback = "false",
                    .chinese = "演示城市：页面标明演示数据",
                    .english = "Demonstration city: pages say so"});
}

void declare_identity(platform::Settings& settings) {
  settings
      .declare({.name = "identity.require_otp_for_admins",
                .kind = Setting::Kind::flag,
                .fallback = "true",
                .chinese = "管理员须用动态口令作第二因素（演示城市为 false）",
                .english = "Administrators need a second factor"})
      .declare({.name = "identity.show_sms_code",
                .kind = Setting::Kind::flag,
                .fallback = "false",
                .chinese = "在页面显示短信验证码，只用于没有短信通道的演示",
                .english = "Show text-message codes on the page; demonstrations only"})
      .declare({.name = "identity.staff_idle_minutes",
                .kind = Setting::Kind::integer,
                .fallback = "30",
                .chinese = "工作人员空闲多少分钟后退出",
                .english = "Idle minutes before staff are signed out",
                .min = 5,
                .max = 480})
      .declare({.name = "identity.public_idle_minutes",
                .kind = Setting::Kind::integer,
                .fallback = "30",
                .chinese = "公众空闲多少分钟后退出",
                .english = "Idle minutes before citizens are signed out",
                .min = 5,
                .max = 480})
      .declare({.name = "sms.adapter",
                .fallback = "local",
                .chinese = "短信通道；local 只存库不发送",
                .english = "Text message adapter; local stores only"});
}

}  // namespace

platform::Settings declared_settings() {
  platform::Settings settings;
  declare_data(settings);
  declare_http(settings);
  declare_site(settings);
  declare_identity(settings);
  settings
      .declare({.name = "log.level",
                .kind = Setting::Kind::word,
                .fallback = "info",
                .chinese = "日志级别",
                .english = "Log level",
                .words = {"debug", "info", "warning", "error", "off"}})
      .declare({.name = "log.file",
                .fallback = "",
                .chinese = "日志文件，留空输出到标准错误",
                .english = "Log file; empty: standard error"})
      .declare({.name = "web.root",
                .fallback = "web/dist",
                .chinese = "前端文件所在目录",
                .english = "Folder of the built front end"});
  return settings;
}

std::string_view program_version() {
  return YIMEN_VERSION;
}

}  // namespace yimen::app
