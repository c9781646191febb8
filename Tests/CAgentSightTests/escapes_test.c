/* Escapes that are valid JSON and that no common database holds: replaced wherever an object comes in. */
#include "json_check.h"
#include "taken.h"

static const struct {
  const char *given, *mended;
} cases[] = {
    {"{\"a\":\"\\u0000\"}", "{\"a\":\"\\ufffd\"}"},
    {"{\"a\":\"\\ud800\"}", "{\"a\":\"\\ufffd\"}"},
    {"{\"a\":\"\\uDC00x\"}", "{\"a\":\"\\ufffdx\"}"},
    {"{\"a\":\"\\ud800\\ud83d\\ude00\"}", "{\"a\":\"\\ufffd\\ud83d\\ude00\"}"},
    {"{\"a\":\"\\ud83d\\ude00\"}", "{\"a\":\"\\ud83d\\ude00\"}"},
    {"{\"\\u0000\":[\"\\\\u0000\",\"\\u0001\"]}", "{\"\\ufffd\":[\"\\\\u0000\",\"\\u0001\"]}"},
    {"{\"a\":\"\\ud800\\\\dc00\"}", "{\"a\":\"\\ufffd\\\\dc00\"}"},
};
#define CASES (sizeof cases / sizeof *cases)

static void check_metadata(const ags_batch *batch, uint32_t index, const char *expected) {
  const ags_record *record = batch->entries[index].item.record;
  CHECK_BYTES(ags_record_metadata(record), record->metadata_size, expected, strlen(expected));
}

/* Twice, because the second call finds what the first one remembered. */
static void test_metadata(void) {
  ags_tracker *tracker = fixture_tracker();
  uint64_t changed = 0;
  for (size_t i = 0; i < CASES; i++) {
    for (int again = 0; again < 2; again++)
      CHECK_INT(ags_track_question(tracker, "c", "t", cases[i].given), AGS_OK);
    changed += strcmp(cases[i].given, cases[i].mended) != 0;
  }
  CHECK_INT(fixture_stats(tracker).mended, 2 * changed);
  ags_batch batch = taken_batch(tracker, 2 * CASES);
  for (uint32_t i = 0; i < 2 * CASES; i++) check_metadata(&batch, i, cases[i / 2].mended);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}

static void test_handles_and_pairs(void) {
  ags_tracker *tracker = fixture_tracker();
  for (size_t i = 0; i < CASES; i++) {
    ags_metadata *metadata;
    CHECK_INT(ags_metadata_create_json(cases[i].given, strlen(cases[i].given), &metadata), AGS_OK);
    CHECK_INT(ags_track_message(tracker, AGS_KIND_QUESTION, NULL, "t", 1, metadata),
              AGS_ERROR_CONVERSATION_ID);
    ags_event event = {.size = sizeof event,
                       .kind = AGS_KIND_QUESTION,
                       .conversation_id = "c",
                       .text = "t",
                       .metadata = metadata};
    CHECK_INT(ags_track(tracker, &event), AGS_OK);
    ags_metadata_free(metadata);
  }
  ags_pair pair = {.key = "k", .type = AGS_TYPE_JSON, .string = cases[0].given};
  ags_event event = {.size = sizeof event,
                     .kind = AGS_KIND_QUESTION,
                     .conversation_id = "c",
                     .text = "t",
                     .pairs = &pair,
                     .pair_count = 1};
  CHECK_INT(ags_track(tracker, &event), AGS_OK);
  ags_batch batch = taken_batch(tracker, CASES + 1);
  for (uint32_t i = 0; i < CASES; i++) check_metadata(&batch, i, cases[i].mended);
  check_metadata(&batch, CASES, "{\"k\":{\"a\":\"\\ufffd\"}}");
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}

static void test_tools_used(void) {
  ags_tracker *tracker = fixture_tracker();
  ags_action action = {.size = sizeof action, .name = "n", .tools_used = cases[1].given};
  CHECK_INT(ags_track_action(tracker, "c", &action, NULL), AGS_OK);
  ags_batch batch = taken_batch(tracker, 1);
  char *body = taken_encode(tracker, &batch);
  CHECK_CONTAINS(body, "\\\\ufffd");
  free(body);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}

int main(void) {
  test_metadata();
  test_handles_and_pairs();
  test_tools_used();
  return 0;
}
