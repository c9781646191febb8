/* The checked copy of ags_options that a tracker keeps. */
#ifndef AGS_OPTIONS_H
#define AGS_OPTIONS_H

#include "log.h"

#include <stdbool.h>

typedef struct ags_settings {
  char *authorization;   /* "Authorization: Api-Key ags_..." */
  char *endpoint;        /* without a slash at its end */
  char *conversation_id; /* nullable */
  char *environment;     /* nullable */
  char *ca_file;         /* nullable */
  size_t conversation_id_size;
  bool https;
  size_t memory_limit;
  uint32_t batch_events;
  uint32_t connect_timeout_ms;
  uint32_t request_timeout_ms;
  ags_logger logger;
} ags_settings;

/* Checks `options` and copies them. After an error nothing needs to be freed. */
ags_status ags_settings_create(ags_settings *settings, const ags_options *options);

void ags_settings_free(ags_settings *settings);

/* Checks a URL and stores a copy of it without the slash at its end. */
ags_status ags_endpoint_normalize(const char *url, bool allow_insecure_http, char **normalized, bool *https);

#endif
