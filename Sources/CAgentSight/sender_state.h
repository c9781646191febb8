/* What a sender consists of: sender.c is for the callers' threads, sender_step.c for its own. */
#ifndef AGS_SENDER_STATE_H
#define AGS_SENDER_STATE_H

#include "delivery.h"
#include "send_request.h"
#include "tracker.h"

/* Automatic sending, in rounds. A round that fails goes on by itself when it may. */
typedef struct ags_round {
  ags_delivery_job job;
  bool running;
  bool only_uploads; /* it waits for uploads, which must not keep new events waiting */
  int64_t again_ms;  /* its next step */
} ags_round;

struct ags_sender {
  ags_tracker *tracker;
  pthread_mutex_t mutex;
  pthread_cond_t changed;         /* there is news, or a request is done, or the thread shall stop */
  bool news;                      /* something that the thread has not seen yet */
  ags_send_request *first, *last; /* queue; those under way and those that wait for a retry stay in it */
  bool started, due;
  bool ended;             /* the thread has */
  int64_t due_ms;         /* the thread's: when sending is due by time; INT64_MAX: never */
  ags_round round;        /* the thread's */
  ags_delivery *delivery; /* the thread's; made at the first send */
  pthread_t thread;
  atomic_bool stop;
  ags_destination destination;
  uint64_t destination_version, taken_version; /* the second is the thread's */
  ags_sender_counters counters;
};

/* When sending will be due by time, counted from now. */
int64_t ags_sender_next_due_ms(const ags_sender *sender);

#endif
