#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "yimen/platform/crypto.h"
#include "yimen/platform/files.h"
#include "yimen/platform/testing/db_fixture.h"
#include "yimen/platform/text.h"

using namespace yimen::platform;

namespace {

struct Folder {
  std::string path = (std::filesystem::temp_directory_path() / ("yimen-files-" + to_hex(random_bytes(8)))).string();
  ~Folder() { std::filesystem::remove_all(path); }
};

/// Gives what it holds in small reads; breaks off after `breaks_after` bytes when that is set.
class Pieces final : public BodyStream {
 public:
  explicit Pieces(std::string_view bytes, std::optional<std::size_t> breaks_after = {})
      : bytes_{bytes}, breaks_after_{breaks_after} {}
  std::size_t read(char* into, std::size_t size) override {
    if (breaks_after_ && at_ >= *breaks_after_) throw std::runtime_error("client is gone");
    const auto count = std::min({size, std::size_t{7000}, bytes_.size() - at_});
    bytes_.copy(into, count, at_);
    at_ += count;
    return count;
  }
  std::optional<std::uint64_t> length() const override { return bytes_.size(); }

 private:
  std::string_view bytes_;
  std::optional<std::size_t> breaks_after_;
  std::size_t at_ = 0;
};

Actor person(std::int64_t id) {
  Actor actor;
  actor.kind = ActorKind::citizen;
  actor.id = UserId{id};
  return actor;
}

std::string pdf_of(std::size_t size) {
  std::string bytes = "%PDF-1.7\n" + random_bytes(size);
  bytes.resize(size);
  return bytes;
}

UploadId begin(Database& db, FileStore& files, const Actor& actor, std::string name, std::size_t size) {
  const auto upload = db.transact(
      [&](Tx& tx) { return files.begin(tx, actor, name, static_cast<std::int64_t>(size), "material"); });
  REQUIRE(upload);
  return upload->id;
}

std::size_t files_in(const std::string& folder) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) count += entry.is_regular_file();
  return count;
}

std::int64_t count_rows(Database& db, const std::string& table) {
  return db.read([&](Tx& tx) { return *tx.scalar<std::int64_t>("select count(*) from " + table); });
}

}  // namespace

YIMEN_DB_TEST("equal content is kept once, each handing-in has its own row") {
  const Folder folder;
  const auto files = FileStore::open(folder.path);
  const auto bytes = pdf_of(5000);
  const auto first = files->put(db, person(1), bytes, {"证明.pdf", "material", 450902000000});
  const auto second = files->put(db, person(2), bytes, {"另一份.pdf", "material", 450902000000});
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->id != second->id);
  CHECK(first->sm3 == sm3_hex(bytes));
  CHECK(files_in(folder.path) == 1);
  CHECK(count_rows(db, "stored_file") == 2);
  CHECK(*files->read(*first) == bytes);
  const auto found = db.read([&](Tx& tx) { return files->find(tx, second->id); });
  REQUIRE(found);
  CHECK(found->original_name == "另一份.pdf");
  CHECK(found->content_type == "application/pdf");
}

YIMEN_DB_TEST("a command takes only files that its own person uploaded") {
  const Folder folder;
  const auto files = FileStore::open(folder.path);
  const auto file = files->put(db, person(1), pdf_of(100), {"a.pdf", "material", 0});
  CHECK(db.read([&](Tx& tx) { return files->find_own(tx, person(1), file->id); }));
  const auto stolen = db.read([&](Tx& tx) { return files->find_own(tx, person(2), file->id); });
  const auto missing = db.read([&](Tx& tx) { return files->find_own(tx, person(1), FileId{77}); });
  CHECK(stolen.error().slug == "platform/file-not-yours");
  CHECK(stolen.error().detail == missing.error().detail);
}

