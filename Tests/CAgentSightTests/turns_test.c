/* How questions, answers and what lies between become turns. */
#include "taken.h"

/*
 * Each event is two characters: its conversation and its kind (q question, a answer, c action, b button).
 * The expectation has one word for each: its turn's entry or "-", and behind ">" a question's answer.
 */
static void check(const char *events, const char *expected) {
  ags_tracker *tracker = fixture_tracker();
  ags_action action = {.size = sizeof action, .name = "search"};
  ags_button button = {.size = sizeof button, .event = "e", .label = "l", .value = "v"};
  for (const char *e = events; *e != '\0'; e += 2) {
    ags_status status = e[1] == 'q'   ? ags_track_question_n(tracker, e, 1, "q", 1, NULL, 0)
                        : e[1] == 'a' ? ags_track_answer_n(tracker, e, 1, "a", 1, NULL, 0)
                        : e[1] == 'c' ? ags_track_action_n(tracker, e, 1, &action, NULL, 0)
                                      : ags_track_button_n(tracker, e, 1, &button, NULL, 0);
    CHECK_INT(status, AGS_OK);
  }
  ags_batch batch = taken_batch(tracker, 100);
  char actual[512] = "";
  for (uint32_t i = 0; i < batch.count; i++) {
    const ags_batch_entry *entry = &batch.entries[i];
    size_t used = strlen(actual);
    if (i > 0) used += (size_t)sprintf(actual + used, " ");
    used += (size_t)(entry->turn != AGS_NONE ? sprintf(actual + used, "%u", entry->turn)
                                             : sprintf(actual + used, "-"));
    if (entry->answer != AGS_NONE) sprintf(actual + used, ">%u", entry->answer);
  }
  CHECK_STRING(actual, expected);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}

int main(void) {
  check("1q1a", "0>1 0");
  check("1q", "-");
  check("1a", "-");
  check("1a1a", "- -");
  check("1q1q1a", "- 1>2 1");
  check("1q1a1a", "0>1 0 -");
  check("1q1c1b1a", "0>3 0 0 0");
  check("1c1q1a1b", "- 1>2 1 -");
  check("1q1c1q1c1a", "- - 2>4 2 2");
  check("1q1c1b", "- - -");
  check("1q1a1q1a", "0>1 0 2>3 2");

  /* Conversations do not see each other. */
  check("1q2q1a2a", "0>2 1>3 0 1");
  check("1q2a1a", "0>2 - 0");
  check("1q2c1c2q1a2a", "0>4 - 0 3>5 0 3");
  check("1q2q3q3a2a1a", "0>5 1>4 2>3 2 1 0");
}
