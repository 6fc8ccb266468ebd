#include <algorithm>
#include <array>
#include <string>

#include "yimen/platform/files.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

using namespace std::string_view_literals;

struct Signature {
  std::string_view bytes;
  std::string_view type;
};

constexpr std::array programs{
    Signature{"MZ"sv, "Windows 程序"},          Signature{"\x7f"
                                                        "ELF"sv, "Linux 程序"},
    Signature{"#!"sv, "脚本"},                  Signature{"\xCA\xFE\xBA\xBE"sv, "Java 或 macOS 程序"},
    Signature{"\xCF\xFA\xED\xFE"sv, "macOS 程序"}, Signature{"\xCE\xFA\xED\xFE"sv, "macOS 程序"},
    Signature{"dex\n"sv, "Android 程序"},       Signature{"L\0\0\0\x01\x14\x02\0"sv, "快捷方式"},
    Signature{"<?php"sv, "脚本"},               Signature{"\0asm"sv, "WebAssembly 程序"},
    Signature{"MSCF"sv, "安装包"},              Signature{"!<arch>"sv, "安装包"},
};

constexpr std::array documents{
    Signature{"\x89PNG\r\n\x1a\n"sv, "image/png"}, Signature{"\xFF\xD8\xFF"sv, "image/jpeg"},
    Signature{"GIF87a"sv, "image/gif"},            Signature{"GIF89a"sv, "image/gif"},
    Signature{"II*\0"sv, "image/tiff"},            Signature{"MM\0*"sv, "image/tiff"},
    Signature{"BM"sv, "image/bmp"},                Signature{"ID3"sv, "audio/mpeg"},
    Signature{"\xFF\xFB"sv, "audio/mpeg"},         Signature{"OggS"sv, "audio/ogg"},
    Signature{"Rar!\x1a\x07"sv, "application/vnd.rar"}, Signature{"7z\xBC\xAF\x27\x1C"sv, "application/x-7z-compressed"},
    Signature{"{\\rtf"sv, "application/rtf"},      Signature{"AC10"sv, "image/vnd.dwg"},
};

constexpr std::array script_endings{
    ".exe"sv, ".com"sv, ".dll"sv, ".scr"sv, ".msi"sv, ".bat"sv, ".cmd"sv, ".ps1"sv, ".vbs"sv, ".vbe"sv, ".js"sv,
    ".jse"sv, ".wsf"sv, ".wsh"sv, ".hta"sv, ".jar"sv, ".class"sv, ".sh"sv, ".py"sv, ".pl"sv, ".rb"sv, ".php"sv,
    ".jsp"sv, ".asp"sv, ".aspx"sv, ".lnk"sv, ".reg"sv, ".apk"sv, ".app"sv, ".cpl"sv, ".chm"sv, ".mjs"sv,
};

/// Formats that are never plain text: such a name over words is a damaged or mistaken file, which nobody could open.
constexpr std::array binary_endings{
    ".pdf"sv, ".ofd"sv, ".jpg"sv, ".jpeg"sv, ".png"sv, ".gif"sv, ".bmp"sv,  ".webp"sv, ".heic"sv, ".tif"sv,  ".tiff"sv, ".doc"sv,
    ".docx"sv, ".xls"sv, ".xlsx"sv, ".ppt"sv, ".pptx"sv, ".wps"sv, ".zip"sv, ".rar"sv, ".7z"sv,  ".mp3"sv, ".mp4"sv,
};

SniffedType allowed(std::string_view type) { return {std::string(type), true, {}}; }
SniffedType refused(std::string detail) { return {"application/octet-stream", false, std::move(detail)}; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool ends_like_script(std::string_view name) {
  return std::ranges::any_of(script_endings, [&](std::string_view ending) { return name.ends_with(ending); });
}

std::size_t u16_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]) | static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + 1])) << 8;
}

/// Names of members, from local headers and from the central directory, as far as the bytes at hand reach.
std::vector<std::string> zip_members(std::string_view bytes) {
  struct Header {
    std::string_view mark;
    std::size_t length_at, name_at;
  };
  std::vector<std::string> names;
  for (const auto& header : {Header{"PK\x03\x04"sv, 26, 30}, Header{"PK\x01\x02"sv, 28, 46}}) {
    for (auto at = bytes.find(header.mark); at != std::string_view::npos; at = bytes.find(header.mark, at + 4)) {
      if (at + header.name_at > bytes.size()) break;
      const auto length = u16_at(bytes, at + header.length_at);
      if (length > 0 && length < 512) names.push_back(lower(bytes.substr(at + header.name_at, length)));
    }
  }
  return names;
}