YIMEN_DB_TEST("an upload that broke off goes on where it stopped and is whole in the end") {
  const Folder folder;
  const auto files = FileStore::open(folder.path);
  const auto actor = person(1);
  const auto bytes = pdf_of(100'000);
  const auto id = begin(db, *files, actor, "图纸.pdf", bytes.size());
  Pieces broken{bytes, 40'000};
  CHECK_THROWS(files->append(db, actor, id, 0, broken));
  const auto kept = db.read([&](Tx& tx) { return files->find_upload(tx, actor, id); });
  REQUIRE(kept);
  CHECK(kept->received_bytes >= 40'000);
  CHECK(kept->received_bytes < 100'000);

  Pieces from_start{bytes};
  const auto wrong = files->append(db, actor, id, 0, from_start);
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().slug == "platform/upload-offset");
  CHECK(wrong.error().fields.front().detail == std::to_string(kept->received_bytes));
  CHECK_FALSE(files->complete(db, actor, id, ""));

  Pieces rest{std::string_view(bytes).substr(static_cast<std::size_t>(kept->received_bytes))};
  REQUIRE(files->append(db, actor, id, kept->received_bytes, rest));
  const auto file = files->complete(db, actor, id, sm3_hex(bytes));
  REQUIRE(file);
  CHECK(*files->read(*file) == bytes);
  // A repeated completion (lost answer) gives the same file and no second row.
  const auto again = files->complete(db, actor, id, sm3_hex(bytes));
  REQUIRE(again);
  CHECK(again->id == file->id);
  CHECK(count_rows(db, "stored_file") == 1);
  CHECK(files_in(folder.path) == 1);
}

YIMEN_DB_TEST("nobody sees, continues or completes another person's upload") {
  const Folder folder;
  const auto files = FileStore::open(folder.path);
  const auto id = begin(db, *files, person(1), "a.pdf", 100);
  Pieces pieces{pdf_of(100)};
  CHECK(files->append(db, person(2), id, 0, pieces).error().slug == "platform/upload-gone");
  CHECK(files->complete(db, person(2), id, "").error().slug == "platform/upload-gone");
  CHECK_FALSE(db.read([&](Tx& tx) { return files->find_upload(tx, person(2), id); }));
}

YIMEN_DB_TEST("a program, a damaged transfer and too many bytes leave nothing behind") {
  const Folder folder;
  const auto files = FileStore::open(folder.path);
  const auto actor = person(1);
  {
    const std::string program = "MZ" + std::string(998, 'x');
    const auto id = begin(db, *files, actor, "营业执照.pdf", program.size());
    Pieces pieces{program};
    REQUIRE(files->append(db, actor, id, 0, pieces));
    CHECK(files->complete(db, actor, id, "").error().slug == "platform/file-type-refused");
  }
  {
    const auto bytes = pdf_of(1000);
    const auto id = begin(db, *files, actor, "a.pdf", bytes.size());
    Pieces pieces{bytes};
    REQUIRE(files->append(db, actor, id, 0, pieces));
    CHECK(files->complete(db, actor, id, sm3_hex("other")).error().slug == "platform/upload-damaged");
  }
  {
    const auto bytes = pdf_of(1001);
    const auto id = begin(db, *files, actor, "a.pdf", 1000);
    Pieces pieces{bytes};
    CHECK(files->append(db, actor, id, 0, pieces).error().slug == "platform/upload-longer");
  }
  CHECK(count_rows(db, "stored_file") == 0);
  clock.advance(std::chrono::hours{25});
  CHECK(files->remove_expired(db) == 1);
  CHECK(files_in(folder.path) == 0);
  CHECK(count_rows(db, "upload_session") == 0);
}

YIMEN_DB_TEST("an unfinished upload is gone after a day, a finished file stays") {
  const Folder folder;
  const auto files = FileStore::open(folder.path);
  const auto actor = person(1);
  const auto bytes = pdf_of(1000);
  const auto finished = begin(db, *files, actor, "a.pdf", bytes.size());
  Pieces whole{bytes}, half{std::string_view(bytes).substr(0, 500)};
  REQUIRE(files->append(db, actor, finished, 0, whole));
  const auto file = files->complete(db, actor, finished, "");
  const auto open_one = begin(db, *files, actor, "b.pdf", bytes.size());
  REQUIRE(files->append(db, actor, open_one, 0, half));
  CHECK(files->remove_expired(db) == 0);
  clock.advance(std::chrono::hours{24});
  CHECK(files->append(db, actor, open_one, 500, half).error().slug == "platform/upload-gone");
  CHECK(files->remove_expired(db) == 2);
  CHECK(files_in(folder.path) == 1);
  CHECK(*files->read(*file) == bytes);
}

YIMEN_DB_TEST("a full disk refuses before anything is registered") {
  const Folder folder;
  FileLimits limits;
  limits.keep_free_bytes = std::numeric_limits<std::int64_t>::max() / 2;
  const auto files = FileStore::open(folder.path, limits);
  CHECK(files->put(db, person(1), pdf_of(100), {"a.pdf", "material", 0}).error().slug == "platform/disk-full");
  const auto upload = db.transact([&](Tx& tx) { return files->begin(tx, person(1), "a.pdf", 100, "material"); });
  REQUIRE_FALSE(upload);
  CHECK(upload.error().code == ErrorCode::unavailable);
  CHECK(count_rows(db, "stored_file") == 0);
  CHECK(count_rows(db, "upload_session") == 0);
  CHECK(files_in(folder.path) == 0);
}

YIMEN_DB_TEST("a person has a bounded number of uploads open, and a file a bounded size") {
  const Folder folder;
  FileLimits limits;
  limits.open_uploads_per_person = 2;
  limits.file_bytes = 1000;
  const auto files = FileStore::open(folder.path, limits);
  begin(db, *files, person(1), "a.pdf", 10);
  begin(db, *files, person(1), "b.pdf", 10);
  const auto try_begin = [&](std::int64_t owner, std::int64_t size) {
    return db.transact([&](Tx& tx) { return files->begin(tx, person(owner), "c.pdf", size, "material"); });
  };
  CHECK(try_begin(1, 10).error().slug == "platform/uploads-too-many");
  CHECK(try_begin(2, 10));
  CHECK(try_begin(2, 1001).error().slug == "platform/file-too-large");
  CHECK(try_begin(2, 0).error().slug == "platform/file-empty");
}

YIMEN_DB_TEST("a stored file that was changed on disk is not given out as sound") {
  const Folder folder;
  const auto files = FileStore::open(folder.path);
  const auto file = files->put(db, person(1), pdf_of(100), {"a.pdf", "material", 0});
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path))
    if (entry.is_regular_file()) std::ofstream(entry.path(), std::ios::app) << "x";
  CHECK(files->read(*file).error().slug == "platform/file-damaged");
  CHECK(files->serve(db, file->id, Response::Disposition::inline_view).error().slug == "platform/file-damaged");
}

YIMEN_DB_TEST("eight people handing in the same bytes at once all succeed") {
  const Folder folder;
  const auto files = FileStore::open(folder.path);
  const auto bytes = pdf_of(50'000);
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> people;
    for (int i = 1; i <= 8; ++i)
      people.emplace_back([&, i] { good += files->put(db, person(i), bytes, {"a.pdf", "material", 0}).has_value(); });
  }
  CHECK(good == 8);
  CHECK(count_rows(db, "stored_file") == 8);
  CHECK(files_in(folder.path) == 1);
}
