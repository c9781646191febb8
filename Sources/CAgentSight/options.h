/* The checked copy of ags_options that a tracker keeps. */
#ifndef AGS_OPTIONS_H
#define AGS_OPTIONS_H

#include "log.h"
#include "retry.h"

#include <stdbool.h>

/* Where requests go. */
typedef struct ags_destination {
  char *authorization; /* "Authorization: Api-Key ags_..." */
  char *endpoint;      /* without a slash at its end */
  bool https;
} ags_destination;

/* Checks a key and a URL and stores copies. After an error nothing needs to be freed. */
ags_status ags_destination_create(ags_destination *destination, const char *api_key, const char *endpoint,
                                  bool allow_insecure_http);
/* The same with what is NULL taken from another destination. */
ags_status ags_destination_change(ags_destination *changed, const ags_destination *from, const char *api_key,
                                  const char *endpoint, bool allow_insecure_http);
/* False when memory ran out. */
bool ags_destination_copy(ags_destination *to, const ags_destination *from);
void ags_destination_free(ags_destination *destination);

typedef struct ags_settings {
  ags_destination destination; /* at creation; the sender has the current one */
  char *conversation_id;       /* nullable */
  char *environment;           /* nullable */
  char *ca_file;               /* nullable */
  size_t conversation_id_size;
  size_t text_limit; /* in characters */
  bool allow_insecure_http;
  size_t memory_limit;
  uint32_t batch_events;
  uint32_t connect_timeout_ms;
  uint32_t request_timeout_ms;
  uint32_t stall_seconds; /* a transfer that stands still for so long is over */
  ags_retry_policy retry;
  uint32_t send_every_events, send_every_ms; /* 0: never */
  ags_when_full when_full;
  uint32_t block_timeout_ms;
  ags_wire wire;
  uint32_t close_timeout_ms;
  char *spool_directory; /* nullable */
  uint64_t spool_limit;
  ags_item_fn on_item; /* nullable */
  void *item_user;
  ags_logger logger;
} ags_settings;

/* Checks `options` and copies them. After an error nothing needs to be freed. */
ags_status ags_settings_create(ags_settings *settings, const ags_options *options);

void ags_settings_free(ags_settings *settings);

/* Checks a URL and stores a copy of it without the slash at its end. */
ags_status ags_endpoint_normalize(const char *url, bool allow_insecure_http, char **normalized, bool *https);

#endif
