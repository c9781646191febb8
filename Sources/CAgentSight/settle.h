/* What follows from what a server has said about events: they are told of, counted, and let go or held. */
#ifndef AGS_SETTLE_H
#define AGS_SETTLE_H

#include "batch.h"
#include "delivery.h"
#include "retry.h"
#include "transport.h"

/* For whom, and on which account. */
typedef struct ags_account {
  struct ags_tracker *tracker;
  ags_sender *sender;
  ags_delivery_job *job;
  ags_report *report;
  ags_item *items;            /* room to tell of a batch */
  const ags_response *answer; /* to the one event of each request; NULL where a request has many */
} ags_account;

/* Settles those events of the batch that something was decided about, and holds the others for the next
 * batch, which is made as the step says. Empties the batch, unless memory ran out. */
void ags_settle_batch(const ags_account *account, ags_batch *batch, ags_retry_step step, bool named);

/* Settles an upload, which is gone from the list of those that wait. */
void ags_settle_upload(const ags_account *account, const ags_batch_entry *entry);

/* The caller is told that sending has failed for the events of the batch that wait. */
void ags_settle_failed(const ags_account *account, const ags_batch *batch, ags_status error);

/* The same for the uploads that wait. */
void ags_settle_failed_uploads(const ags_account *account, ags_status error);

#endif
