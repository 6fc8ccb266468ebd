#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "chain.h"

namespace yimen::trail {

using platform::Database;
using platform::Row;
using platform::Tx;

namespace {

struct Head {
  std::string kind;
  std::int64_t id;
  int seq;
  std::string hash;
};

std::string line_of(const Head& head) { return fmt::format("{}/{}/{}/{}\n", head.kind, head.id, head.seq, head.hash); }

Head head_from(const Row& row) {
  auto [kind, id, seq, hash] = row.as<std::string, std::int64_t, int, std::string>();
  return {kind, id, seq, hash};
}

struct Root {
  std::int64_t id;
  int seq;
  std::int64_t last_event_id;
  int chains;
  std::string digest, signature;
};

std::vector<Root> roots_of(Tx& tx) {
  return tx.all("select id, seq, last_event_id, chains, digest, signature from trail_root order by seq",
                [](const Row& row) {
                  auto [id, seq, last, chains, digest, signature] =
                      row.as<std::int64_t, int, std::int64_t, int, std::string, std::string>();
                  return Root{id, seq, last, chains, digest, signature};
                });
}

std::string signed_text(int seq, std::string_view digest) { return fmt::format("yimen-trail-root/{}/{}", seq, digest); }

/// Checks one chain while its events stream by.
class ChainWalk {
 public:
  ChainWalk(Report& report) : report_{report} {}

  void see(const Event& event) {
    if (event.subject_kind != kind_ || event.subject_id != id_) {
      kind_ = event.subject_kind;
      id_ = event.subject_id;
      expected_seq_ = 1;
      previous_.clear();
      ++report_.chains;
    }
    ++report_.events;
    if (event.seq != expected_seq_)
      add(event, "removed",
          fmt::format("{} {} 的留痕第 {} 条缺失（直接跳到第 {} 条）", kind_, id_, expected_seq_, event.seq), expected_seq_);
    else if (event.previous_hash != previous_)
      add(event, "inserted", fmt::format("{} {} 的留痕第 {} 条与前一条不相接，可能被插入或替换", kind_, id_, event.seq), event.seq);
    if (chain_hash(event) != event.hash)
      add(event, "changed", fmt::format("{} {} 的留痕第 {} 条（编号 {}）内容与摘要不符，已被改动", kind_, id_, event.seq, event.id), event.seq);
    previous_ = event.hash;
    expected_seq_ = event.seq + 1;
  }

 private:
  void add(const Event& event, std::string kind, std::string text, int seq) {
    report_.findings.push_back({std::move(kind), event.subject_kind, event.subject_id, seq, event.id, std::move(text)});
  }

  Report& report_;
  std::string kind_;
  std::int64_t id_ = -1;
  int expected_seq_ = 1;
  std::string previous_;
};

/// Every anchored head must still stand where the signed root says; the tail of a chain cannot be cut unseen.
void check_root(Tx& tx, const Root& root, std::string_view previous_digest, const RootKey& key, Report& report) {
  std::string items;
  int count = 0;
  tx.each(
      "select subject_kind, subject_id, seq, hash from trail_root_item where root_id = ? order by subject_kind, subject_id",
      [&](const Row& row) { items += line_of(head_from(row)); ++count; }, root.id);
  const bool is_whole = count == root.chains && root_digest(previous_digest, items) == root.digest &&
                        key.is_valid(signed_text(root.seq, root.digest), root.signature);
  if (!is_whole)
    report.findings.push_back({"root_changed", "trail_root", root.id, root.seq, 0,
                               fmt::format("第 {} 个签名锚点与其内容或签名不符，锚点记录已被改动", root.seq)});
  tx.each(R"sql(
      select i.subject_kind, i.subject_id, i.seq, coalesce(e.hash, '')
        from trail_root_item i
        left join trail_event e on e.subject_kind = i.subject_kind and e.subject_id = i.subject_id and e.seq = i.seq
       where i.root_id = ? and (e.hash is null or e.hash <> i.hash))sql",
          [&](const Row& row) {
            const auto head = head_from(row);
            const bool is_gone = head.hash.empty();
            report.findings.push_back(
                {is_gone ? "removed" : "changed", head.kind, head.id, head.seq, 0,
                 fmt::format("{} {} 的留痕第 {} 条{}（与第 {} 个签名锚点不符）", head.kind, head.id, head.seq,
                             is_gone ? "已被删除" : "已被改动", root.seq)});
          },
          root.id);
  report.anchored += count;
}

}  // namespace

