/*
 * Fails each allocation of a tracker's life in turn, against the endpoint given. Whatever fails, the call
 * says so, the books balance, nothing leaks (the leak sanitizer's part), and afterwards all is delivered.
 */
#include "failing.h"
#include "fixture.h"

#define EVENTS 300

/* An answer that there is no memory for breaks off as one that the network broke off. */
static bool is_failure(ags_status status) {
  return status == AGS_ERROR_MEMORY || status == AGS_ERROR_THREAD || status == AGS_ERROR_NETWORK;
}

static ags_status track(ags_tracker *tracker, int i, const char *large) {
  ags_action action = {.size = sizeof action, .name = "search", .response = "3 hits"};
  char conversation[16];
  snprintf(conversation, sizeof conversation, "c%d", i % 7);
  if (i == EVENTS / 2) return ags_track_question(tracker, conversation, large, NULL);
  if (i % 3 == 0) return ags_track_question(tracker, conversation, "What is this?", "{\"a\":1}");
  return i % 3 == 1 ? ags_track_action(tracker, conversation, &action, NULL)
                    : ags_track_answer(tracker, conversation, "A test.", NULL);
}

/* A send that says AGS_OK has sent everything. */
static void send_all(ags_tracker *tracker, bool must_succeed) {
  ags_report report = {.size = sizeof report};
  ags_status status = ags_send(tracker, 20000, &report);
  ags_stats stats = fixture_stats(tracker);
  if (status == AGS_OK) {
    CHECK_INT(stats.buffered, 0);
    CHECK_INT(report.remaining, 0);
  } else {
    CHECK_CONTAINS(ags_last_error(), must_succeed ? "nothing fails any more" : "");
    CHECK(is_failure(status));
  }
}

static void live(const ags_options *options, const char *large) {
  ags_tracker *tracker;
  ags_status status = ags_tracker_create(options, &tracker);
  if (status != AGS_OK) {
    CHECK(is_failure(status) && tracker == NULL);
    return;
  }
  uint64_t accepted = 0;
  for (int i = 0; i < EVENTS; i++) {
    status = track(tracker, i, large);
    CHECK(status == AGS_OK || is_failure(status));
    accepted += status == AGS_OK;
  }
  CHECK_INT(fixture_stats(tracker).accepted, accepted);
  CHECK(accepted >= EVENTS - 1);
  send_all(tracker, false);
  atomic_store(&failing_countdown, -1);
  send_all(tracker, true);
  CHECK_INT(fixture_stats(tracker).delivered, accepted);
  ags_tracker_free(tracker);
}

static long number;

/* Which allocation it was that led to a failed check. */
static void say_number(void) {
  if (atomic_load(&failing_happened)) fprintf(stderr, "(allocation %ld had failed)\n", number);
}

int main(int count, char **arguments) {
  CHECK_INT(count, 2);
  char *large = fixture_repeat("x", 300000);
  ags_options options = fixture_options();
  options.endpoint = arguments[1];
  options.conversation_id = "own";
  options.environment = "staging";
  options.batch_events = 200;
  CHECK_INT(atexit(say_number), 0);
  do {
    atomic_store(&failing_happened, false);
    atomic_store(&failing_countdown, number);
    live(&options, large);
    number++;
  } while (atomic_load(&failing_happened));
  CHECK(number > 30); /* as many places as that can fail: the wrapping works */
  free(large);
}
