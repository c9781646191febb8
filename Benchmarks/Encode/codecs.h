/* Compressors to compare, behind one shape. */
#ifndef CODECS_H
#define CODECS_H

#include <stddef.h>

typedef struct compression {
  const char *name;
  /* Compresses into room that is large enough, and returns the size. */
  size_t (*compress)(const struct compression *codec, const char *from, size_t size, char *to, size_t room);
  int level;
  void *state;
} compression;

#define CODECS_MAX 16

/* Fills in those that were built in, memcpy first, and returns how many. They live as long as the process. */
size_t codecs_make(compression codecs[CODECS_MAX]);

#endif
