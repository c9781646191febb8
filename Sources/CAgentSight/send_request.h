/* One call of ags_send() on its way, and waiting for it. */
#ifndef AGS_SEND_REQUEST_H
#define AGS_SEND_REQUEST_H

#include "sender.h"

/* The caller may give up waiting, so whoever comes last frees it. All fields under the sender's mutex. */
typedef struct ags_send_request {
  struct ags_send_request *next;
  ags_sender *sender;
  char *conversation_id; /* NULL: everything */
  ags_item_fn on_item;   /* nullable */
  void *user;
  ags_report report;
  ags_status status;
  char error[256];
  bool done, abandoned;
} ags_send_request;

/* NULL when memory ran out. */
ags_send_request *ags_send_request_create(ags_sender *sender, const ags_send_options *options);
void ags_send_request_free(ags_send_request *request);

/* Stores the result, or frees the request when nobody waits for it. On the thread that did the work: the
 * sentence of its ags_last_error() goes along. */
void ags_send_request_finish(ags_send_request *request, ags_status status, const ags_report *report);

#endif
