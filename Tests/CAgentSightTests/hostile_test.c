/* Input that is made to hurt: very large, very deep, very many, ambiguous, or with line breaks in it. */
#include "json_check.h"
#include "taken.h"

#include <pthread.h>

#define MIB ((size_t)1 << 20)

static char *filled(const char *start, const char *unit, size_t count, const char *end) {
  size_t start_size = strlen(start), unit_size = strlen(unit), end_size = strlen(end);
  char *text = malloc(start_size + unit_size * count + end_size + 1);
  CHECK(text != NULL);
  memcpy(text, start, start_size);
  for (size_t i = 0; i < count; i++) memcpy(text + start_size + i * unit_size, unit, unit_size);
  memcpy(text + start_size + unit_size * count, end, end_size + 1);
  return text;
}

/* A text far over the limit costs what its limit costs: it is cut before anything of the rest is kept. */
static void test_large_texts(void) {
  static const size_t sizes[] = {10 * MIB, 100 * MIB};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    ags_options options = fixture_options();
    options.text_limit = 16384;
    options.memory_limit = MIB;
    ags_tracker *tracker = fixture_create(&options);
    char *text = filled("", "\xE2\x82\xAC", sizes[i] / 3, "");
    CHECK_INT(ags_track_question(tracker, "c", text, NULL), AGS_OK);
    ags_batch batch = taken_batch(tracker, 1);
    const ags_record *record = batch.entries[0].item.record;
    size_t mark = strlen("...[truncated]");
    CHECK_INT(record->text_size, (16384 - mark) * 3 + mark); /* whole characters, and the mark */
    CHECK_BYTES(ags_record_text(record) + record->text_size - mark, mark, "...[truncated]", mark);
    CHECK_INT(fixture_stats(tracker).mended, 1);
    taken_free(tracker, &batch);
    ags_tracker_free(tracker);
    free(text);
  }
}

/* Depth costs no stack: the checker counts, it does not recurse. */
static void *check_depths(void *tracker) {
  static const char *const units[] = {"{\"a\":", "[", "{\"a\":["};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    char *metadata = filled(i == 1 ? "{\"a\":" : "", units[i], 1000000, "");
    CHECK_INT(ags_track_question(tracker, "c", "x", metadata), AGS_ERROR_METADATA);
    CHECK_CONTAINS(ags_last_error(), "metadata: nested deeper than 32 levels at byte");
    free(metadata);
  }
  return NULL;
}

static void test_depth_on_a_small_stack(void) {
  ags_tracker *tracker = fixture_tracker();
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  CHECK_INT(pthread_attr_setstacksize(&attributes, (size_t)64 << 10), 0);
  CHECK_INT(pthread_create(&thread, &attributes, check_depths, tracker), 0);
  pthread_join(thread, NULL);
  pthread_attr_destroy(&attributes);
  ags_tracker_free(tracker);
}

static void test_a_million_keys(void) {
  ags_options options = fixture_options();
  options.text_limit = 16384;
  ags_tracker *tracker = fixture_create(&options);
  char *metadata = filled("{", "\"k\":1,", 1000000, "\"k\":2}");
  CHECK_INT(ags_track_question(tracker, "c", "x", metadata), AGS_OK);
  ags_batch batch = taken_batch(tracker, 1);
  const ags_record *record = batch.entries[0].item.record;
  CHECK(record->metadata_size <= 16384);
  CHECK(ags_json_check_object(ags_record_metadata(record), record->metadata_size).expected == NULL);
  char *kept = strndup(ags_record_metadata(record), record->metadata_size);
  CHECK_CONTAINS(kept, "\"_agentsight_truncated\":");
  free(kept);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
  free(metadata);
}

/* What the caller's JSON says goes out as it is: neither key nor number is interpreted on the way. */
static void test_ambiguous_values_pass_unchanged(void) {
  static const char *const objects[] = {
      "{\"a\":1,\"a\":2}", "{\"a\":-0}",  "{\"a\":9223372036854775809}",   "{\"a\":1e400}",
      "{\"a\":-0.0}",      "{\"\":null}", "{\"a\":0.1000000000000000055}",
  };
  for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
    ags_tracker *tracker = fixture_tracker();
    CHECK_INT(ags_track_question(tracker, "c", "x", objects[i]), AGS_OK);
    ags_batch batch = taken_batch(tracker, 1);
    const ags_record *record = batch.entries[0].item.record;
    CHECK_BYTES(ags_record_metadata(record), record->metadata_size, objects[i], strlen(objects[i]));
    taken_free(tracker, &batch);
    ags_tracker_free(tracker);
  }
  static const char *const no_json[] = {"{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":-Infinity}",
                                        "{\"a\":nan}"};
  for (size_t i = 0; i < sizeof no_json / sizeof *no_json; i++) {
    ags_tracker *tracker = fixture_tracker();
    CHECK_INT(ags_track_question(tracker, "c", "x", no_json[i]), AGS_ERROR_METADATA);
    CHECK_CONTAINS(ags_last_error(), "metadata: ");
    ags_tracker_free(tracker);
  }
}

static void check_key(const char *key) {
  ags_options options = fixture_options();
  ags_tracker *tracker;
  options.api_key = key;
  CHECK_INT(ags_tracker_create(&options, &tracker), AGS_ERROR_API_KEY);
  tracker = fixture_tracker();
  CHECK_INT(ags_reconfigure(tracker, key, NULL), AGS_ERROR_API_KEY);
  CHECK(strpbrk(ags_last_error(), "\r\n") == NULL);
  ags_tracker_free(tracker);
}

static void check_endpoint(const char *endpoint) {
  ags_options options = fixture_options();
  ags_tracker *tracker;
  options.endpoint = endpoint;
  CHECK_INT(ags_tracker_create(&options, &tracker), AGS_ERROR_ENDPOINT);
  tracker = fixture_tracker();
  CHECK_INT(ags_reconfigure(tracker, NULL, endpoint), AGS_ERROR_ENDPOINT);
  CHECK(strpbrk(ags_last_error(), "\r\n") == NULL);
  ags_tracker_free(tracker);
}

static void test_line_breaks_in_what_becomes_a_header(void) {
  check_key(TEST_KEY "\r\nX-Evil: 1");
  check_key(TEST_KEY "\n");
  check_key("ags_0123456789abcdef0123456789ABCD\r\n_0a1b2c");
  check_key("ags_0123456789abcdef0123456789abcdef_0a1b\r\n");
  check_endpoint("https://h\r\nX-Evil: 1");
  check_endpoint("https://h/a\r\nX-Evil: 1");
  check_endpoint("https://h/a\nb");
  check_endpoint("https://h\r");
}

int main(void) {
  test_large_texts();
  test_depth_on_a_small_stack();
  test_a_million_keys();
  test_ambiguous_values_pass_unchanged();
  test_line_breaks_in_what_becomes_a_header();
}
