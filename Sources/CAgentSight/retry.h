/*
 * When to send, and what, after the server has said no: a state machine that is told every answer, the time
 * and a random number, and knows nothing else. The time is milliseconds on any clock that never steps back.
 *
 *   confirmed        go on
 *   again            wait: exponential backoff with full jitter; as long as the server asked for, and longer
 *   too large        send the first half at once; give up a single event
 *   invalid          narrow it down to the event at fault at once; give that up
 *   held             wait for minutes, then probe with one request
 *
 * A wait is the whole tracker's, not one batch's. The budget of quick retries keeps a server that fails every
 * other request from being asked twice as much: each retry costs a token, a success gives a tenth back, and
 * without a token every wait is half the longest one at least.
 */
#ifndef AGS_RETRY_H
#define AGS_RETRY_H

#include "answer.h"

typedef struct ags_retry_policy {
  int64_t base_ms;      /* ceiling of the first wait; doubles with each failure in a row */
  int64_t cap_ms;       /* highest ceiling */
  int64_t spool_cap_ms; /* the same while unsent events are safe on disk */
  int64_t hold_ms;      /* between probes */
  uint32_t attempts;    /* failures in a row after which a send without a deadline returns */
} ags_retry_policy;

#define AGS_RETRY_POLICY ((ags_retry_policy){1000, 30000, 300000, 300000, 3})

/* What keeps the tracker from sending. */
typedef enum ags_retry_wait {
  AGS_WAIT_NONE,
  AGS_WAIT_BACKOFF, /* its own; who asks for a send can shorten it */
  AGS_WAIT_PAUSE,   /* the server asked for it */
  AGS_WAIT_HOLD     /* the next request is a probe */
} ags_retry_wait;

typedef struct ags_retry {
  ags_retry_policy policy;
  bool spooling;     /* unsent events are safe on disk */
  uint32_t failures; /* in a row */
  uint32_t tenths;   /* of tokens */
  ags_retry_wait wait;
  int64_t until; /* nothing is sent before */
} ags_retry;

/* What to do next. */
typedef enum ags_retry_step {
  AGS_STEP_GO_ON,  /* with the next batch */
  AGS_STEP_WAIT,   /* then send the same again */
  AGS_STEP_HALVE,  /* the first half of it, now */
  AGS_STEP_NARROW, /* parts of it, now, to find what is refused */
  AGS_STEP_DROP    /* give up the one event in it, and go on */
} ags_retry_step;

void ags_retry_init(ags_retry *retry, const ags_retry_policy *policy);

/* Takes the answer to a batch of so many events. `doubtful`: refusing what was sent as invalid is not to be
 * believed, because nothing shows that the server knows our requests: then it is held. */
ags_retry_step ags_retry_take(ags_retry *retry, ags_answer answer, uint32_t events, bool doubtful,
                              int64_t now, uint64_t random);

/* Whether a request may be made now. `asked`: somebody has just called for a send, which shortens a backoff
 * for as long as there are tokens; nothing shortens a pause or a hold. */
bool ags_retry_may_send(ags_retry *retry, int64_t now, bool asked);

/* Somebody else was asked for patience, in the name of all. */
void ags_retry_pause(ags_retry *retry, int64_t until);

/* Another key or endpoint: what the last one said counts no more. */
void ags_retry_forget(ags_retry *retry);

#endif
