/* A whole conversation from C: track in memory, send, look at the result.
 *
 *   cc example.c $(pkg-config --cflags --libs agentsight) -o example
 *   AGENTSIGHT_API_KEY=ags_... ./example [CONVERSATION_ID [CA_FILE]]
 */
#include <agentsight.h>
#include <stdio.h>

static int fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, ags_last_error());
  return 1;
}

/* Every call says whether it recorded its event; this program stops at the first that did not. */
static ags_status track_conversation(ags_tracker *tracker) {
  ags_action search = {.size = sizeof search,
                       .name = "search",
                       .tools_used = "{\"query\":\"opening hours\"}",
                       .response = "[{\"day\":\"Monday\",\"hours\":\"9-17\"}]",
                       .duration_ns = 12500000};
  ags_button button = {.size = sizeof button, .event = "helpful", .label = "👍", .value = "positive_feedback"};

  ags_status status = ags_track_question(tracker, NULL, "When are you open?", "{\"language\":\"en\"}");
  if (status == AGS_OK) status = ags_track_action(tracker, NULL, &search, NULL);
  if (status == AGS_OK) status = ags_track_answer(tracker, NULL, "On Monday from 9 to 17.", NULL);
  if (status == AGS_OK) status = ags_track_button(tracker, NULL, &button, NULL);
  return status;
}

int main(int argc, char **argv) {
  ags_options options;
  ags_options_init(&options, sizeof options);
  options.conversation_id = argc > 1 ? argv[1] : "example_c";
  if (argc > 2) options.ca_file = argv[2];
  if (ags_options_from_environment(&options) != AGS_OK) return fail("environment");

  ags_tracker *tracker;
  if (ags_tracker_create(&options, &tracker) != AGS_OK) return fail("create");
  ags_report report = {.size = sizeof report};
  ags_status status = track_conversation(tracker);
  if (status == AGS_OK) status = ags_send(tracker, 10000, &report);
  if (status != AGS_OK) fail("track and send");
  printf("%llu events delivered\n", (unsigned long long)report.delivered);
  ags_tracker_free(tracker);
  return status == AGS_OK ? 0 : 1;
}
