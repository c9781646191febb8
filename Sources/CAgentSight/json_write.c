#include "json_write.h"

#include "date.h"
#include "hex.h"
#include "json_bytes.h"
#include "text.h"

#define US_PER_MS 1000

static char *put_escaped(char *to, unsigned char c) {
  static const char short_form[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
  if (c >= 0x20 && c != '"' && c != '\\') {
    *to = (char)c;
    return to + 1;
  }
  if (c == 0) {
    memcpy(to, "\xEF\xBF\xBD", 3);
    return to + 3;
  }
  *to++ = '\\';
  if (c == '"' || c == '\\') {
    *to = (char)c;
    return to + 1;
  }
  if (c < sizeof short_form && short_form[c] != 0) {
    *to = short_form[c];
    return to + 1;
  }
  memcpy(to, "u00", 3);
  to[3] = ags_hex_digits[c >> 4];
  to[4] = ags_hex_digits[c & 15];
  return to + 5;
}

char *ags_json_string_at(char *to, const char *text, size_t size) {
  const char *from = text, *end = text + size;
  *to++ = '"';
  while (end - from >= 8) {
    uint64_t word = ags_load64(from);
#if defined(AGS_FIRST_MARK)
    uint64_t special = ags_json_special_bytes(word);
    memcpy(to, &word, 8);
    if (AGS_LIKELY(special == 0)) {
      from += 8;
      to += 8;
      continue;
    }
    int plain = AGS_FIRST_MARK(special); /* bytes in front of the first that needs escaping */
    from += plain;
    to = put_escaped(to + plain, (unsigned char)*from++);
#else
    (void)word;
    to = put_escaped(to, (unsigned char)*from++);
#endif
  }
  while (from < end) to = put_escaped(to, (unsigned char)*from++);
  *to++ = '"';
  return to;
}

char *ags_json_time_at(char *to, int64_t us) {
  *to = '"';
  to = ags_date_write(to + 1, us);
  *to = '"';
  return to + 1;
}

char *ags_json_integer_at(char *to, int64_t value) {
  char reversed[20];
  int count = 0;
  uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
  if (value < 0) *to++ = '-';
  do {
    reversed[count++] = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  while (count > 0) *to++ = reversed[--count];
  return to;
}

char *ags_json_milliseconds_at(char *to, int64_t us) {
  to = ags_json_integer_at(to, us / US_PER_MS);
  uint32_t part = (uint32_t)(us % US_PER_MS);
  to[0] = '.';
  to[1] = (char)('0' + part / 100);
  to[2] = (char)('0' + part / 10 % 10);
  to[3] = (char)('0' + part % 10);
  return to + 4;
}

void ags_json_put_string(ags_buffer *buffer, const char *text, size_t size) {
  if (size > SIZE_MAX / AGS_JSON_GROWTH - AGS_JSON_QUOTES - AGS_JSON_SLACK) {
    buffer->failed = true;
    return;
  }
  char *to = ags_buffer_reserve(buffer, size * AGS_JSON_GROWTH + AGS_JSON_QUOTES + AGS_JSON_SLACK);
  if (to != NULL) buffer->size = (size_t)(ags_json_string_at(to, text, size) - buffer->data);
}

void ags_json_put_time(ags_buffer *buffer, int64_t us) {
  char *to = ags_buffer_reserve(buffer, AGS_JSON_TIME_SIZE);
  if (to != NULL) buffer->size = (size_t)(ags_json_time_at(to, us) - buffer->data);
}

void ags_json_put_integer(ags_buffer *buffer, int64_t value) {
  char *to = ags_buffer_reserve(buffer, 20);
  if (to != NULL) buffer->size = (size_t)(ags_json_integer_at(to, value) - buffer->data);
}
