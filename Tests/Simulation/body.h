/* Reading a request as a server does. */
#ifndef BODY_H
#define BODY_H

#include "view.h"

#include <stdbool.h>
#include <stdint.h>

/* One event as it stands in a request. */
typedef struct body_item {
  ags_view conversation, sender, text, metadata; /* JSON strings with their quotes; absent: not there */
  char kind;      /* 'q', 'a', 't'(ool), 'b'(utton), 'l'(lm), 'f'(iles) or another */
  uint32_t block; /* of which conversation's block, counted from 0 */
  uint64_t id;
  int64_t us;
  int64_t tokens;
} body_item;

#define BODY_ITEMS 64

/* A request's body, read. */
typedef struct body_parsed {
  const char *wrong; /* NULL, or what is wrong with it */
  uint32_t count, blocks;
  body_item items[BODY_ITEMS]; /* point into the text */
} body_parsed;

void body_read(body_parsed *b, ags_view text);

/* The bytes that a JSON string stands for; `to` has room for string.size. Their number. */
size_t body_unescape(ags_view string, char *to);

#endif
