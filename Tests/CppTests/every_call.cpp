// Uses every part of the header, for compilers to look at.
#include "agentsight.hpp"

using namespace std::chrono_literals;

static agentsight::status track(const agentsight::tracker &tracker) {
  auto conversation = agentsight::conversation::create("ready");
  auto metadata = agentsight::metadata::create({{"language", "en"}});
  auto same = agentsight::metadata::create(agentsight::json{"{}"});
  agentsight::action action;
  action.name = "search";
  action.started_at = std::chrono::system_clock::now();
  action.duration = 5ms;
  tracker.track_question("c", "text", {{"language", "en"}, {"turn", 1}, {"score", 0.5}, {"new", true}});
  tracker.track_question(*conversation, "text", *metadata);
  tracker.track_answer(std::string("c"), std::string("text"), *same);
  tracker.track_answer({}, "text");
  tracker.track_action("c", action, {{"none", nullptr}});
  tracker.track_button("c", {"event", "label", "value"});
  tracker.track_token_usage("c", {1, 2, 3, 4});
  tracker.track_attachments("c", {{"a.txt", "text/plain", "data"}}, {true, AGS_ATTACHMENT_FORM});
  tracker.get_or_create_conversation("c", {"customer"});
  return tracker.initialize_conversation("c", {}, R"({"a":1})", 10s);
}

static void count(const agentsight::item &) {}

int main() {
  auto log = [](agentsight::log_level, std::string_view) {};
  agentsight::options options;
  options.take_environment();
  options.set_log(log);
  options.set_on_item(count);
  auto created = agentsight::tracker::create(options);
  if (!created) return static_cast<int>(created.message().size());
  agentsight::tracker tracker = std::move(*created);
  if (!track(tracker)) return 1;

  int items = 0;
  const auto tell = [&](const agentsight::item &item) { items += item.error ? 1 : 0; };
  auto report = tracker.send({10s, "c"}, tell);
  tracker.send(10s);
  tracker.send();
  tracker.pending("c", count);
  tracker.pending();
  tracker.discard("c");
  tracker.reconfigure({}, "http://127.0.0.1:1");
  auto used = tracker.token_usage_of("c");
  auto stats = tracker.stats();
  auto id = agentsight::generate_conversation_id();
  bool same = report != AGS_OK && used == stats;
  return same && !agentsight::version().empty() && id && stats->accepted > 0 ? items : 1;
}
