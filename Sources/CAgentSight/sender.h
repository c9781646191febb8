/* The tracker's one thread: takes batches from the ring and delivers them. */
#ifndef AGS_SENDER_H
#define AGS_SENDER_H

#include "agentsight.h"

#include <stdatomic.h>

typedef struct ags_sender ags_sender;
struct ags_tracker;

/* NULL when memory ran out. Starts no thread. */
ags_sender *ags_sender_create(struct ags_tracker *tracker);

/* Ends the thread, if there is one; cuts a request under way short. */
void ags_sender_free(ags_sender *sender);

/* Delivers what was tracked so far, on the sender's thread; see ags_send(). */
ags_status ags_sender_send(ags_sender *sender, uint32_t timeout_ms, ags_report *report);

/* Totals since creation; may be read at any time. */
typedef struct ags_sender_counters {
  _Atomic uint64_t delivered, requests, bytes_sent;
} ags_sender_counters;

const ags_sender_counters *ags_sender_read_counters(const ags_sender *sender);

#endif
