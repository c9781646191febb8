/* What happens when the memory for events is used up: options.when_full. */
#ifndef AGS_AT_LIMIT_H
#define AGS_AT_LIMIT_H

#include "tracker.h"

/* ags_lane_extend(), and when the limit does not let it, what the tracker's policy says. */
AGS_COLD ags_status ags_tracker_extend(ags_tracker *tracker, ags_lane *lane, size_t payload);

#endif
