/* Texts longer than options.text_limit are cut between characters, with a mark at their end. */
#include "taken.h"

#include <stdatomic.h>
#include <time.h>

#define LIMIT 1000
#define MARK  "...[truncated]"

static atomic_int lines;

static void on_log(void *user, ags_log_level level, const char *message) {
  (void)user, (void)message;
  CHECK_INT(level, AGS_LOG_WARNING);
  atomic_fetch_add(&lines, 1);
}

static ags_tracker *create(uint32_t limit) {
  ags_options options = fixture_options();
  options.text_limit = limit;
  options.log = on_log;
  atomic_store(&lines, 0);
  return fixture_create(&options);
}

/* Tracks `count` times `unit` and compares with `kept` units and, if they are less, the mark. */
static void expect(ags_tracker *tracker, const char *unit, size_t count, size_t kept) {
  char *text = fixture_repeat(unit, count), *expected = fixture_repeat(unit, kept);
  uint64_t mended = fixture_stats(tracker).mended;
  size_t size = kept * strlen(unit);
  CHECK_INT(ags_track_question(tracker, "c", text, NULL), AGS_OK);
  ags_batch batch = taken_batch(tracker, 2);
  CHECK_INT(batch.count, 1);
  const ags_record *record = batch.entries[0].item.record;
  if (kept < count) {
    CHECK_INT(record->text_size, size + strlen(MARK));
    CHECK(memcmp(ags_record_text(record) + size, MARK, strlen(MARK)) == 0);
  } else {
    CHECK_INT(record->text_size, size);
  }
  CHECK(memcmp(ags_record_text(record), expected, size) == 0);
  CHECK_INT(fixture_stats(tracker).mended - mended, kept < count);
  taken_free(tracker, &batch);
  free(text);
  free(expected);
}

static void test_around_the_limit(void) {
  static const char *const units[] = {"x", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
  const size_t kept = LIMIT - strlen(MARK);
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    ags_tracker *tracker = create(LIMIT);
    expect(tracker, units[i], LIMIT - 1, LIMIT - 1);
    expect(tracker, units[i], LIMIT, LIMIT);
    CHECK_INT(atomic_load(&lines), 0);
    expect(tracker, units[i], LIMIT + 1, kept);
    expect(tracker, units[i], LIMIT * 4 + 1, kept);
    CHECK_INT(atomic_load(&lines), 1); /* the first is told, the others are counted */
    ags_tracker_free(tracker);
  }
}

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Ten and a hundred megabytes: cut by the default limit, and not read to their ends for it. */
static void track_and_check(ags_tracker *tracker, const char *text, size_t size, size_t kept) {
  CHECK_INT(ags_track_answer_n(tracker, "c", 1, text, size, NULL, 0), AGS_OK);
  ags_batch batch = taken_batch(tracker, 2);
  const ags_record *record = batch.entries[0].item.record;
  CHECK_INT(record->text_size, kept + strlen(MARK));
  CHECK(memcmp(ags_record_text(record), text, kept) == 0);
  taken_free(tracker, &batch);
}

static void test_sizes(void) {
  const size_t most = 100000000, kept = 16384 - strlen(MARK);
  char *text = malloc(most);
  CHECK(text != NULL);
  memset(text, 'x', most);
  ags_tracker *tracker = create(16384);
  track_and_check(tracker, text, 10000000, kept);
  double start = seconds();
  for (int i = 0; i < 100; i++) track_and_check(tracker, text, most, kept);
  CHECK(seconds() - start < 60); /* reading all of them takes longer in any build */
  CHECK(fixture_stats(tracker).memory_bytes < ((size_t)2 << 20));
  ags_tracker_free(tracker);
  free(text);
}

/* What is cut is checked like any text. */
static void test_checks(void) {
  ags_tracker *tracker = create(LIMIT);
  char *text = fixture_repeat("\xC3\xA4", LIMIT * 2), *blank = fixture_repeat(" ", LIMIT * 2 + 1);
  text[100] = '\xFF';
  CHECK_INT(ags_track_question(tracker, "c", text, NULL), AGS_ERROR_TEXT);
  CHECK_CONTAINS(ags_last_error(), "byte 100 is not");
  CHECK_INT(ags_track_question(tracker, "c", blank, NULL), AGS_ERROR_TEXT);
  blank[LIMIT * 2] = 'x';
  CHECK_INT(ags_track_question(tracker, "c", blank, NULL), AGS_OK);
  CHECK_INT(fixture_stats(tracker).rejected, 2);
  free(text);
  free(blank);
  ags_tracker_free(tracker);
}

/* Every text of every kind. */
static void test_all_texts(void) {
  ags_tracker *tracker = create(LIMIT);
  char *text = fixture_repeat("x", LIMIT + 1);
  char expected[LIMIT + 3];
  snprintf(expected, sizeof expected, "\"%.*s%s\"", (int)(LIMIT - strlen(MARK)), text, MARK);
  ags_action action = {
      .size = sizeof action, .name = text, .response = text, .error_msg = text, .response_size = LIMIT + 1};
  ags_button button = {.size = sizeof button, .event = text, .label = text, .value = text};
  CHECK_INT(ags_track_action(tracker, "c", &action, NULL), AGS_OK);
  CHECK_INT(ags_track_button(tracker, "c", &button, NULL), AGS_OK);
  CHECK_INT(fixture_stats(tracker).mended, 6);
  ags_batch batch = taken_batch(tracker, 2);
  char *body = taken_encode(tracker, &batch);
  int found = 0;
  for (const char *at = body; (at = strstr(at, expected)) != NULL; at++) found++;
  CHECK_INT(found, 8); /* the name and the event stand there twice */
  CHECK(strstr(body, text) == NULL);
  free(body);
  free(text);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}

static void test_smallest(void) {
  ags_options options = fixture_options();
  ags_tracker *tracker;
  options.text_limit = 255;
  CHECK_INT(ags_tracker_create(&options, &tracker), AGS_ERROR_OPTION);
  CHECK_CONTAINS(ags_last_error(), "text_limit: must be at least 256");
  options.text_limit = 256;
  ags_tracker_free(fixture_create(&options));
}

int main(void) {
  test_smallest();
  test_around_the_limit();
  test_sizes();
  test_checks();
  test_all_texts();
}
