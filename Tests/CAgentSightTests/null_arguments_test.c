/* NULL where a pointer is needed gives AGS_ERROR_ARGUMENT; NULL where it may be absent is fine. */
#include "fixture.h"

static void test_without_tracker(void) {
  ags_action action = {.size = sizeof action, .name = "search"};
  ags_button button = {.size = sizeof button, .event = "e", .label = "l", .value = "v"};
  ags_report report = {.size = sizeof report};
  ags_stats stats = {.size = sizeof stats};
  CHECK_INT(ags_track_question(NULL, "c", "t", NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track_answer(NULL, "c", "t", NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track_action(NULL, "c", &action, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track_button(NULL, "c", &button, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track_question_n(NULL, "c", 1, "t", 1, NULL, 0), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track_answer_n(NULL, "c", 1, "t", 1, NULL, 0), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track_action_n(NULL, "c", 1, &action, NULL, 0), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track_button_n(NULL, "c", 1, &button, NULL, 0), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_send(NULL, 0, &report), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_get_stats(NULL, &stats), AGS_ERROR_ARGUMENT);
  CHECK_CONTAINS(ags_last_error(), "tracker: NULL");
  ags_tracker_free(NULL);
}

static void test_creation(void) {
  ags_options options = fixture_options();
  ags_tracker *tracker;
  CHECK_INT(ags_tracker_create(&options, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_tracker_create(NULL, &tracker), AGS_ERROR_ARGUMENT);
  CHECK(tracker == NULL);
}

static void test_structs(ags_tracker *tracker) {
  ags_stats before = fixture_stats(tracker);
  CHECK_INT(ags_track_action(tracker, "c", NULL, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track_button(tracker, "c", NULL, NULL), AGS_ERROR_ARGUMENT);
  ags_action action = {.name = "a size of 0 is a forgotten one"};
  ags_button button = {.event = "e", .label = "l", .value = "v"};
  CHECK_INT(ags_track_action(tracker, "c", &action, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track_button(tracker, "c", &button, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(fixture_stats(tracker).rejected, before.rejected + 4);

  CHECK_INT(ags_get_stats(tracker, NULL), AGS_ERROR_ARGUMENT);
  ags_stats stats = {.size = 0};
  CHECK_INT(ags_get_stats(tracker, &stats), AGS_ERROR_ARGUMENT);
  ags_report report = {.size = 0};
  CHECK_INT(ags_send(tracker, 0, &report), AGS_ERROR_ARGUMENT);
}

static void test_absent(ags_tracker *tracker) {
  ags_action action = {.size = sizeof action, .name = "search"};
  CHECK_INT(ags_track_question_n(tracker, "c", 1, "t", 1, NULL, 99), AGS_OK);
  CHECK_INT(ags_track_action_n(tracker, "c", 1, &action, NULL, 99), AGS_OK);
  CHECK_INT(ags_track_question_n(tracker, NULL, 99, "t", 1, NULL, 0), AGS_ERROR_CONVERSATION_ID);

  ags_options options = fixture_options();
  options.conversation_id = "the tracker's own";
  ags_tracker *with_own = fixture_create(&options);
  CHECK_INT(ags_track_question_n(with_own, NULL, 99, "t", 1, NULL, 0), AGS_OK);
  CHECK_INT(ags_track_question(with_own, NULL, "t", NULL), AGS_OK);
  CHECK_INT(ags_track_action(with_own, NULL, &action, NULL), AGS_OK);
  ags_tracker_free(with_own);
}

static void test_generated_ids(void) {
  char buffer[AGS_CONVERSATION_ID_SIZE + 1], other[AGS_CONVERSATION_ID_SIZE];
  CHECK_INT(ags_generate_conversation_id(NULL, sizeof buffer), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_generate_conversation_id(buffer, AGS_CONVERSATION_ID_SIZE - 1), AGS_ERROR_ARGUMENT);
  memset(buffer, 'x', sizeof buffer);
  CHECK_INT(ags_generate_conversation_id(buffer, AGS_CONVERSATION_ID_SIZE), AGS_OK);
  CHECK_INT(buffer[AGS_CONVERSATION_ID_SIZE], 'x');
  CHECK_INT(strlen(buffer), 37);
  CHECK(strncmp(buffer, "conv_", 5) == 0);
  CHECK_INT(strspn(buffer + 5, "0123456789abcdef"), 32);
  CHECK_INT(ags_generate_conversation_id(other, sizeof other), AGS_OK);
  CHECK(strcmp(buffer, other) != 0);
}

int main(void) {
  test_without_tracker();
  test_creation();
  ags_tracker *tracker = fixture_tracker();
  test_structs(tracker);
  test_absent(tracker);
  ags_tracker_free(tracker);
  test_generated_ids();
}
