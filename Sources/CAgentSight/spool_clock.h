/*
 * What the times of a run are decided by, in a place that outlives the process (spool_format.h): whoever
 * brings the run in goes on where its own process has stopped. Ticks that nobody has read yet become times as
 * they would have there, later than all that were decided, on one timeline for all files of the run.
 */
#ifndef AGS_SPOOL_CLOCK_H
#define AGS_SPOOL_CLOCK_H

#include "drain.h"
#include "spool.h"

/* Notes what times are decided by from now on, if we have files. Before what was given one is sent. Under the
 * drain's mutex. */
void ags_spool_keep_clock(ags_spool *spool, const ags_drain *drain);

/* The clock of a run that was left. False when there is none that can be believed. */
bool ags_spool_read_clock(const ags_spool *spool, const ags_spool_run *run, ags_spool_clock *clock);

/* Where there is none, one that begins with a segment; where there is one, on to where a later segment
 * begins. */
void ags_spool_begin_clock(ags_spool_clock *clock, const ags_spool_header *header);
void ags_spool_advance_clock(ags_spool_clock *clock, const ags_spool_header *header);

/* The last change: how fast the ticks behind its end are. */
void ags_spool_settle_clock(const ags_spool *spool, ags_spool_clock *clock);

/* Notes it for the next one that brings the run in. Zero, or an errno, negated. */
int ags_spool_write_clock(const ags_spool *spool, const ags_spool_run *run, ags_spool_clock *clock);

/* Microseconds since 1970 UTC. Ticks that are later are no earlier. */
int64_t ags_spool_clock_us(const ags_spool_clock *clock, uint64_t ticks);

#endif
