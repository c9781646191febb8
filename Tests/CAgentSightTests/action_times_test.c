/* Any two of start, end and duration give the third; what is missing comes from the tracking call. */
#include "action_times.h"

#include "test.h"

#define TRACKED INT64_C(1700000000000000) /* us */
#define US      INT64_C(1000)             /* ns */

static void check(ags_action_part part, int64_t start, int64_t end, int64_t duration) {
  ags_action_times times = ags_action_times_resolve(&part, TRACKED);
  CHECK_INT(times.start_us, start);
  CHECK_INT(times.end_us, end);
  CHECK_INT(times.duration_us, duration);
}

int main(void) {
  const int64_t s = TRACKED - 500, e = TRACKED - 200;
  check((ags_action_part){0}, TRACKED, TRACKED, 0);
  check((ags_action_part){.duration_ns = 70 * US}, TRACKED, TRACKED + 70, 70);
  check((ags_action_part){.started_at_ns = s * US, .ended_at_ns = e * US}, s, e, 300);
  check((ags_action_part){.started_at_ns = s * US, .duration_ns = 70 * US}, s, s + 70, 70);
  check((ags_action_part){.ended_at_ns = e * US, .duration_ns = 70 * US}, e - 70, e, 70);
  check((ags_action_part){.started_at_ns = s * US}, s, TRACKED, 500);
  check((ags_action_part){.ended_at_ns = e * US}, e, e, 0);
  check((ags_action_part){.started_at_ns = s * US, .ended_at_ns = s * US}, s, s, 0);

  /* Three given: all are believed. */
  check((ags_action_part){.started_at_ns = s * US, .ended_at_ns = e * US, .duration_ns = 70 * US}, s, e, 70);

  /* An action that starts after its call has not run backwards. */
  check((ags_action_part){.started_at_ns = (TRACKED + 9) * US}, TRACKED + 9, TRACKED + 9, 0);
}
