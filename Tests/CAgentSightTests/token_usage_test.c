/* Token usage: what is refused, and sums of what is accepted. */
#include "fixture.h"

static ags_tracker *tracker;

static void refused(ags_token_usage usage, const char *sentence) {
  usage.size = sizeof usage;
  CHECK_INT(ags_track_token_usage(tracker, "c", &usage, NULL), AGS_ERROR_TOKEN_USAGE);
  CHECK_STRING(ags_last_error(), sentence);
  CHECK_INT(ags_track_token_usage_n(tracker, "c", 1, &usage, NULL, 0), AGS_ERROR_TOKEN_USAGE);
}

static void test_refusals(void) {
  const int64_t most = INT64_C(1) << 50;
  refused((ags_token_usage){.prompt = -1}, "prompt: must not be negative");
  refused((ags_token_usage){.completion = -1}, "completion: must not be negative");
  refused((ags_token_usage){.prompt = 1, .total = INT64_MIN}, "total: must not be negative");
  refused((ags_token_usage){.embedding = -1}, "embedding: must not be negative");
  refused((ags_token_usage){.prompt = most + 1}, "prompt: must not exceed 2^50");
  refused((ags_token_usage){.embedding = INT64_MAX}, "embedding: must not exceed 2^50");
  refused((ags_token_usage){.prompt = 0}, "token_usage: all counts are 0");
  CHECK_INT(ags_track_token_usage(tracker, "c", NULL, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track_token_usage(tracker, "c", &(ags_token_usage){.prompt = 1}, NULL), AGS_ERROR_ARGUMENT);
  ags_token_usage one = {.size = sizeof one, .prompt = 1};
  CHECK_INT(ags_track_token_usage(NULL, "c", &one, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track_token_usage_n(NULL, "c", 1, &one, NULL, 0), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track_token_usage(tracker, NULL, &one, NULL), AGS_ERROR_CONVERSATION_ID);
  CHECK_INT(ags_track_token_usage(tracker, "c", &one, "[]"), AGS_ERROR_METADATA);
  ags_stats stats = fixture_stats(tracker);
  CHECK_INT(stats.accepted, 0);
  CHECK_INT(stats.rejected, 18);
}

static void expect_sum(const char *conversation, int64_t prompt, int64_t completion, int64_t total,
                       int64_t embedding) {
  ags_token_usage sum = {.size = sizeof sum};
  CHECK_INT(ags_get_token_usage(tracker, conversation, &sum), AGS_OK);
  CHECK_INT(sum.prompt, prompt);
  CHECK_INT(sum.completion, completion);
  CHECK_INT(sum.total, total);
  CHECK_INT(sum.embedding, embedding);
  CHECK_INT(sum.size, sizeof sum);
}

static void test_sums(void) {
  ags_token_usage usage = {.size = sizeof usage, .prompt = 3, .completion = 2, .embedding = 1};
  expect_sum("c", 0, 0, 0, 0);
  CHECK_INT(ags_track_token_usage(tracker, "c", &usage, NULL), AGS_OK);
  usage.total = 100; /* the caller knows better */
  CHECK_INT(ags_track_token_usage_n(tracker, "cd", 1, &usage, "{\"a\":1}x", 7), AGS_OK);
  CHECK_INT(ags_track_token_usage(tracker, "cd", &usage, NULL), AGS_OK);
  CHECK_INT(ags_track_question(tracker, "c", "text", NULL), AGS_OK);
  expect_sum("c", 6, 4, 106, 2);
  expect_sum("cd", 3, 2, 100, 1);
  expect_sum("none", 0, 0, 0, 0);
}

static void test_reading_errors(void) {
  ags_token_usage usage = {.size = sizeof usage};
  CHECK_INT(ags_get_token_usage(NULL, "c", &usage), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_get_token_usage(tracker, "c", NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_get_token_usage(tracker, NULL, &usage), AGS_ERROR_CONVERSATION_ID);
  usage.size = 0;
  CHECK_INT(ags_get_token_usage(tracker, "c", &usage), AGS_ERROR_ARGUMENT);
}

int main(void) {
  tracker = fixture_tracker();
  test_refusals();
  test_sums();
  test_reading_errors();
  ags_tracker_free(tracker);
}
