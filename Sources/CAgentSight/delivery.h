/* Delivering: batch after batch to the endpoint, each confirmed before its records are let go. */
#ifndef AGS_DELIVERY_H
#define AGS_DELIVERY_H

#include "sender.h"
#include "view.h"

typedef struct ags_delivery ags_delivery;

/* What one run shall do, and who wants to hear of it. */
typedef struct ags_delivery_job {
  ags_view only; /* absent: everything */
  /* Nullable. Told what became of a batch. */
  void (*tell)(void *context, const ags_item *items, size_t count);
  void *context;
} ags_delivery_job;

/* NULL when memory ran out. */
ags_delivery *ags_delivery_create(struct ags_tracker *tracker, ags_sender *sender);
void ags_delivery_free(ags_delivery *delivery);

/* Delivers what was tracked before the call, or stops at the first batch that fails; that batch stays as
 * it is for the next run. Adds what it did to `report`, except what remains. */
ags_status ags_delivery_run(ags_delivery *delivery, const ags_delivery_job *job, ags_report *report);

#endif
