/* Processes: how they start, how they end, and on which of their threads a call is made. */
#ifndef PROCESSES_H
#define PROCESSES_H

#include "world.h"

/* Whether it runs and can be asked for something. */
bool process_is_there(const process *p);

/* Starts a process in a free place (serial 0). */
void process_start(world *w, process *p);

/* Around each call of the library: calls may be nested, but a process dies only between them. False when it
 * has. */
bool process_begin(process *p);
bool process_end(process *p, bool before);

/* Ends it in an orderly way. */
void process_close(process *p);

/* Ends it as SIGKILL does. A call that is under way unwinds first, and nothing of what it does then counts.
 */
void process_crash(process *p);

/* Makes the next calls come from one of the process's threads. */
void process_enter(process *p, uint32_t thread);

/* That thread ends. */
void process_leave_thread(process *p, uint32_t thread);

#endif
