/* Reporting a failed call: a status for the program, a sentence for its author. */
#ifndef AGS_ERROR_H
#define AGS_ERROR_H

#include "agentsight.h"
#include "platform.h"

/* Keeps the sentence for ags_last_error() in this thread and returns `status`, for `return ags_fail(...)`. */
AGS_COLD AGS_PRINTF(2, 3) ags_status ags_fail(ags_status status, const char *format, ...);

/* What the system calls an errno, for any number of threads at once; in `buffer` or a constant. */
const char *ags_error_of_system(int error, char *buffer, size_t size);

#endif