SniffedType sniff_zip(std::string_view bytes) {
  const auto names = zip_members(bytes);
  const auto has = [&](std::string_view start) {
    return std::ranges::any_of(names, [&](const std::string& name) { return name.starts_with(start); });
  };
  if (has("meta-inf/manifest.mf")) return refused("这是 Java 程序包（JAR），不能上传程序。");
  if (has("androidmanifest.xml")) return refused("这是 Android 安装包，不能上传程序。");
  if (std::ranges::any_of(names, [](const auto& name) { return name.ends_with("vbaproject.bin"); }))
    return refused("文件里带有宏（VBA 程序）。请另存为不含宏的格式后再上传。");
  if (std::ranges::any_of(names, [](const auto& name) { return ends_like_script(name); }))
    return refused("压缩包里有程序或脚本。请去掉后重新压缩再上传。");
  if (has("ofd.xml")) return allowed("application/ofd");
  if (has("word/")) return allowed("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
  if (has("xl/")) return allowed("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  if (has("ppt/")) return allowed("application/vnd.openxmlformats-officedocument.presentationml.presentation");
  return allowed("application/zip");
}

SniffedType sniff_ole(std::string_view name) {
  struct Ending {
    std::string_view ending, type;
  };
  for (const auto& [ending, type] : {Ending{".doc", "application/msword"}, Ending{".wps", "application/vnd.ms-works"},
                                     Ending{".xls", "application/vnd.ms-excel"}, Ending{".et", "application/vnd.ms-excel"},
                                     Ending{".ppt", "application/vnd.ms-powerpoint"},
                                     Ending{".dps", "application/vnd.ms-powerpoint"}})
    if (name.ends_with(ending)) return allowed(type);
  // Installers (.msi) share this container.
  return refused("不认识这种文件。旧版 Office 文件请保留 .doc、.xls、.ppt 扩展名。");
}

SniffedType sniff_media_box(std::string_view head) {
  const auto brand = head.substr(8, 4);
  if (brand == "heic" || brand == "heix" || brand == "mif1" || brand == "msf1") return allowed("image/heic");
  if (brand == "M4A ") return allowed("audio/mp4");
  if (brand == "qt  ") return allowed("video/quicktime");
  return allowed("video/mp4");
}

bool has_active_content(std::string_view lowered) {
  for (const auto word : {"<script"sv, "javascript:"sv, "vbscript:"sv, "<iframe"sv, "<object"sv, "<embed"sv,
                          "<foreignobject"sv, "<meta"sv, "<!entity"sv, "<form"sv})
    if (lowered.find(word) != std::string_view::npos) return true;
  // Event attributes: white space or a slash, "on", letters, "=".
  for (auto at = lowered.find("on"); at != std::string_view::npos; at = lowered.find("on", at + 2)) {
    if (at == 0 || !(lowered[at - 1] == ' ' || lowered[at - 1] == '\t' || lowered[at - 1] == '\n' ||
                     lowered[at - 1] == '\r' || lowered[at - 1] == '/' || lowered[at - 1] == '"' ||
                     lowered[at - 1] == '\''))
      continue;
    auto end = at + 2;
    while (end < lowered.size() && lowered[end] >= 'a' && lowered[end] <= 'z') ++end;
    if (end > at + 2 && end < lowered.size() && (lowered[end] == '=' || lowered[end] == ' ')) {
      while (end < lowered.size() && lowered[end] == ' ') ++end;
      if (end < lowered.size() && lowered[end] == '=') return true;
    }
  }
  return false;
}

bool is_plain_text(std::string_view head) {
  return std::ranges::none_of(head, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f';
  });
}

SniffedType sniff_text(std::string_view head, std::string_view name) {
  const auto ending = std::ranges::find_if(binary_endings, [&](std::string_view one) { return name.ends_with(one); });
  // Web pages and old tables are often saved under an Office ending; Office opens them.
  const bool is_markup = head.find('<') != std::string_view::npos;
  if (ending != binary_endings.end() && !is_markup)
    return refused("文件名以 " + std::string(*ending) + " 结尾，内容却不是这种格式，可能已经损坏或改过扩展名。请重新导出或扫描后上传。");
  const auto lowered = lower(head);
  const bool is_svg = lowered.find("<svg") != std::string::npos;
  const bool is_html = lowered.find("<html") != std::string::npos || lowered.find("<!doctype html") != std::string::npos ||
                       name.ends_with(".html") || name.ends_with(".htm");
  if ((is_svg || is_html) && has_active_content(lowered))
    return refused("网页或 SVG 图形里带有脚本，不能上传。请另存为 PDF 或图片。");
  if (is_svg) return allowed("image/svg+xml");
  if (is_html) return allowed("text/html");
  if (lowered.find("<script") != std::string::npos || lowered.starts_with("@echo"))
    return refused("文件内容是脚本，不能上传。");
  if (name.ends_with(".csv")) return allowed("text/csv");
  if (lowered.starts_with("<?xml") || name.ends_with(".xml")) return allowed("application/xml");
  if (name.ends_with(".json") || name.ends_with(".geojson")) return allowed("application/json");
  return allowed("text/plain");
}

}  // namespace

SniffedType sniff(std::string_view head, std::string_view original_name) {
  const auto name = lower(original_name);
  if (head.empty()) return refused("文件是空的。请检查后重新选择。");
  if (ends_like_script(name)) return refused("不能上传程序或脚本文件。");
  for (const auto& [bytes, what] : programs)
    if (head.starts_with(bytes)) return refused("文件内容是" + std::string(what) + "，不能上传程序或脚本。");
  // Readers accept a PDF whose mark stands within the first kilobyte.
  if (head.substr(0, 1024).find("%PDF-") != std::string_view::npos) return allowed("application/pdf");
  for (const auto& [bytes, type] : documents)
    if (head.starts_with(bytes)) return allowed(type);
  if (head.starts_with("RIFF") && head.size() >= 12) {
    if (head.substr(8, 4) == "WEBP") return allowed("image/webp");
    if (head.substr(8, 4) == "WAVE") return allowed("audio/wav");
    if (head.substr(8, 4) == "AVI ") return allowed("video/x-msvideo");
  }
  if (head.size() >= 12 && head.substr(4, 4) == "ftyp") return sniff_media_box(head);
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return sniff_zip(head);
  if (head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return sniff_ole(name);
  if (is_plain_text(head)) return sniff_text(head, name);
  return refused("不认识这种文件。可以上传 PDF、OFD、图片、Office 文档、文本、压缩包和常见音视频。");
}

}  // namespace yimen::platform
