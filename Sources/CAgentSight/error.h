/* Reporting a failed call: a status for the program, a sentence for its author. */
#ifndef AGS_ERROR_H
#define AGS_ERROR_H

#include "agentsight.h"
#include "platform.h"

/* Keeps the sentence for ags_last_error() in this thread and returns `status`, for `return ags_fail(...)`. */
AGS_COLD AGS_PRINTF(2, 3) ags_status ags_fail(ags_status status, const char *format, ...);

#endif
