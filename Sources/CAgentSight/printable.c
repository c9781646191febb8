#include "printable.h"

#include "hex.h"
#include "text.h"

#include <strings.h>

#define ESCAPED_SIZE 4

static size_t put(char *to, size_t used, size_t capacity, const char *bytes, size_t size) {
  if (used + size >= capacity) return capacity; /* full: nothing shorter may slip in behind */
  memcpy(to + used, bytes, size);
  return used + size;
}

void ags_printable(char *to, size_t capacity, ags_view from, ags_view secret) {
  size_t used = 0, end = 0;
  for (size_t at = 0; at < from.size && used < capacity;) {
    size_t left = from.size - at;
    const char *s = from.data + at;
    if (secret.size > 0 && left >= secret.size && strncasecmp(s, secret.data, secret.size) == 0) {
      used = put(to, used, capacity, "***", 3);
      at += secret.size;
    } else {
      unsigned char c = (unsigned char)*s;
      size_t size = ags_utf8_sequence(s, left);
      if (size == 0 || c < 0x20 || c == 0x7F) {
        char escaped[ESCAPED_SIZE] = {'\\', 'x', ags_hex_digits[c >> 4], ags_hex_digits[c & 15]};
        used = put(to, used, capacity, escaped, sizeof escaped);
        at++;
      } else {
        used = put(to, used, capacity, s, size);
        at += size;
      }
    }
    if (used < capacity) end = used;
  }
  to[end] = '\0';
}
