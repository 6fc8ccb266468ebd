#include <algorithm>
#include <condition_variable>
#include <set>
#include <thread>
#include <tuple>

#include <boost/json.hpp>

#include "yimen/platform/http.h"
#include "yimen/platform/live.h"
#include "yimen/platform/log.h"

namespace yimen::platform {

namespace {

using Steady = std::chrono::steady_clock;

/// A topic on one stream.
struct Watch {
  LiveTopic topic;
  std::vector<std::int64_t> keys;
  bool is_dirty = true;
  Steady::time_point looked_at{};
  std::string sent;

  bool concerns(const Signal& signal) const {
    if (signal.topic != topic.signal) return false;
    return std::find_if(keys.begin(), keys.end(), [&](auto key) { return key == 0 || key == signal.key; }) != keys.end();
  }
};

struct Stream {
  Actor actor;
  std::shared_ptr<EventFeed> feed = std::make_shared<EventFeed>();
  std::vector<Watch> watches;
};

}  // namespace

struct LiveHub::Impl {
  Impl(Database& of, Options how) : database{of}, options{how} {}

  Database& database;
  const Options options;
  std::vector<LiveTopic> topics;
  std::function<bool(const Actor&)> is_signed_in;

  mutable std::mutex mutex;  // what stands below
  std::condition_variable wake;
  std::vector<std::shared_ptr<Stream>> streams;
  std::vector<Signal> heard;
  bool has_work = false, is_stopping = false;
  Steady::time_point looked_everywhere_at = Steady::now();
  std::jthread thread;

  /// On the thread that committed: only notes down. Who is concerned is found out by the hub's own thread.
  void hear(std::span<const Signal> signals) {
    const std::lock_guard lock{mutex};
    if (streams.empty()) return;
    heard.insert(heard.end(), signals.begin(), signals.end());
    has_work = true;
    wake.notify_one();
  }

  void mark_dirty() {
    const auto earlier = [](const Signal& a, const Signal& b) { return std::tie(a.topic, a.key) < std::tie(b.topic, b.key); };
    const std::set<Signal, decltype(earlier)> different(heard.begin(), heard.end(), earlier);
    heard.clear();
    for (const auto& stream : streams)
      for (auto& watch : stream->watches)
        watch.is_dirty = watch.is_dirty || std::any_of(different.begin(), different.end(), [&](auto& one) { return watch.concerns(one); });
  }

  void add(std::shared_ptr<Stream> stream) {
    const std::lock_guard lock{mutex};
    const auto is_same = [&](const auto& other) { return other->actor.id == stream->actor.id; };
    if (static_cast<std::size_t>(std::count_if(streams.begin(), streams.end(), is_same)) >= options.most_streams_per_person)
      (*std::find_if(streams.begin(), streams.end(), is_same))->feed->end();
    std::erase_if(streams, [](const auto& other) { return !other->feed->is_open(); });
    streams.push_back(std::move(stream));
    has_work = true;
    wake.notify_one();
  }

  /// What is due now, taken out of the lock: looking asks the database.
  std::vector<std::pair<std::shared_ptr<Stream>, std::vector<Watch*>>> take_due(Steady::time_point now) {
    const std::lock_guard lock{mutex};
    std::erase_if(streams, [](const auto& stream) { return !stream->feed->is_open(); });
    has_work = false;
    mark_dirty();
    std::vector<std::pair<std::shared_ptr<Stream>, std::vector<Watch*>>> due;
    for (const auto& stream : streams) {
      std::vector<Watch*> watches;
      for (auto& watch : stream->watches) {
        if (!watch.is_dirty) continue;
        if (now - watch.looked_at < watch.topic.gap) continue;  // a later round
        watch.is_dirty = false;
        watch.looked_at = now;
        watches.push_back(&watch);
      }
      if (!watches.empty()) due.emplace_back(stream, std::move(watches));
    }
    return due;
  }

  void look(Stream& stream, const std::vector<Watch*>& watches) {
    std::vector<std::optional<LiveTopic::News>> news;
    database.read([&](Tx& tx) {
      news.clear();
      for (const auto* watch : watches) news.push_back(watch->topic.look(tx, stream.actor));
    });
    for (std::size_t i = 0; i < watches.size(); ++i) {
      if (!news[i]) continue;
      auto text = boost::json::serialize(news[i]->data);
      if (text != watches[i]->sent) stream.feed->send(watches[i]->topic.event, news[i]->data);
      watches[i]->sent = std::move(text);
      if (news[i]->is_last) stream.feed->end();
    }
  }

