#include <doctest/doctest.h>

#include <string>

#include "files/rows.h"
#include "yimen/platform/files.h"

using namespace yimen::platform;
using namespace std::string_literals;

namespace {

std::string zip_of(const std::vector<std::string>& names) {
  std::string bytes;
  for (const auto& name : names) {
    bytes += "PK\x03\x04"s + std::string(22, '\0');
    bytes += static_cast<char>(name.size());
    bytes += "\0\0\0"s + name;
  }
  return bytes;
}

struct Example {
  std::string head, name, type;
};

}  // namespace

TEST_CASE("a file's type is read from its bytes, whatever it is called") {
  for (const auto& [head, name, type] : std::vector<Example>{
           {"%PDF-1.7\n", "a.txt", "application/pdf"},
           {"\x89PNG\r\n\x1a\nxxxx", "a.jpg", "image/png"},
           {"\xFF\xD8\xFF\xE0xx", "a", "image/jpeg"},
           {"GIF89a...", "a.gif", "image/gif"},
           {"RIFF\x10\x00\x00\x00WEBPVP8 "s, "a.webp", "image/webp"},
           {"II*\0xxxx"s, "a.tif", "image/tiff"},
           {"\0\0\0\x18"
            "ftypisom...."s,
            "a.mp4", "video/mp4"},
           {zip_of({"[Content_Types].xml", "word/document.xml"}), "a.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
           {zip_of({"[Content_Types].xml", "xl/workbook.xml"}), "a.zip",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
           {zip_of({"OFD.xml", "Doc_0/Document.xml"}), "a.ofd", "application/ofd"},
           {zip_of({"图纸.dwg"}), "a.zip", "application/zip"},
           {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1xx"s, "旧表.DOC", "application/msword"},
           {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1xx"s, "旧表.xls", "application/vnd.ms-excel"},
           {"姓名,电话\n", "名单.csv", "text/csv"},
           {"\xD0\xD5\xC3\xFB", "gbk.txt", "text/plain"},
           {"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>", "a.svg", "image/svg+xml"},
       }) {
    CAPTURE(name);
    const auto found = sniff(head, name);
    CHECK(found.is_allowed);
    CHECK(found.content_type == type);
  }
}

TEST_CASE("words under the name of a picture or document are refused, since nobody could open them") {
  for (const auto* name : {"证明.pdf", "照片.JPG", "申请书.docx", "营业执照.ofd", "图纸.zip"}) {
    CAPTURE(name);
    const auto found = sniff("not what it says", name);
    CHECK_FALSE(found.is_allowed);
    CHECK(found.refusal.find("扩展名") != std::string::npos);
  }
  CHECK(sniff("some words", "说明.txt").is_allowed);
  CHECK(sniff("some words", "没有扩展名").is_allowed);
  CHECK(sniff("<html><table><tr><td>1</td></tr></table></html>", "旧表.xls").is_allowed);
}

TEST_CASE("programs and scripts are refused, whatever they are called") {
  for (const auto& [head, name, type] : std::vector<Example>{
           {"MZ\x90\0"s, "营业执照.pdf", ""},
           {"\x7f"
            "ELF\x02",
            "a.png", ""},
           {"#!/bin/sh\nrm -rf /", "a.txt", ""},
           {zip_of({"META-INF/MANIFEST.MF", "A.class"}), "a.zip", ""},
           {zip_of({"材料.pdf", "readme.exe"}), "材料.zip", ""},
           {zip_of({"[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"}), "a.docx", ""},
           {"<html><body onload=alert(1)>", "a.html", ""},
           {"<svg><script>alert(1)</script></svg>", "a.svg", ""},
           {"<svg/onload=alert(1)>", "a.svg", ""},
           {"<svg><a href='javascript:x'/></svg>", "a.svg", ""},
           {"alert(1)", "a.js", ""},
           {"@echo off\r\ndel *", "a.txt", ""},
           {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1xx"s, "setup.msi", ""},
           {"L\0\0\0\x01\x14\x02\0"s, "a.txt", ""},
           {"\x01\x02\x03\x04", "a.bin", ""},
           {"", "empty.pdf", ""},
       }) {
    CAPTURE(name);
    const auto found = sniff(head, name);
    CHECK_FALSE(found.is_allowed);
    CHECK_FALSE(found.refusal.empty());
  }
}

TEST_CASE("a file name loses folders, control characters and direction marks, and keeps its ending") {
  CHECK(clean_file_name("../../etc/passwd") == "passwd");
  CHECK(clean_file_name("C:\\资料\\𬭛氏证明.pdf") == "𬭛氏证明.pdf");
  CHECK(clean_file_name("a\r\nSet-Cookie: x.pdf") == "aSet-Cookie: x.pdf");
  CHECK(clean_file_name("证明\xE2\x80\xAE" "fdp.exe") == "证明fdp.exe");
  CHECK(clean_file_name("..") == "文件");
  CHECK(clean_file_name("\xFF\xFE") == "文件");
  const auto cut = clean_file_name(std::string(500, 'x') + ".pdf");
  CHECK(cut.size() == 200);
  CHECK(cut.ends_with(".pdf"));
}
