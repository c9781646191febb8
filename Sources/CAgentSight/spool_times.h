/* The times of events that no process had read yet when theirs died. */
#ifndef AGS_SPOOL_TIMES_H
#define AGS_SPOOL_TIMES_H

#include "spool.h"

/*
 * Decides them all, in the order of their stamps, and writes them to the run's files, before any of its
 * events is brought in: so they do not depend on how many files there is room for at a time, and whoever
 * comes next finds them. When that dies on the way, the next one decides the same, by the clock that was
 * noted first. False when there is no memory for it just now. Under the drain's mutex.
 */
bool ags_spool_decide_times(ags_spool *spool, ags_spool_run *run);

#endif
