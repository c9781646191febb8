/* Limits count characters, not bytes, and well-formed text of any kind is taken as it is. */
#include "taken.h"

static void test_conversation_lengths(ags_tracker *tracker) {
  static const char *const units[] = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
  for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
    for (size_t count = 253; count <= 258; count++) {
      char *id = fixture_repeat(units[u], count);
      ags_status expected = count <= 255 ? AGS_OK : AGS_ERROR_CONVERSATION_ID;
      CHECK_INT(ags_track_question(tracker, id, "t", NULL), expected);
      CHECK_INT(ags_track_question_n(tracker, id, strlen(id), "t", 1, NULL, 0), expected);
      free(id);
    }
  }
  /* 255 characters of more than 1,020 bytes cannot be; a limit in bytes must not let worse pass. */
  char *invalid = fixture_repeat("\x80", 1021);
  CHECK_INT(ags_track_question(tracker, invalid, "t", NULL), AGS_ERROR_CONVERSATION_ID);
  free(invalid);
}

static void test_names(ags_tracker *tracker) {
  for (size_t count = 254; count <= 257; count++) {
    char *name = fixture_repeat("\xE2\x82\xAC", count);
    ags_action action = {.size = sizeof action, .name = name};
    CHECK_INT(ags_track_action(tracker, "c", &action, NULL), AGS_OK); /* the limit is for ids alone */
    free(name);
  }
}

/* What looks odd but is valid: arrives byte for byte. */
static void test_texts_arrive(void) {
  static const struct {
    const char *text;
    size_t size;
  } texts[] = {
      {"\0", 1},
      {"a\0b", 3},
      {" leading and trailing ", 22},
      {"\xE2\x80\x8B", 3}, /* U+200B is no white space */
      {"\xEF\xBB\xBF"
       "bom",
       6},
      {"\xEF\xBF\xBF", 3},
      {"\xF4\x8F\xBF\xBF", 4},
      {"\x7F\x01", 2},
      {"12345678\xC3\xA9", 10},
  };
  ags_tracker *tracker = fixture_tracker();
  uint32_t count = sizeof texts / sizeof *texts;
  for (uint32_t i = 0; i < count; i++)
    CHECK_INT(
        ags_track_answer_n(tracker, texts[i].text, texts[i].size, texts[i].text, texts[i].size, NULL, 0),
        AGS_OK);
  ags_batch batch = taken_batch(tracker, 100);
  CHECK_INT(batch.count, count);
  for (uint32_t i = 0; i < count; i++) {
    taken_check_text(&batch, i, texts[i].text, texts[i].size);
    const ags_record *record = batch.entries[i].item.record;
    CHECK_BYTES(ags_record_conversation(record), record->conversation_size, texts[i].text, texts[i].size);
  }
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}

/* The tracker's own conversation stands in where a call names none. */
static void test_own_conversation(void) {
  ags_options options = fixture_options();
  char own[] = "own";
  options.conversation_id = own;
  ags_tracker *tracker = fixture_create(&options);
  memset(own, 'x', sizeof own - 1); /* the tracker has a copy */
  CHECK_INT(ags_track_question(tracker, NULL, "first", NULL), AGS_OK);
  CHECK_INT(ags_track_question(tracker, "other", "second", NULL), AGS_OK);
  CHECK_INT(ags_track_question(tracker, "", "third", NULL), AGS_ERROR_CONVERSATION_ID);
  ags_batch batch = taken_batch(tracker, 10);
  CHECK_INT(batch.count, 2);
  CHECK_INT(batch.conversation_count, 2);
  const ags_record *record = batch.entries[0].item.record;
  CHECK_BYTES(ags_record_conversation(record), record->conversation_size, "own", 3);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}

int main(void) {
  ags_tracker *tracker = fixture_tracker();
  test_conversation_lengths(tracker);
  test_names(tracker);
  ags_tracker_free(tracker);
  test_texts_arrive();
  test_own_conversation();
}
