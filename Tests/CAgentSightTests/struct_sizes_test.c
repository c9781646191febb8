/* Callers compiled against an older or a newer version of the header: what only one side knows is left alone.
 */
#include "taken.h"

#include <stddef.h>

/* A struct as a later version might have it: with more behind its end. */
#define NEWER(type)                                                                                          \
  struct {                                                                                                   \
    type now;                                                                                                \
    char more[64];                                                                                           \
  }

static void fill(void *more, size_t size) {
  memset(more, 0xA5, size);
}

static void check_filled(const char *more, size_t size) {
  for (size_t i = 0; i < size; i++) CHECK_INT((unsigned char)more[i], 0xA5);
}

static void test_options(void) {
  const size_t first = offsetof(ags_options, send_every_events);
  ags_options options;
  fill(&options, sizeof options);
  CHECK_INT(ags_options_init(&options, first), AGS_OK);
  check_filled((char *)&options + first, sizeof options - first);
  options.api_key = TEST_KEY;
  ags_tracker *tracker = fixture_create(&options);
  CHECK_INT(tracker->settings.text_limit, 16384); /* what an old caller does not know keeps its default */
  CHECK(!tracker->automatic && tracker->settings.on_item == NULL);
  ags_tracker_free(tracker);
  CHECK_INT(ags_options_init(&options, first - 1), AGS_ERROR_ARGUMENT);

  NEWER(ags_options) newer;
  CHECK_INT(ags_options_init(&newer.now, sizeof newer), AGS_OK);
  CHECK_INT(newer.more[63], 0);
  newer.now.api_key = TEST_KEY;
  newer.more[63] = 1;
  ags_tracker_free(fixture_create(&newer.now));
  newer.now.size = 3;
  CHECK_INT(ags_tracker_create(&newer.now, &tracker), AGS_ERROR_ARGUMENT);
}

/* Copies that say they are smaller or larger than what we know. */
static void test_tracked(ags_tracker *tracker) {
  NEWER(ags_action) action = {.now = {.size = sizeof action, .name = "n", .duration_ns = 5}};
  NEWER(ags_button) button = {.now = {.size = sizeof button, .event = "e", .label = "l", .value = "v"}};
  NEWER(ags_token_usage) usage = {.now = {.size = sizeof usage, .prompt = 1, .embedding = 9}};
  NEWER(ags_conversation_info) info = {.now = {.size = sizeof info, .name = "N", .environment = "E"}};
  NEWER(ags_event) event = {.now = {.size = sizeof event, .kind = AGS_KIND_QUESTION, .text = "t"}};
  CHECK_INT(ags_track_action(tracker, NULL, &action.now, NULL), AGS_OK);
  CHECK_INT(ags_track_button(tracker, NULL, &button.now, NULL), AGS_OK);
  CHECK_INT(ags_track_token_usage(tracker, NULL, &usage.now, NULL), AGS_OK);
  CHECK_INT(ags_get_or_create_conversation(tracker, NULL, &info.now, NULL), AGS_OK);
  CHECK_INT(ags_track(tracker, &event.now), AGS_OK);
  action.now.size = offsetof(ags_action, duration_ns);
  usage.now.size = offsetof(ags_token_usage, embedding);
  info.now.size = offsetof(ags_conversation_info, environment);
  event.now.size = offsetof(ags_event, action);
  CHECK_INT(ags_track_action(tracker, NULL, &action.now, NULL), AGS_OK);
  CHECK_INT(ags_track_token_usage(tracker, NULL, &usage.now, NULL), AGS_OK);
  CHECK_INT(ags_get_or_create_conversation(tracker, "2", &info.now, NULL), AGS_OK);
  CHECK_INT(ags_track(tracker, &event.now), AGS_OK);
  ags_token_usage sum = {.size = sizeof sum};
  CHECK_INT(ags_get_token_usage(tracker, NULL, &sum), AGS_OK);
  CHECK_INT(sum.prompt, 2);
  CHECK_INT(sum.embedding, 9);
  fill(&sum.embedding, sizeof sum.embedding);
  sum.size = offsetof(ags_token_usage, embedding);
  CHECK_INT(ags_get_token_usage(tracker, NULL, &sum), AGS_OK);
  CHECK_INT(sum.total, 11);
  check_filled((char *)&sum.embedding, sizeof sum.embedding);
}

/* An array of newer structs has their stride, and a caller may mix sizes. */
static void test_attachments(ags_tracker *tracker) {
  NEWER(ags_attachment) files[3];
  for (int i = 0; i < 3; i++)
    files[i].now = (ags_attachment){.size = sizeof *files, .filename = "f", .data = "xyz", .data_size = 3};
  NEWER(ags_attachments)
  all = {.now = {.size = sizeof all, .files = &files[0].now, .count = 3, .from_agent = true}};
  CHECK_INT(ags_track_attachments(tracker, "files", &all.now, NULL), AGS_OK);
  ags_attachment older[2]; /* from before there were paths */
  const size_t stride = offsetof(ags_attachment, path);
  fill(older, sizeof older);
  for (size_t i = 0; i < 2; i++) {
    ags_attachment file = {.size = stride, .filename = "f", .data = "xyz", .data_size = 3};
    memcpy((char *)older + i * stride, &file, stride);
  }
  ags_attachments two = {.size = sizeof two, .files = older, .count = 2};
  CHECK_INT(ags_track_attachments(tracker, "files", &two, NULL), AGS_OK);
}

