/* HTTPS requests to the endpoint, over one kept-alive connection. Used by the sending thread alone. */
#ifndef AGS_TRANSPORT_H
#define AGS_TRANSPORT_H

#include "buffer.h"
#include "options.h"

#include <stdatomic.h>

/* Much more than any answer we read; what comes behind it is a fault or an attack. */
#define AGS_RESPONSE_MAX ((size_t)64 << 10)

typedef struct ags_response {
  long http_status; /* 0: there was no complete answer */
  ags_buffer body;  /* at most AGS_RESPONSE_MAX bytes */
} ags_response;

typedef struct ags_transport ags_transport;

/* NULL when memory ran out. `stop` makes a request under way end within a second. */
ags_transport *ags_transport_create(const ags_settings *settings, const atomic_bool *stop);
void ags_transport_free(ags_transport *transport);

/* AGS_OK when the server answered, whatever it said; else AGS_ERROR_NETWORK or AGS_ERROR_TLS. Blocks for
 * up to settings->request_timeout_ms. `response` is emptied first. */
ags_status ags_transport_get(ags_transport *transport, const char *path, ags_response *response);

/* `encoding` is the Content-Encoding of the body, or NULL. */
ags_status ags_transport_post(ags_transport *transport, const char *path, const ags_buffer *body,
                              const char *encoding, ags_response *response);

#endif
