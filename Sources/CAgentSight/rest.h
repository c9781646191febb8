/* Delivering one event over the rest wire. */
#ifndef AGS_REST_H
#define AGS_REST_H

#include "backend.h"
#include "drain.h"
#include "rest_ids.h"

/* The sending thread's side of the wire. Begins as zeros. */
typedef struct ags_rest {
  ags_rest_ids ids;
  ags_buffer body;
} ags_rest;

void ags_rest_free(ags_rest *rest);

/*
 * Makes the event's request and judges the answer. A retry says the same, but for the id that the server has
 * meanwhile given the conversation. `*unreadable` says that a file is not there any more, or shorter than it
 * was.
 */
ags_status ags_rest_deliver(ags_rest *rest, ags_backend *backend, const ags_drained *item, bool *unreadable,
                            ags_report *report);

#endif
