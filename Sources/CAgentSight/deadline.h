/* Waiting for a limited time, by a clock that nobody sets. */
#ifndef AGS_DEADLINE_H
#define AGS_DEADLINE_H

#include <pthread.h>
#include <stdint.h>
#include <time.h>

/* A condition variable whose timed waits take what ags_deadline_at() returns. */
void ags_condition_init(pthread_cond_t *condition);
struct timespec ags_deadline_at(int64_t monotonic_ns);

/* Between the two nobody can cancel the calling thread: waiting is where that would happen, with a mutex
 * locked and a tracker half taken down. */
int ags_cancel_forbid(void);
void ags_cancel_allow_as(int before);

#endif
