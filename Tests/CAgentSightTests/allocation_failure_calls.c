/*
 * Fails each allocation in turn of the calls that allocation_failure.c does without: uploads, one
 * conversation alone, looking, discarding, metadata from pairs, redirecting, over either wire (ENDPOINT,
 * then ingest or rest). Whatever fails, the call says
 * so, the books balance, nothing leaks (the leak sanitizer's part), and afterwards what was accepted is
 * delivered.
 */
#include "failing.h"
#include "fixture.h"
#include "retries.h"

#include <stddef.h>

static bool is_failure(ags_status status) {
  return status == AGS_ERROR_MEMORY || status == AGS_ERROR_THREAD || status == AGS_ERROR_NETWORK;
}

static void check(ags_status status) {
  CHECK(status == AGS_OK || is_failure(status));
}

static void track(ags_tracker *tracker, const char *large) {
  const ags_pair pairs[] = {{.key = "a", .type = AGS_TYPE_NUMBER, .number = 0.5},
                            {.key = "b", .type = AGS_TYPE_STRING, .string = large}};
  const ags_attachment files[] = {{.size = sizeof *files, .filename = "f", .data = large, .data_size = 5000},
                                  {.size = sizeof *files, .path = "/proc/self/cmdline", .filename = "g"}};
  ags_attachments all = {.size = sizeof all, .files = files, .count = 2};
  ags_event event = {.size = sizeof event, .kind = AGS_KIND_QUESTION, .text = large};
  ags_conversation *conversation = NULL;
  ags_metadata *metadata = NULL;
  for (int i = 0; i < 2; i++) {
    event.conversation_id = i == 0 ? "a" : "b";
    event.pairs = pairs;
    event.pair_count = 2;
    event.kind = AGS_KIND_QUESTION;
    check(ags_track(tracker, &event));
    all.mode = i == 0 ? AGS_ATTACHMENT_BASE64 : AGS_ATTACHMENT_FORM;
    event.pair_count = 0;
    event.kind = AGS_KIND_ATTACHMENTS;
    event.attachments = &all;
    all.of_message = i == 0;
    check(ags_track(tracker, &event));
  }
  check(ags_conversation_create("c", 1, &conversation));
  check(ags_metadata_create(pairs, 1, &metadata));
  if (conversation != NULL)
    check(ags_track_message(tracker, AGS_KIND_ANSWER, conversation, "x", 1, metadata));
  ags_conversation_free(conversation);
  ags_metadata_free(metadata);
}

static void use(ags_tracker *tracker, const char *large, const char *endpoint) {
  ags_summary summary = {.size = sizeof summary};
  ags_token_usage usage = {.size = sizeof usage};
  ags_send_options one = {.size = sizeof one, .timeout_ms = 20000, .conversation_id = "a"};
  track(tracker, large);
  check(ags_pending(tracker, NULL, NULL, NULL, &summary));
  check(ags_get_token_usage(tracker, "a", &usage));
  check(ags_reconfigure(tracker, NULL, endpoint));
  check(ags_send_with(tracker, &one, NULL));
  track(tracker, large);
  check(ags_discard(tracker, "b", NULL));
  check(ags_send(tracker, 0, NULL));
}

static void live(const ags_options *options, const char *large) {
  ags_tracker *tracker;
  ags_status status = ags_tracker_create(options, &tracker);
  if (status != AGS_OK) {
    CHECK(is_failure(status) && tracker == NULL);
    return;
  }
  test_set_retries(tracker,
                   &(test_retries){.base_ms = 1, .cap_ms = 10}); /* what failed is soon tried again */
  use(tracker, large, options->endpoint);
  fixture_stats(tracker);
  atomic_store(&failing_countdown, -1);
  CHECK_INT(ags_send(tracker, 20000, NULL), AGS_OK);
  ags_stats stats = fixture_stats(tracker);
  CHECK_INT(stats.buffered, 0);
  CHECK_INT(stats.delivered + stats.discarded, stats.accepted);
  ags_tracker_free(tracker);
}

static long number;

/* Which allocation it was that led to a failed check. */
static void say_number(void) {
  if (atomic_load(&failing_happened)) fprintf(stderr, "(allocation %ld had failed)\n", number);
}

int main(int count, char **arguments) {
  CHECK_INT(count, 3);
  char *large = fixture_repeat("x", 20000);
  ags_options options = fixture_options();
  options.endpoint = arguments[1];
  options.wire = strcmp(arguments[2], "rest") == 0 ? AGS_WIRE_REST : AGS_WIRE_INGEST;
  options.environment = "staging";
  options.text_limit = 1000;
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
