/* A NULL string of a struct is absent whatever its size says: the host must not crash for it. */
#include "taken.h"

int main(void) {
  ags_tracker *tracker = fixture_tracker();
  ags_action action = {
      .size = sizeof action, .name = "search", .tools_used_size = 5, .response_size = 5, .error_msg_size = 5};
  CHECK_INT(ags_track_action(tracker, "c", &action, NULL), AGS_OK);
  ags_batch batch = taken_batch(tracker, 10);
  char *body = taken_encode(tracker, &batch);
  CHECK(strstr(body, "agentsight.tool.arguments") == NULL);
  CHECK(strstr(body, "agentsight.tool.error") == NULL);
  free(body);
  taken_free(tracker, &batch);

  action = (ags_action){.size = sizeof action, .name_size = 5};
  CHECK_INT(ags_track_action(tracker, "c", &action, NULL), AGS_ERROR_ACTION);
  ags_button button = {.size = sizeof button, .event = "e", .label = "l", .value_size = 5};
  CHECK_INT(ags_track_button(tracker, "c", &button, NULL), AGS_ERROR_BUTTON);
  ags_tracker_free(tracker);
}