int anchor(Tx& tx, const RootKey& key) {
  const auto roots = tx.all("select seq, last_event_id, digest from trail_root order by seq desc limit 1",
                            [](const Row& row) { return row.as<int, std::int64_t, std::string>(); });
  const int seq = roots.empty() ? 1 : std::get<0>(roots[0]) + 1;
  const std::int64_t last = roots.empty() ? 0 : std::get<1>(roots[0]);
  const std::string previous = roots.empty() ? "" : std::get<2>(roots[0]);
  // A transaction that began before the last root may have committed after it: look back ten minutes of ids.
  constexpr std::int64_t ten_minutes_of_ids = std::int64_t{10 * 60 * 1000} << 22;
  auto heads = tx.all(R"sql(
      select e.subject_kind, e.subject_id, e.seq, e.hash
        from trail_event e
       where e.id > ?
         and not exists (select 1 from trail_event n
                          where n.subject_kind = e.subject_kind and n.subject_id = e.subject_id and n.seq = e.seq + 1)
         and not exists (select 1 from trail_root_item i
                          where i.subject_kind = e.subject_kind and i.subject_id = e.subject_id and i.seq = e.seq)
       order by e.subject_kind, e.subject_id)sql",
                      head_from, std::max<std::int64_t>(0, last - ten_minutes_of_ids));
  if (heads.empty()) return 0;
  std::string items;
  for (const auto& head : heads) items += line_of(head);
  const auto digest = root_digest(previous, items);
  const auto id = platform::next_id();
  const auto newest = tx.scalar<std::int64_t>("select max(id) from trail_event").value_or(0);
  tx.exec(R"sql(
      insert into trail_root (id, seq, made_at, last_event_id, chains, digest, algorithm, signature)
      values (?, ?, ?, ?, ?, ?, ?, ?))sql",
          id, seq, tx.now(), newest, static_cast<int>(heads.size()), digest, key.algorithm,
          key.sign(signed_text(seq, digest)));
  for (const auto& head : heads)
    tx.exec("insert into trail_root_item (root_id, subject_kind, subject_id, seq, hash) values (?, ?, ?, ?, ?)", id,
            head.kind, head.id, head.seq, head.hash);
  return static_cast<int>(heads.size());
}

Report verify(Database& database, const RootKey& key, const std::function<void(std::int64_t, std::int64_t)>& progress) {
  return database.read([&](Tx& tx) {
    Report report;
    const auto total = tx.scalar<std::int64_t>("select count(*) from trail_event").value_or(0);
    ChainWalk walk(report);
    // Keyset pages: memory stays bounded whatever the size of the trail.
    std::string kind;
    std::int64_t id = 0;
    int seq = 0;
    for (bool more = true; more;) {
      const auto page = tx.all(std::string(select_event) + R"sql(
          where (subject_kind, subject_id, seq) > (?, ?, ?)
          order by subject_kind, subject_id, seq limit 5000)sql",
                               event_from, kind, id, seq);
      for (const auto& event : page) walk.see(event);
      more = page.size() == 5000;
      if (more) kind = page.back().subject_kind, id = page.back().subject_id, seq = page.back().seq;
      if (progress) progress(report.events, total);
    }
    std::string previous;
    int expected = 1;
    for (const auto& root : roots_of(tx)) {
      if (root.seq != expected)
        report.findings.push_back({"root_removed", "trail_root", 0, expected, 0, fmt::format("第 {} 个签名锚点缺失", expected)});
      check_root(tx, root, previous, key, report);
      previous = root.digest;
      expected = root.seq + 1;
      ++report.roots;
      report.since_last_root = root.last_event_id;
    }
    report.since_last_root = tx.scalar<std::int64_t>("select count(*) from trail_event where id > ?", report.since_last_root).value_or(0);
    return report;
  });
}

std::string to_json(const Report& report) {
  json::array findings;
  for (const auto& f : report.findings)
    findings.push_back(json::object{{"kind", f.kind}, {"subject_kind", f.subject_kind}, {"subject_id", std::to_string(f.subject_id)},
                                    {"seq", f.seq}, {"event_id", std::to_string(f.event_id)}, {"text", f.text}});
  return json::serialize(json::object{{"events", report.events}, {"chains", report.chains}, {"roots", report.roots},
                                      {"anchored", report.anchored}, {"since_last_root", report.since_last_root}, {"findings", std::move(findings)}});
}

}  // namespace yimen::trail
