/* What befalls a process: it forks, and it ends. */
#ifndef AGS_PROCESS_H
#define AGS_PROCESS_H

#include <stdbool.h>

/* Called by the first tracker, once. False when the system has no memory for it. */
bool ags_process_watch(void);

/* Sends what waits in all trackers and ends their threads, as exit() does. For a process that ends without
 * exit(); afterwards nothing is sent any more. */
void ags_process_end(void);

#endif
