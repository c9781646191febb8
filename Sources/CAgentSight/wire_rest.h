/* Events as the published clients 0.0.x send them: a request for each, contract section 1. */
#ifndef AGS_WIRE_REST_H
#define AGS_WIRE_REST_H

#include "buffer.h"
#include "drain.h"
#include "view.h"

struct ags_tracker;

/* The path to which an event of this kind goes. */
const char *ags_wire_rest_path(ags_kind kind);

/* Appends the event's body. `conversation` is the JSON text of the conversation's id on the server, absent
 * while it is not known. Not for attachments, whose body is made while it is sent (upload.h). */
void ags_wire_rest_encode(const ags_drained *item, const struct ags_tracker *tracker, ags_view conversation,
                          ags_buffer *body);

#endif
