/* Going through the events that wait. */
#ifndef AGS_PENDING_H
#define AGS_PENDING_H

#include "agentsight.h"
#include "drain.h"
#include "view.h"

/* Called with each event, in order. The drain's mutex is held: must not call back into the tracker. */
typedef void (*ags_pending_visitor)(void *context, const ags_drained *item);

/* All events that wait, or those of one conversation (absent: all). Errors: AGS_ERROR_MEMORY. */
ags_status ags_pending_visit(ags_tracker *tracker, ags_view only, ags_pending_visitor each, void *context);

#endif
