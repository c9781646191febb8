/* What befalls a process: it forks, and it ends. */
#ifndef AGS_PROCESS_H
#define AGS_PROCESS_H

#include <stdbool.h>

/* Called by the first tracker, once. False when the system has no memory for it. */
bool ags_process_watch(void);

#endif
