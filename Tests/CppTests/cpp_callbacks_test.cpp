// Functions and function objects that are told of items and log lines.
#include "cpp_fixture.hpp"

#include <functional>

using namespace std::chrono_literals;

static int discarded;
static void count_discarded(const agentsight::item &item) {
  discarded += item.outcome == AGS_OUTCOME_DISCARDED;
}

static int noted;
static void note(agentsight::log_level, std::string_view line) {
  noted += !line.empty();
}

static void test_functions() {
  agentsight::options options = fixture_options();
  options.set_on_item(count_discarded);
  options.set_log(note);
  options.text_limit = 256;
  const agentsight::tracker tracker = fixture_tracker(options);
  CHECK(tracker.track_question("c", std::string(300, 'x')));
  CHECK_INT(noted, 1); // the text was cut
  CHECK_INT(*tracker.discard("c"), 1);
  CHECK_INT(discarded, 1);
}

// A failed send tells each event's fate; the object is used, not copied.
static void test_send() {
  std::function<void(agentsight::log_level, std::string_view)> log;
  std::string lines;
  log = [&](agentsight::log_level, std::string_view line) { lines += line; };
  agentsight::options options = fixture_options();
  options.text_limit = 256;
  options.set_log(log);
  const agentsight::tracker tracker = fixture_tracker(options);
  CHECK(tracker.track_question("c", "text"));
  CHECK(tracker.track_question("other", std::string(300, 'x')));

  struct Count {
    int failed = 0;
    void operator()(const agentsight::item &item) {
      CHECK(item.error == AGS_ERROR_NETWORK);
      CHECK(item.time.time_since_epoch() > 0us);
      failed += item.outcome == AGS_OUTCOME_FAILED && item.conversation_id == "c" && item.text == "text";
    }
  } count;
  auto report = tracker.send({300ms, "c"}, count);
  CHECK(report == AGS_ERROR_NETWORK);
  CHECK(!report.message().empty());
  CHECK_INT(report->failed, 1);
  CHECK_INT(report->remaining, 2);
  CHECK_INT(count.failed, 1);
  CHECK_CONTAINS(lines.c_str(), "text"); // one was cut
}

static void test_pending() {
  const agentsight::tracker tracker = fixture_tracker();
  CHECK(tracker.track_question("c", "text"));
  int seen = 0;
  const auto look = [&](const agentsight::item &item) { seen += item.outcome == AGS_OUTCOME_PENDING; };
  auto summary = tracker.pending("c", look);
  CHECK(summary && summary->count_of[AGS_KIND_QUESTION] == 1);
  CHECK_INT(seen, 1);
}

int main() {
  test_functions();
  test_send();
  test_pending();
}
