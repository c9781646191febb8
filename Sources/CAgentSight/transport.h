/* HTTP requests to the endpoint, over one kept-alive connection. Used by the sending thread alone. */
#ifndef AGS_TRANSPORT_H
#define AGS_TRANSPORT_H

#include "buffer.h"
#include "options.h"

#include <stdatomic.h>

/* Bytes a second below which a large body is not waited for. */
#define AGS_SLOWEST_UPLOAD 32768

/* Much more than any answer we read; what comes behind it is a fault or an attack. */
#define AGS_RESPONSE_MAX ((size_t)64 << 10)

/* The same for the headers of all answers to one request. */
#define AGS_RESPONSE_HEADERS_MAX ((size_t)64 << 10)

typedef struct ags_response {
  long http_status;     /* 0: there was no answer */
  bool from_proxy;      /* it is the proxy's, which let nothing through */
  char retry_after[64]; /* the header's value; "" when there is none */
  ags_buffer body;      /* at most AGS_RESPONSE_MAX bytes */
} ags_response;

/* A request body that is made while it is sent. */
typedef struct ags_body_source {
  /* Up to `room` bytes; 0 at the end; SIZE_MAX when there is an error. */
  size_t (*read)(void *context, char *to, size_t room);
  /* Back to the beginning, because a connection broke; false when that cannot be. */
  bool (*rewind)(void *context);
  void *context;
  uint64_t size;
} ags_body_source;

/* A body and what is said about it: bytes that lie in memory, or a source. */
typedef struct ags_body {
  const char *data;
  size_t size;
  const ags_body_source *source; /* in place of data */
  const char *type;              /* Content-Type */
  const char *encoding;          /* Content-Encoding, or NULL */
} ags_body;

typedef struct ags_network {
  /* The connection; NULL when memory ran out. `stop` makes a request under way end within a second. `context`
   * is that of the table (system.h). */
  void *(*open)(void *context, const ags_settings *settings, const atomic_bool *stop);
  void (*close)(void *connection); /* NULL is allowed */

  /*
   * GET without a body, POST with one. `path` begins with a slash. AGS_OK when the server answered, whatever
   * it said; else AGS_ERROR_NETWORK, AGS_ERROR_TLS, AGS_ERROR_SERVER or AGS_ERROR_MEMORY. The status line
   * decides: an answer of 2xx counts when it came whole, any other when its head did, for a server that
   * refuses a body often closes before it has read it. Blocks for up to settings->request_timeout_ms, and for
   * as long as the body takes at AGS_SLOWEST_UPLOAD. `response` is emptied first.
   */
  ags_status (*request)(void *connection, const ags_destination *to, const char *path, const ags_body *body,
                        ags_response *response);
} ags_network;

/* Sets libcurl and its TLS library up for the process. Called under pthread_once by the first tracker. */
void ags_transport_setup(void);

extern const ags_network ags_network_of_curl;

#endif
