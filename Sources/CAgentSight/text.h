/* Checks on UTF-8 text. */
#ifndef AGS_TEXT_H
#define AGS_TEXT_H

#include "platform.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The length of the well-formed UTF-8 sequence at `s` (1 to 4), or 0: truncated, overlong, a surrogate or
 * beyond U+10FFFF. `size` is at least 1. */
size_t ags_utf8_sequence(const char *s, size_t size);

/* The offset of the first byte that is not UTF-8, or `size` when all is well. */
size_t ags_utf8_check(const char *s, size_t size);

/* Code points in well-formed UTF-8. */
size_t ags_utf8_count(const char *s, size_t size);

/* True when there is nothing but white space (Unicode's) in well-formed UTF-8, or nothing at all. */
bool ags_text_is_space(const char *s, size_t size);

/* The same, decided at once for what begins with a visible ASCII character. */
AGS_INLINE bool ags_text_is_blank(const char *s, size_t size) {
  return (size == 0 || (unsigned char)(*s - '!') > '~' - '!') && ags_text_is_space(s, size);
}

AGS_INLINE uint64_t ags_load64(const char *p) {
  uint64_t v;
  memcpy(&v, p, sizeof v);
  return v;
}

/* True when both regions hold the same `size` bytes. Inline because a call costs as much as the work. */
AGS_INLINE bool ags_same_bytes(const char *a, const char *b, size_t size) {
  if (size < 8) return memcmp(a, b, size) == 0;
  uint64_t differences = ags_load64(a + size - 8) ^ ags_load64(b + size - 8);
  for (size_t i = 0; i + 8 <= size; i += 8) differences |= ags_load64(a + i) ^ ags_load64(b + i);
  return differences == 0;
}

#endif