  void round() {
    for (const auto& [stream, watches] : take_due(Steady::now())) {
      try {
        look(*stream, watches);
      } catch (const std::exception& trouble) {
        // The client hears nothing and asks again by itself; the next round may go better.
        log_warning("live news could not be read", {{"what", trouble.what()}});
        const std::lock_guard lock{mutex};
        for (auto* watch : watches) watch->is_dirty = true;
      }
    }
  }

  /// Sessions that are over, and whatever other instances changed.
  void look_everywhere() {
    looked_everywhere_at = Steady::now();
    std::vector<std::shared_ptr<Stream>> all;
    {
      const std::lock_guard lock{mutex};
      all = streams;
    }
    for (const auto& stream : all) {
      try {
        if (!is_signed_in || is_signed_in(stream->actor)) continue;
        stream->feed->send("ended", {});
        stream->feed->end();
      } catch (const std::exception& trouble) {
        log_warning("sessions of live streams could not be checked", {{"what", trouble.what()}});
        break;
      }
    }
    const std::lock_guard lock{mutex};
    for (const auto& stream : streams)
      for (auto& watch : stream->watches) watch.is_dirty = true;
  }

  void work() {
    for (;;) {
      {
        std::unique_lock lock{mutex};
        wake.wait_for(lock, std::chrono::seconds{1}, [this] { return has_work || is_stopping; });
        if (is_stopping) return;
      }
      if (Steady::now() - looked_everywhere_at >= options.look_everywhere) look_everywhere();
      round();
      std::this_thread::sleep_for(options.tick);  // many changes at once are one look
    }
  }
};

LiveHub::LiveHub(Database& database) : LiveHub{database, Options{}} {}

LiveHub::LiveHub(Database& database, Options options) : impl_{std::make_unique<Impl>(database, options)} {
  database.listen([impl = impl_.get()](std::span<const Signal> signals) { impl->hear(signals); });
}

LiveHub::~LiveHub() {
  stop();
  impl_->database.listen({});
}

void LiveHub::add(LiveTopic topic) {
  impl_->topics.push_back(std::move(topic));
}

void LiveHub::start(std::function<bool(const Actor&)> is_signed_in) {
  impl_->is_signed_in = std::move(is_signed_in);
  impl_->thread = std::jthread([this] { impl_->work(); });
}

void LiveHub::stop() {
  {
    const std::lock_guard lock{impl_->mutex};
    impl_->is_stopping = true;
    impl_->wake.notify_all();
  }
  if (impl_->thread.joinable()) impl_->thread.join();
  const std::lock_guard lock{impl_->mutex};
  for (const auto& stream : impl_->streams) stream->feed->end();
  impl_->streams.clear();
  impl_->is_stopping = false;
}

std::shared_ptr<EventFeed> LiveHub::open(const Actor& actor) {
  return open(actor, impl_->topics);
}

std::shared_ptr<EventFeed> LiveHub::open(const Actor& actor, std::vector<LiveTopic> topics) {
  auto stream = std::make_shared<Stream>();
  stream->actor = actor;
  impl_->database.read([&](Tx& tx) {
    for (const auto& topic : topics) {
      auto& watch = stream->watches.emplace_back();
      watch.topic = topic;
      watch.keys = topic.keys(tx, actor);
    }
  });
  auto feed = stream->feed;
  impl_->add(std::move(stream));
  return feed;
}

Response LiveHub::answer(const Request& request) {
  return answer(request, impl_->topics);
}

Response LiveHub::answer(const Request& request, const std::vector<LiveTopic>& topics) {
  if (request.header("accept").find("text/event-stream") != std::string_view::npos)
    return Response::events(open(request.actor(), topics));
  boost::json::object now;
  impl_->database.read([&](Tx& tx) {
    now.clear();
    for (const auto& topic : topics)
      if (auto news = topic.look(tx, request.actor())) now[topic.event] = std::move(news->data);
  });
  return Response::json(now);
}

std::size_t LiveHub::streams() const {
  const std::lock_guard lock{impl_->mutex};
  return static_cast<std::size_t>(std::count_if(impl_->streams.begin(), impl_->streams.end(), [](const auto& one) { return one->feed->is_open(); }));
}

void LiveHub::run_once() {
  impl_->look_everywhere();
  impl_->round();
}

void add_live_routes(Routes& routes, LiveHub& hub) {
  routes.get("/api/v1/my/events", Needs::signed_in(), "消息")
      .summary("实时通知：未读消息、后台任务、待办变化（Accept: text/event-stream 时为事件流，否则返回当前状态）")
      .operation("watchMyEvents")
      .answer(200, Schema::any())
      .handles([&hub](const Request& request) -> Result<Response> { return hub.answer(request); });
}

}  // namespace yimen::platform
