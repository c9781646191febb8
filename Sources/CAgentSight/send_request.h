/* One call of ags_send() on its way, and waiting for it. */
#ifndef AGS_SEND_REQUEST_H
#define AGS_SEND_REQUEST_H

#include "delivery.h"
#include "sender.h"

/* The caller may give up waiting, so whoever comes last frees it. All fields under the sender's mutex. */
typedef struct ags_send_request {
  struct ags_send_request *next;
  ags_sender *sender;
  char *conversation_id; /* NULL: everything */
  ags_item_fn on_item;   /* nullable */
  void *user;
  ags_delivery_job job; /* the sending thread's */
  int64_t again_ms;     /* its next step */
  ags_report report;    /* so far */
  ags_status status;
  char error[256];
  bool done, abandoned;
} ags_send_request;

/* NULL when memory ran out. */
ags_send_request *ags_send_request_create(ags_sender *sender, const ags_send_options *options);
void ags_send_request_free(ags_send_request *request);

/* Notes how far it is and, unless that is AGS_OK, what went wrong. On the thread that did the work: the
 * sentence of its ags_last_error() goes along. */
void ags_send_request_note(ags_send_request *request, ags_status status, const ags_report *report);

/* It is done; frees it when nobody waits for it. */
void ags_send_request_finish(ags_send_request *request);

#endif
