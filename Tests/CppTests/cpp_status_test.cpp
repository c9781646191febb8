// Statuses, results and their texts.
#include "cpp_fixture.hpp"

static void test_status() {
  agentsight::status good, bad(AGS_ERROR_TEXT);
  CHECK(good && !bad);
  CHECK(good == AGS_OK && bad == AGS_ERROR_TEXT && bad != AGS_OK && good != bad);
  CHECK_VIEW(good.message(), "");
  CHECK_VIEW(bad.text(), ags_status_text(AGS_ERROR_TEXT));
  CHECK_VIEW(agentsight::status(AGS_ERROR_TEXT, "text: a rule").message(), "text: a rule");
  CHECK_VIEW(agentsight::version(), AGS_VERSION_STRING);
}

static void test_refused_creation() {
  agentsight::options options = fixture_options();
  options.api_key = "not a key";
  auto tracker = agentsight::tracker::create(options);
  CHECK(!tracker);
  CHECK(tracker == AGS_ERROR_API_KEY);
  CHECK(tracker->get() == nullptr);
  CHECK_CONTAINS(std::string(tracker.message()).c_str(), "api_key: must be");
  agentsight::status sliced = tracker;
  CHECK(sliced == AGS_ERROR_API_KEY);
}

static void test_refused_calls() {
  const agentsight::tracker tracker = fixture_tracker();
  agentsight::status blank = tracker.track_question("c", " ");
  CHECK(blank == AGS_ERROR_TEXT);
  CHECK_CONTAINS(std::string(blank.message()).c_str(), "text: must not be empty or blank");
  agentsight::status missing = tracker.track_answer({}, "text");
  CHECK(missing == AGS_ERROR_CONVERSATION_ID);
  CHECK(tracker.track_question("c", "text", "[]") == AGS_ERROR_METADATA);
  CHECK(tracker.track_action("c", {}) == AGS_ERROR_ACTION);
  CHECK(tracker.track_button("c", {}) == AGS_ERROR_BUTTON);
  CHECK(tracker.track_token_usage("c", {}) == AGS_ERROR_TOKEN_USAGE);
  CHECK(tracker.track_attachments("c", {}) == AGS_ERROR_ATTACHMENT);
  CHECK(tracker.reconfigure("no key") == AGS_ERROR_API_KEY);
  CHECK(tracker.reconfigure({}, "ftp://host") == AGS_ERROR_ENDPOINT);
  auto stats = tracker.stats();
  CHECK(stats && stats->accepted == 0);
  CHECK_INT(stats->rejected, 7);
}

// An empty object refuses whatever it is asked.
static void test_empty_tracker() {
  const agentsight::tracker none;
  CHECK(none.get() == nullptr);
  CHECK(none.track_question("c", "text") == AGS_ERROR_ARGUMENT);
  CHECK(none.track_action("c", {"search"}) == AGS_ERROR_ARGUMENT);
  CHECK(none.initialize_conversation("c") == AGS_ERROR_ARGUMENT);
  CHECK(none.send() == AGS_ERROR_ARGUMENT);
  CHECK(none.pending() == AGS_ERROR_ARGUMENT);
  CHECK(none.discard() == AGS_ERROR_ARGUMENT);
  CHECK(none.stats() == AGS_ERROR_ARGUMENT);
  CHECK(none.token_usage_of("c") == AGS_ERROR_ARGUMENT);
  CHECK(none.reconfigure({}) == AGS_ERROR_ARGUMENT);
}

int main() {
  test_status();
  test_refused_creation();
  test_refused_calls();
  test_empty_tracker();
}
