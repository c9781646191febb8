/* Delivering: batch after batch to the endpoint, each confirmed before its records are let go. */
#ifndef AGS_DELIVERY_H
#define AGS_DELIVERY_H

#include "sender.h"

typedef struct ags_delivery ags_delivery;

/* NULL when memory ran out. */
ags_delivery *ags_delivery_create(struct ags_tracker *tracker, ags_sender_counters *counters,
                                  const atomic_bool *stop);
void ags_delivery_free(ags_delivery *delivery);

/* Delivers what was tracked before the call, or stops at the first batch that fails; that batch stays as
 * it is for the next call. Adds what it did to `report`. */
ags_status ags_delivery_run(ags_delivery *delivery, ags_report *report);

#endif
