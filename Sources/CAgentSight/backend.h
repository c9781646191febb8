/* The server at the other end: where it is, what it can do, and what its answers mean. */
#ifndef AGS_BACKEND_H
#define AGS_BACKEND_H

#include "answer.h"
#include "sender.h"
#include "system.h"

typedef struct ags_backend {
  struct ags_tracker *tracker;
  ags_sender *sender;
  void *connection; /* of the tracker's network */
  ags_destination destination;
  ags_response response; /* the last one */
  bool known;            /* the preflight was answered */
  bool proven;           /* it has confirmed something, so it understands our requests */
  bool gunzips, unzstds; /* request bodies may come compressed so */
} ags_backend;

/* False when memory ran out. */
bool ags_backend_create(ags_backend *backend, struct ags_tracker *tracker, ags_sender *sender);
void ags_backend_destroy(ags_backend *backend);

/* Follows a change of key or endpoint. False when memory ran out. */
bool ags_backend_follow(ags_backend *backend, bool *changed);

/* Asks a server that is not known yet what it can do. An error when it says that it will take nothing now. */
ags_status ags_backend_preflight(ags_backend *backend, ags_report *report);

/* One request; GET without a body. Counts it. AGS_OK when there was an answer, whatever it says. */
ags_status ags_backend_request(ags_backend *backend, const char *path, const ags_body *body,
                               ags_report *report);

/* How a caller is told of the last answer: AGS_OK for 200 and 201, else an error that quotes the server. */
ags_status ags_backend_judge(const ags_backend *backend);

/* What the last answer means for what it answers. */
ags_answer ags_backend_answer(const ags_backend *backend);

#endif
