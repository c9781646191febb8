/* Checks on UTF-8 text, and copying with a check in one pass. */
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
bool ags_text_is_blank(const char *s, size_t size);

AGS_INLINE uint64_t ags_load64(const char *p) {
  uint64_t v;
  memcpy(&v, p, sizeof v);
  return v;
}

/* Copies `size` bytes and says whether all of them are ASCII. The regions do not overlap. */
AGS_INLINE bool ags_copy_ascii(char *restrict to, const char *restrict from, size_t size) {
  uint64_t seen = 0;
  if (size >= 16) {
    size_t i = 0;
    for (; i + 16 <= size; i += 16) {
      uint64_t a = ags_load64(from + i), b = ags_load64(from + i + 8);
      memcpy(to + i, &a, 8);
      memcpy(to + i + 8, &b, 8);
      seen |= a | b;
    }
    /* The last 16 bytes once more: overlapping what is done is cheaper than a loop over the rest. */
    uint64_t a = ags_load64(from + size - 16), b = ags_load64(from + size - 8);
    memcpy(to + size - 16, &a, 8);
    memcpy(to + size - 8, &b, 8);
    seen |= a | b;
  } else if (size >= 8) {
    uint64_t a = ags_load64(from), b = ags_load64(from + size - 8);
    memcpy(to, &a, 8);
    memcpy(to + size - 8, &b, 8);
    seen = a | b;
  } else {
    for (size_t i = 0; i < size; i++) {
      to[i] = from[i];
      seen |= (uint8_t)from[i];
    }
  }
  return (seen & UINT64_C(0x8080808080808080)) == 0;
}

/* True when both regions hold the same `size` bytes. Inline because a call costs as much as the work. */
AGS_INLINE bool ags_same_bytes(const char *a, const char *b, size_t size) {
  if (size < 8) return memcmp(a, b, size) == 0;
  uint64_t differences = ags_load64(a + size - 8) ^ ags_load64(b + size - 8);
  for (size_t i = 0; i + 8 <= size; i += 8) differences |= ags_load64(a + i) ^ ags_load64(b + i);
  return differences == 0;
}

#endif