/* The next batch has all these parts. */
static void check_batch(ags_tracker *tracker, const char *const *parts, size_t count) {
  ags_batch batch = taken_batch(tracker, 100);
  char *body = taken_encode(tracker, &batch);
  for (size_t i = 0; i < count; i++) CHECK_CONTAINS(body, parts[i]);
  free(body);
  taken_free(tracker, &batch);
}

static void check_bodies(ags_tracker *tracker) {
  static const char *const looked_at[] = {
      "\"duration_ms\":0.000",
      "{\"conversation_id\":\"own\",\"name\":\"N\",\"environment\":\"E\"",
      "{\"conversation_id\":\"2\",\"name\":\"N\",\"spans\"",
  };
  static const char *const behind[] = {
      "\"agentsight.attachment.sender\":\"agent\"",
      "\"agentsight.attachment.count\":3",
      "\"agentsight.attachment.count\":2",
  };
  check_batch(tracker, looked_at, sizeof looked_at / sizeof *looked_at);
  check_batch(tracker, behind, sizeof behind / sizeof *behind);
}

/* What the library fills in never goes behind the caller's end. */
static void test_filled_in(ags_tracker *tracker) {
  NEWER(ags_stats) stats;
  NEWER(ags_summary) summary;
  NEWER(ags_report) report;
  fill(&stats, sizeof stats);
  fill(&summary, sizeof summary);
  fill(&report, sizeof report);
  stats.now.size = sizeof stats;
  summary.now.size = sizeof summary;
  report.now.size = sizeof report;
  CHECK_INT(ags_get_stats(tracker, &stats.now), AGS_OK);
  CHECK_INT(ags_pending(tracker, NULL, NULL, NULL, &summary.now), AGS_OK);
  CHECK(ags_send(tracker, 100, &report.now) != AGS_OK); /* nothing listens */
  check_filled(stats.more, sizeof stats.more);
  check_filled(summary.more, sizeof summary.more);
  check_filled(report.more, sizeof report.more);
  CHECK_INT(stats.now.size, sizeof stats);
  for (size_t i = 0; i < sizeof stats.now.reserved / sizeof *stats.now.reserved; i++)
    CHECK_INT(stats.now.reserved[i], 0);
  CHECK_INT(report.now.size, sizeof report);

  fill(&stats, sizeof stats);
  fill(&summary, sizeof summary);
  fill(&report, sizeof report);
  stats.now.size = offsetof(ags_stats, rejected);
  summary.now.size = offsetof(ags_summary, count_of);
  report.now.size = offsetof(ags_report, failed);
  CHECK_INT(ags_get_stats(tracker, &stats.now), AGS_OK);
  CHECK_INT(ags_pending(tracker, NULL, NULL, NULL, &summary.now), AGS_OK);
  CHECK(ags_send(tracker, 100, &report.now) != AGS_OK);
  CHECK_INT(stats.now.accepted, 1);
  CHECK_INT(summary.now.count, 1);
  CHECK_INT(report.now.remaining, 1);
  check_filled((char *)&stats.now.rejected, sizeof stats - stats.now.size);
  check_filled((char *)summary.now.count_of, sizeof summary - summary.now.size);
  check_filled((char *)&report.now.failed, sizeof report - report.now.size);
}

static void test_no_size(ags_tracker *tracker) {
  ags_stats stats = {0};
  ags_summary summary = {0};
  ags_report report = {0};
  ags_send_options options = {0};
  CHECK_INT(ags_get_stats(tracker, &stats), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_pending(tracker, NULL, NULL, NULL, &summary), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_send(tracker, 1, &report), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_send_with(tracker, &options, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_send_with(tracker, NULL, NULL), AGS_ERROR_ARGUMENT);
  ags_conversation_info info = {.name = "n"};
  CHECK_INT(ags_get_or_create_conversation(tracker, "c", &info, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_initialize_conversation(tracker, "c", &info, NULL, 1), AGS_ERROR_ARGUMENT);
}

int main(void) {
  test_options();
  ags_options options = fixture_options();
  options.conversation_id = "own";
  ags_tracker *tracker = fixture_create(&options);
  test_tracked(tracker);
  test_attachments(tracker);
  check_bodies(tracker);
  test_no_size(tracker);
  CHECK_INT(fixture_stats(tracker).rejected, 2);
  ags_tracker_free(tracker);
  tracker = fixture_create(&options);
  CHECK_INT(ags_track_question(tracker, NULL, "text", NULL), AGS_OK);
  test_filled_in(tracker);
  ags_tracker_free(tracker);
}
