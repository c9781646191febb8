/*
 * Delivering: batch after batch to the endpoint, each confirmed before its records are let go, in steps of
 * one attempt each. Between two steps nothing is under way, and whoever holds the drain's mutex may look at
 * what waits and thin it out.
 */
#ifndef AGS_DELIVERY_H
#define AGS_DELIVERY_H

#include "sender.h"
#include "view.h"

typedef struct ags_delivery ags_delivery;

/* What shall be delivered, for how long that is tried, and who wants to hear of it. */
typedef struct ags_delivery_job {
  ags_view only;       /* absent: everything */
  bool automatic;      /* nobody waits for it, and it is never given up */
  bool has_deadline;   /* else it is given up after a few failures in a row */
  int64_t deadline_ms; /* of the monotonic clock */
  /* Nullable. Told what became of events. */
  void (*tell)(void *context, const ags_item *items, size_t count);
  void *context;

  /* The delivery's own, zero at first. */
  uint64_t cut; /* what was tracked later is not part of it */
  bool asked_for_batch, asked_for_upload;
  uint32_t failures, upload_failures; /* in a row */
} ags_delivery_job;

typedef struct ags_delivery_result {
  bool done;         /* the job is at its end */
  bool failed;       /* an attempt was made and failed */
  bool told_before;  /* that failure repeats one that has been told of: a probe */
  bool only_uploads; /* it waits for uploads alone */
  ags_status status; /* of a job that is done; else why it is not. ags_last_error() says more */
  int64_t again_ms;  /* when the job is not done: the time of its next step; 0: at once */
} ags_delivery_result;

/* NULL when memory ran out. */
ags_delivery *ags_delivery_create(struct ags_tracker *tracker, ags_sender *sender);
void ags_delivery_free(ags_delivery *delivery);

/* Delivers some of what was tracked before the job's first step, or finds that nothing is left, that it has
 * to wait, or that the job cannot be done in its time: then its events stay for another one. Adds what it did
 * to `report`, except what remains. */
ags_delivery_result ags_delivery_step(ags_delivery *delivery, ags_delivery_job *job, ags_report *report);

#endif
