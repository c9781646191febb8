// Every tracking call records its event; what becomes of it on the wire is compared in Tests/Conformance.
#include "cpp_fixture.hpp"

using namespace std::chrono_literals;

static void check_item(const Waiting &item, agentsight::kind kind, const char *id, const char *text) {
  CHECK_INT(item.kind, kind);
  CHECK_VIEW(item.conversation_id, id);
  CHECK_VIEW(item.text, text);
}

static void test_messages() {
  const agentsight::tracker tracker = fixture_tracker();
  auto conversation = agentsight::conversation::create("ready");
  auto metadata = agentsight::metadata::create({{"a", 1}});
  const std::string id = "string";
  CHECK(tracker.track_question("literal", "1"));
  CHECK(tracker.track_answer(id, "2", std::string("{\"a\":1}")));
  CHECK(tracker.track_question(std::string_view(id), "3", agentsight::json{"{}"}));
  CHECK(tracker.track_answer(*conversation, "4", *metadata));
  CHECK(tracker.track_question("mixed", "5", *metadata));
  CHECK(tracker.track_answer(*conversation, "6", {{"language", "en"}, {"turn", 2}}));
  auto all = waiting(tracker);
  CHECK_INT(all.size(), 6);
  check_item(all[0], AGS_KIND_QUESTION, "literal", "1");
  check_item(all[1], AGS_KIND_ANSWER, "string", "2");
  check_item(all[2], AGS_KIND_QUESTION, "string", "3");
  check_item(all[3], AGS_KIND_ANSWER, "ready", "4");
  check_item(all[4], AGS_KIND_QUESTION, "mixed", "5");
  check_item(all[5], AGS_KIND_ANSWER, "ready", "6");
}

static void test_other_kinds() {
  agentsight::options options = fixture_options();
  options.conversation_id = "own";
  const agentsight::tracker tracker = fixture_tracker(options);
  agentsight::action search;
  search.name = "search";
  search.started_at = std::chrono::system_clock::now();
  search.duration = 0ns;
  CHECK(tracker.track_action({}, search));
  CHECK(tracker.track_button({}, {"helpful", "Yes", "1"}, {{"page", 3}}));
  CHECK(tracker.track_token_usage({}, {10, 5, 0, 0}));
  CHECK(tracker.track_token_usage({}, {1, 0, 0, 2}));
  CHECK(tracker.track_attachments({}, {{"a.txt", "text/plain", "data"}}, {true, AGS_ATTACHMENT_FORM}));
  CHECK(tracker.get_or_create_conversation("known", {"customer", "127.0.0.1", "mobile"}, {{"vip", true}}));
  auto all = waiting(tracker);
  CHECK_INT(all.size(), 6);
  check_item(all[0], AGS_KIND_ACTION, "own", "search");
  check_item(all[1], AGS_KIND_BUTTON, "own", "helpful");
  check_item(all[2], AGS_KIND_TOKEN_USAGE, "own", "");
  check_item(all[4], AGS_KIND_ATTACHMENTS, "own", "a.txt");
  check_item(all[5], AGS_KIND_CONVERSATION, "known", "");
  auto used = tracker.token_usage_of();
  CHECK(used && used->prompt == 11 && used->completion == 5 && used->total == 18 && used->embedding == 2);
}

static void test_times_of_actions() {
  const agentsight::tracker tracker = fixture_tracker();
  agentsight::action action;
  action.name = "search";
  action.duration = -1ns;
  CHECK(tracker.track_action("c", action) == AGS_ERROR_ACTION);
  action.duration.reset();
  action.started_at = std::chrono::system_clock::time_point(-1s);
  CHECK(tracker.track_action("c", action) == AGS_ERROR_ACTION);
}

static void test_too_many_files() {
  const agentsight::tracker tracker = fixture_tracker();
  std::vector<agentsight::attachment> files(50, {"a", {}, "data"});
  CHECK(tracker.track_attachments("c", files.data(), files.size()) == AGS_ERROR_ATTACHMENT);
  CHECK(tracker.track_attachments("c", files.data(), 10));
}

int main() {
  test_messages();
  test_other_kinds();
  test_times_of_actions();
  test_too_many_files();
}
