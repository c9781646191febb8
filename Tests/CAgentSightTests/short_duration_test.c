/* A duration of less than a microsecond was given: it must not be taken for a missing one. */
#include "action_times.h"

#include "test.h"

int main(void) {
  ags_action_part part = {.started_at_ns = 1000000, .duration_ns = 999};
  ags_action_times times = ags_action_times_resolve(&part, 5000);
  CHECK_INT(times.start_us, 1000);
  CHECK_INT(times.end_us, 1000);
}
