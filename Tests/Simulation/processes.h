/* Processes: how they start, how they end, and on which of their threads a call is made. */
#ifndef PROCESSES_H
#define PROCESSES_H

#include "world.h"

/* Starts a process in a free place. */
void process_start(world *w, process *p);

/* Ends it in an orderly way. */
void process_close(process *p);

/* Ends it as SIGKILL does. A call that is under way unwinds first, and nothing of what it does then counts.
 */
void process_crash(process *p);

/* Buries what crashed during a call that has ended by now. */
void process_bury(process *p);

/* Makes the next calls come from one of the process's threads. */
void process_enter(process *p, uint32_t thread);

/* That thread ends. */
void process_leave_thread(process *p, uint32_t thread);

#endif
