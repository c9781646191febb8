#include "buffer.h"

#include <stdint.h>
#include <stdlib.h>

#define FIRST_CAPACITY 4096

void ags_buffer_free(ags_buffer *buffer) {
  free(buffer->data);
  *buffer = (ags_buffer){0};
}

bool ags_buffer_grow(ags_buffer *buffer, size_t more) {
  if (buffer->failed || more > SIZE_MAX / 2 - buffer->size) {
    buffer->failed = true;
    return false;
  }
  size_t capacity = buffer->capacity != 0 ? buffer->capacity : FIRST_CAPACITY;
  while (capacity < buffer->size + more) capacity *= 2;
  char *data = realloc(buffer->data, capacity);
  if (data == NULL) {
    buffer->failed = true;
    return false;
  }
  buffer->data = data;
  buffer->capacity = capacity;
  return true;
}
