/* The fields of a button: what is refused, and what arrives in the request body. */
#include "taken.h"

static ags_tracker *tracker;

static void refused(const char *event, const char *label, const char *value, const char *sentence) {
  ags_button button = {.size = sizeof button, .event = event, .label = label, .value = value};
  CHECK_INT(ags_track_button(tracker, "c", &button, NULL), AGS_ERROR_BUTTON);
  CHECK_CONTAINS(ags_last_error(), sentence);
  CHECK_INT(fixture_stats(tracker).accepted, 0);
}

static void test_refused(void) {
  const struct {
    const char *value, *rule;
  } cases[] = {{NULL, "missing"},
               {"", "must not be empty or blank"},
               {"\xC2\x85", "must not be empty or blank"},
               {"\xC1\xBF", "must be UTF-8"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char sentence[64];
    snprintf(sentence, sizeof sentence, "event: %s", cases[i].rule);
    refused(cases[i].value, "l", "v", sentence);
    snprintf(sentence, sizeof sentence, "label: %s", cases[i].rule);
    refused("e", cases[i].value, "v", sentence);
    snprintf(sentence, sizeof sentence, "value: %s", cases[i].rule);
    refused("e", "l", cases[i].value, sentence);
  }
}

static void test_accepted(void) {
  char *longest = fixture_repeat("\xF0\x9F\x91\x8D", 255);
  ags_button button = {.size = sizeof button,
                       .event = "helpful, not this",
                       .event_size = 7,
                       .label = longest,
                       .value = "positive"};
  CHECK_INT(ags_track_button(tracker, "c", &button, "{}"), AGS_OK);
  ags_batch batch = taken_batch(tracker, 10);
  char *body = taken_encode(tracker, &batch);
  CHECK_CONTAINS(body, "\"kind\":\"button\",\"name\":\"helpful\"");
  CHECK_CONTAINS(body, "\"agentsight.button.event\":\"helpful\"");
  CHECK_CONTAINS(body, longest);
  CHECK_CONTAINS(body, "\"agentsight.button.value\":\"positive\"");
  CHECK_CONTAINS(body, "\"agentsight.metadata\":\"{}\"");
  free(body);
  free(longest);
  taken_free(tracker, &batch);
}

int main(void) {
  tracker = fixture_tracker();
  test_refused();
  test_accepted();
  ags_tracker_free(tracker);
}
