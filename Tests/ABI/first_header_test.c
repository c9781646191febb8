/* A program from before everything that came after the first header: all it knew works as it did. */
#include "agentsight-first.h"

#include "../CAgentSightTests/test.h"

#define KEY "ags_0123456789abcdef0123456789ABCDEF_0a1b2c"

static int log_lines;

static void on_log(void *user, ags_log_level level, const char *message) {
  CHECK(user == &log_lines && level >= AGS_LOG_DEBUG && message[0] != '\0');
  log_lines++;
}

static ags_tracker *create(void) {
  ags_options options;
  CHECK_INT(ags_options_init(&options, sizeof options), AGS_OK);
  CHECK_INT(options.size, sizeof options);
  CHECK_INT(options.memory_limit, 256 << 20);
  CHECK_INT(options.batch_events, 1000);
  CHECK_INT(options.log_level, AGS_LOG_WARNING);
  options.api_key = KEY;
  options.endpoint = "http://127.0.0.1:9";
  options.conversation_id = "own";
  options.log = on_log;
  options.log_user = &log_lines;
  options.log_level = AGS_LOG_DEBUG;
  ags_tracker *tracker;
  CHECK_INT(ags_tracker_create(&options, &tracker), AGS_OK);
  return tracker;
}

static void track(ags_tracker *tracker) {
  ags_action action = {.size = sizeof action, .name = "search", .response = "3 hits", .duration_ns = 5};
  ags_button button = {.size = sizeof button, .event = "helpful", .label = "Yes", .value = "1"};
  CHECK_INT(ags_track_question(tracker, NULL, "Hello?", "{\"a\":1}"), AGS_OK);
  CHECK_INT(ags_track_action(tracker, NULL, &action, NULL), AGS_OK);
  CHECK_INT(ags_track_action_n(tracker, "c", 1, &action, NULL, 0), AGS_OK);
  CHECK_INT(ags_track_button(tracker, "c", &button, NULL), AGS_OK);
  CHECK_INT(ags_track_button_n(tracker, "c", 1, &button, NULL, 0), AGS_OK);
  CHECK_INT(ags_track_answer(tracker, NULL, "Hi.", NULL), AGS_OK);
  CHECK_INT(ags_track_question_n(tracker, "c", 1, "x", 1, NULL, 0), AGS_OK);
  CHECK_INT(ags_track_answer_n(tracker, "c", 1, "x", 1, NULL, 0), AGS_OK);
  CHECK_INT(ags_track_question(tracker, NULL, " ", NULL), AGS_ERROR_TEXT);
  CHECK_CONTAINS(ags_last_error(), "text");
  CHECK_INT(ags_track_action(tracker, NULL, NULL, NULL), AGS_ERROR_ARGUMENT);
}

/* Structs that the library fills in, with a guard behind their ends. */
static void read_back(ags_tracker *tracker) {
  struct {
    ags_report report;
    unsigned char guard[64];
  } sent;
  struct {
    ags_stats stats;
    unsigned char guard[64];
  } counted;
  memset(&sent, 0xA5, sizeof sent);
  memset(&counted, 0xA5, sizeof counted);
  sent.report.size = sizeof sent.report;
  counted.stats.size = sizeof counted.stats;
  CHECK_INT(ags_send(tracker, 0, &sent.report), AGS_ERROR_NETWORK);
  CHECK_INT(sent.report.delivered, 0);
  CHECK_INT(sent.report.remaining, 8);
  CHECK_INT(sent.report.requests, 3); /* it tries again, a few times */
  CHECK_INT(ags_get_stats(tracker, &counted.stats), AGS_OK);
  CHECK_INT(counted.stats.accepted, 8);
  CHECK_INT(counted.stats.rejected, 2);
  CHECK_INT(counted.stats.buffered, 8);
  for (size_t i = 0; i < sizeof sent.guard; i++) CHECK_INT(sent.guard[i], 0xA5);
  for (size_t i = 0; i < sizeof counted.guard; i++) CHECK_INT(counted.guard[i], 0xA5);
}

int main(void) {
  char id[AGS_CONVERSATION_ID_SIZE];
  CHECK_INT(ags_generate_conversation_id(id, sizeof id), AGS_OK);
  CHECK_INT(strlen(id), AGS_CONVERSATION_ID_SIZE - 1);
  CHECK(ags_version()[0] != '\0' && ags_status_text(AGS_OK)[0] != '\0');
  ags_options options;
  CHECK_INT(ags_options_init(&options, sizeof options), AGS_OK);
  CHECK_INT(ags_options_from_environment(&options), AGS_OK);
  ags_tracker *tracker = create();
  track(tracker);
  read_back(tracker);
  ags_tracker_free(tracker);
}
