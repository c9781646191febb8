/* Each mistake of a tracking call has a status of its own and a sentence that names field and rule, and
 * records nothing. */
#include "fixture.h"

static ags_tracker *tracker;

/* Says what the call did, and that it did nothing else. */
#define REFUSED(call, status, sentence)                                                                      \
  do {                                                                                                       \
    ags_stats before = fixture_stats(tracker);                                                               \
    CHECK_INT(call, status);                                                                                 \
    CHECK_CONTAINS(ags_last_error(), sentence);                                                              \
    ags_stats after = fixture_stats(tracker);                                                                \
    CHECK_INT(after.accepted, before.accepted);                                                              \
    CHECK_INT(after.buffered, before.buffered);                                                              \
    CHECK_INT(after.rejected, before.rejected + 1);                                                          \
  } while (0)

static void test_texts(void) {
  static const struct {
    const char *text, *sentence;
  } cases[] = {
      {NULL, "text: missing"},
      {"", "text: must not be empty or blank"},
      {" ", "text: must not be empty or blank"},
      {" \t\r\n\v\f", "text: must not be empty or blank"},
      {"\xC2\xA0\xE2\x80\x83\xE3\x80\x80", "text: must not be empty or blank"},
      {"\xE2\x80\xA8 \xE1\x9A\x80", "text: must not be empty or blank"},
      {"\xFF", "text: must be UTF-8; byte 0 is not"},
      {"a fine start, then \xC0\x80", "text: must be UTF-8; byte 19 is not"},
      {"\xED\xA0\x80", "text: must be UTF-8; byte 0 is not"},
      {"\xF4\x90\x80\x80", "text: must be UTF-8; byte 0 is not"},
      {"cut \xE2\x82", "text: must be UTF-8; byte 4 is not"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    REFUSED(ags_track_question(tracker, "c", cases[i].text, NULL), AGS_ERROR_TEXT, cases[i].sentence);
    REFUSED(ags_track_answer(tracker, "c", cases[i].text, NULL), AGS_ERROR_TEXT, cases[i].sentence);
  }
  REFUSED(ags_track_question_n(tracker, "c", 1, NULL, 5, NULL, 0), AGS_ERROR_TEXT, "text: missing");
  REFUSED(ags_track_answer_n(tracker, "c", 1, "text", 0, NULL, 0), AGS_ERROR_TEXT, "text: ");
}

static void test_conversation_ids(void) {
  char *longer = fixture_repeat("a", 256), *longest = fixture_repeat("\xF0\x9F\x98\x80", 256);
  const struct {
    const char *id, *sentence;
  } cases[] = {
      {NULL, "conversation_id: missing"},
      {"", "conversation_id: must not be empty or blank"},
      {"\xE2\x80\x89", "conversation_id: must not be empty or blank"},
      {"\x80", "conversation_id: must be UTF-8; byte 0 is not"},
      {longer, "conversation_id: must not exceed 255 characters"},
      {longest, "conversation_id: must not exceed 255 characters"},
  };
  ags_action action = {.size = sizeof action, .name = "search"};
  ags_button button = {.size = sizeof button, .event = "e", .label = "l", .value = "v"};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const char *id = cases[i].id, *sentence = cases[i].sentence;
    REFUSED(ags_track_question(tracker, id, "text", NULL), AGS_ERROR_CONVERSATION_ID, sentence);
    REFUSED(ags_track_answer(tracker, id, "text", NULL), AGS_ERROR_CONVERSATION_ID, sentence);
    REFUSED(ags_track_action(tracker, id, &action, NULL), AGS_ERROR_CONVERSATION_ID, sentence);
    REFUSED(ags_track_button(tracker, id, &button, NULL), AGS_ERROR_CONVERSATION_ID, sentence);
  }
  free(longer);
  free(longest);
}

static void test_metadata(void) {
  static const struct {
    const char *json, *sentence;
  } cases[] = {
      {"{\"language\" \"en\"}", "metadata: expected ':' at byte 12"},
      {"[]", "metadata: must be a JSON object, starting with '{' at byte 0"},
      {"null", "metadata: must be a JSON object"},
      {"{\"a\":1", "metadata: "},
      {"{\"a\":1}}", "metadata: text after the object at byte 7"},
      {"{'a':1}", "metadata: expected a key in quotes at byte 1"},
      {"{\"a\":NaN}", "metadata: expected a value at byte 5"},
      {"{\"a\":\"\xFF\"}", "metadata: not UTF-8 at byte 6"},
  };
  ags_action action = {.size = sizeof action, .name = "search"};
  ags_button button = {.size = sizeof button, .event = "e", .label = "l", .value = "v"};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const char *json = cases[i].json, *sentence = cases[i].sentence;
    REFUSED(ags_track_question(tracker, "c", "text", json), AGS_ERROR_METADATA, sentence);
    REFUSED(ags_track_answer(tracker, "c", "text", json), AGS_ERROR_METADATA, sentence);
    REFUSED(ags_track_action(tracker, "c", &action, json), AGS_ERROR_METADATA, sentence);
    REFUSED(ags_track_button(tracker, "c", &button, json), AGS_ERROR_METADATA, sentence);
  }
}

/* Metadata that was refused must not be taken for the valid one before it, nor the other way round. */
static void test_metadata_memory(void) {
  for (int i = 0; i < 3; i++) {
    CHECK_INT(ags_track_question(tracker, "c", "text", "{\"a\":1}"), AGS_OK);
    REFUSED(ags_track_question(tracker, "c", "text", "{\"a\":1]"), AGS_ERROR_METADATA, "metadata: ");
    REFUSED(ags_track_question(tracker, "c", "text", "{\"a\":1"), AGS_ERROR_METADATA, "metadata: ");
    CHECK_INT(ags_track_question(tracker, "c", "text", NULL), AGS_OK);
  }
}

/* Creation refuses what issue 2 lists before there is anything to record into. */
static void test_creation(void) {
  ags_tracker *none;
  ags_options options = fixture_options();
  options.api_key = "malformed";
  CHECK_INT(ags_tracker_create(&options, &none), AGS_ERROR_API_KEY);
  options = fixture_options();
  options.endpoint = "http://collector.example";
  CHECK_INT(ags_tracker_create(&options, &none), AGS_ERROR_ENDPOINT);
  CHECK_CONTAINS(ags_last_error(), "endpoint: http:// is accepted for loopback addresses only");
}

int main(void) {
  tracker = fixture_tracker();
  test_texts();
  test_conversation_ids();
  test_metadata();
  ags_stats stats = fixture_stats(tracker);
  CHECK_INT(stats.accepted, 0);
  CHECK_INT(stats.requests, 0);
  test_metadata_memory();
  ags_tracker_free(tracker);
  test_creation();
}
