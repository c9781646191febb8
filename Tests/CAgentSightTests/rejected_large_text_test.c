/* A large text that is refused leaves the room made for it behind. Small events then go there, and must be
 * drained and released as anywhere else. */
#include "taken.h"

#define LARGE ((size_t)1 << 20)
#define SMALL 8000 /* events of about 64 bytes: more than a segment, less than the large text's room */

int main(void) {
  ags_tracker *tracker = fixture_tracker();
  char *text = fixture_repeat("x", LARGE);
  text[LARGE - 1] = '\xFF';
  CHECK_INT(ags_track_question(tracker, "c", "before", NULL), AGS_OK);
  CHECK_INT(ags_track_question(tracker, "c", text, NULL), AGS_ERROR_TEXT);
  char small[16];
  for (int i = 0; i < SMALL; i++) {
    snprintf(small, sizeof small, "small %d", i);
    CHECK_INT(ags_track_answer(tracker, "c", small, NULL), AGS_OK);
  }
  ags_batch batch = taken_batch(tracker, SMALL + 10);
  CHECK_INT(batch.count, SMALL + 1);
  for (uint32_t i = 0; i < SMALL; i++) {
    snprintf(small, sizeof small, "small %u", i);
    taken_check_text(&batch, i + 1, small, strlen(small));
  }
  taken_free(tracker, &batch);
  CHECK_INT(ags_track_question(tracker, "c", "behind", NULL), AGS_OK);
  free(text);
  ags_tracker_free(tracker);
}
