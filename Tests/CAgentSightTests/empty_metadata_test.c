/* "" is not the JSON text of an object, not even before the first valid metadata of a thread. */
#include "fixture.h"

int main(void) {
  ags_tracker *tracker = fixture_tracker();
  CHECK_INT(ags_track_question(tracker, "c", "text", ""), AGS_ERROR_METADATA);
  CHECK_INT(ags_track_question_n(tracker, "c", 1, "text", 4, "{}", 0), AGS_ERROR_METADATA);
  CHECK_INT(ags_track_question(tracker, "c", "text", "{}"), AGS_OK);
  CHECK_INT(ags_track_question(tracker, "c", "text", ""), AGS_ERROR_METADATA);
  CHECK_INT(fixture_stats(tracker).accepted, 1);
  ags_tracker_free(tracker);
}
