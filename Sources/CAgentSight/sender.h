/* The tracker's one thread: it owns the connection and sends when it is asked to, or when it is due. */
#ifndef AGS_SENDER_H
#define AGS_SENDER_H

#include "agentsight.h"
#include "options.h"

#include <stdatomic.h>

typedef struct ags_sender ags_sender;
struct ags_tracker;

/* NULL when memory ran out. Starts no thread. The settings are those of the tracker. */
ags_sender *ags_sender_create(struct ags_tracker *tracker);

/* In a child after a fork: there is no thread, no connection, and nothing was asked. */
void ags_sender_start_over(ags_sender *sender);

/* Whether the calling thread is the sender's own: it may be in a callback, with the sender locked. */
bool ags_sender_runs_here(const ags_sender *sender);

/* Ends the thread, if there is one, cuts a request under way short, and lets no other one start. Waits for a
 * second at most: a thread that hangs in somebody else's code is left behind. */
void ags_sender_end(ags_sender *sender);

/* Ends the thread, if there is one; cuts a request under way short. */
void ags_sender_free(ags_sender *sender);

/* Sends on the sender's thread and waits; see ags_send_with(). `report` gets everything but its size. */
ags_status ags_sender_send(ags_sender *sender, const ags_send_options *options, ags_report *report);

/* Starts the thread when need be; with `due` it sends soon. Does not wait for it. */
void ags_sender_wake(ags_sender *sender, bool due);

/* See ags_reconfigure(): from the next request on. */
ags_status ags_sender_reconfigure(ags_sender *sender, const char *api_key, const char *endpoint,
                                  bool allow_insecure_http);

/*
 * What the thread does, for those who have none: serves the first request that waits, or sends what is due,
 * and says at which time of the monotonic clock it wants to be called again; 0: at once, INT64_MAX: when
 * something happens. One thread at a time.
 */
int64_t ags_sender_step(ags_sender *sender);

/* For the sender's thread: updates its copy when the destination has changed since it was taken. */
bool ags_sender_take_destination(ags_sender *sender, ags_destination *mine, bool *changed);

/* For the sender's thread: true once it shall end. */
const atomic_bool *ags_sender_stop_flag(const ags_sender *sender);

void ags_sender_count_request(ags_sender *sender, uint64_t bytes);
void ags_sender_count_delivered(ags_sender *sender, uint64_t events);

/* Totals since creation; may be read at any time. */
typedef struct ags_sender_counters {
  _Atomic uint64_t delivered, requests, bytes_sent;
} ags_sender_counters;

const ags_sender_counters *ags_sender_read_counters(const ags_sender *sender);

#endif
