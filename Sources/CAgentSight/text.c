#include "text.h"

static bool is_continuation(char c) {
  return ((unsigned char)c & 0xC0) == 0x80;
}

size_t ags_utf8_sequence(const char *s, size_t size) {
  unsigned char first = (unsigned char)s[0];
  if (first < 0x80) return 1;
  size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || length > size) return 0;
  for (size_t i = 1; i < length; i++)
    if (!is_continuation(s[i])) return 0;
  unsigned char second = (unsigned char)s[1];
  if (first == 0xE0 && second < 0xA0) return 0; /* overlong */
  if (first == 0xED && second > 0x9F) return 0; /* surrogate */
  if (first == 0xF0 && second < 0x90) return 0; /* overlong */
  if (first == 0xF4 && second > 0x8F) return 0; /* beyond U+10FFFF */
  return length;
}

static bool is_ascii(const char *s) {
  return (ags_load64(s) & UINT64_C(0x8080808080808080)) == 0;
}

size_t ags_utf8_check(const char *s, size_t size) {
  size_t i = 0;
  while (i < size) {
    if (i + 8 <= size) {
      if (is_ascii(s + i)) {
        i += 8;
        continue;
      }
    } else if (size >= 8 && is_ascii(s + size - 8)) {
      return size;
    }
    size_t length = ags_utf8_sequence(s + i, size - i);
    if (length == 0) return i;
    i += length;
  }
  return size;
}

size_t ags_utf8_count(const char *s, size_t size) {
  size_t count = 0;
  for (size_t i = 0; i < size; i++) count += !is_continuation(s[i]);
  return count;
}

/* The length of the white space character at `s`, or 0. */
static size_t space_length(const char *s, size_t size) {
  const unsigned char *u = (const unsigned char *)s;
  if (u[0] == ' ' || (u[0] >= 0x09 && u[0] <= 0x0D) || (u[0] >= 0x1C && u[0] <= 0x1F)) return 1;
  if (size >= 2 && u[0] == 0xC2 && (u[1] == 0x85 || u[1] == 0xA0)) return 2; /* U+0085, U+00A0 */
  if (size < 3) return 0;
  uint32_t c = (uint32_t)u[0] << 16 | (uint32_t)u[1] << 8 | u[2];
  bool wide = c == 0xE19A80 ||                                   /* U+1680 */
              (c >= 0xE28080 && c <= 0xE2808A) ||                /* U+2000 to U+200A */
              c == 0xE280A8 || c == 0xE280A9 || c == 0xE280AF || /* U+2028, U+2029, U+202F */
              c == 0xE2819F || c == 0xE38080;                    /* U+205F, U+3000 */
  return wide ? 3 : 0;
}

bool ags_text_is_space(const char *s, size_t size) {
  size_t i = 0;
  while (i < size) {
    size_t length = space_length(s + i, size - i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}
