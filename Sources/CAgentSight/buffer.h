/* A growing byte buffer. A failed allocation is remembered, so writers check once, at the end. */
#ifndef AGS_BUFFER_H
#define AGS_BUFFER_H

#include "platform.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct ags_buffer {
  char *data;
  size_t size, capacity;
  bool failed; /* memory ran out; the content is incomplete */
} ags_buffer;

void ags_buffer_free(ags_buffer *buffer);

/* Out of line: makes room for `more` bytes, or sets `failed`. */
bool ags_buffer_grow(ags_buffer *buffer, size_t more);

/* Room for `more` bytes behind the content; NULL after a failed allocation. */
AGS_INLINE char *ags_buffer_reserve(ags_buffer *buffer, size_t more) {
  if (AGS_UNLIKELY(more > buffer->capacity - buffer->size) && !ags_buffer_grow(buffer, more)) return NULL;
  return buffer->data + buffer->size;
}

AGS_INLINE void ags_buffer_put(ags_buffer *buffer, const char *data, size_t size) {
  char *to = ags_buffer_reserve(buffer, size);
  if (AGS_UNLIKELY(to == NULL)) return;
  memcpy(to, data, size);
  buffer->size += size;
}

/* Appends a string literal; its length is known to the compiler. */
#define AGS_PUT(buffer, literal) ags_buffer_put((buffer), "" literal, sizeof(literal) - 1)

#endif
