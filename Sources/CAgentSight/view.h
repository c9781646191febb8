/* Strings as callers give them: with a length, or NUL-terminated, or absent. */
#ifndef AGS_VIEW_H
#define AGS_VIEW_H

#include "platform.h"

#include <stddef.h>
#include <string.h>

typedef struct ags_view {
  const char *data; /* NULL: absent */
  size_t size;
} ags_view;

AGS_INLINE ags_view ags_view_of(const char *text) {
  return (ags_view){text, text != NULL ? strlen(text) : 0};
}

/* A struct's string field: with its size, or with 0 when it is NUL-terminated. */
AGS_INLINE ags_view ags_view_sized(const char *text, size_t size) {
  return text != NULL && size != 0 ? (ags_view){text, size} : ags_view_of(text);
}

/* A string argument that comes with its size, which counts only when there is a string. */
AGS_INLINE ags_view ags_view_n(const char *text, size_t size) {
  return (ags_view){text, text != NULL ? size : 0};
}

#endif
