#include "json_write.h"

#include "hex.h"
#include "text.h"

#define US_PER_SECOND 1000000
#define US_PER_DAY    (INT64_C(86400) * US_PER_SECOND)
#define ESCAPED_MAX   6 /* \u001f */

/* In every byte of the result the high bit is set where `word` has a byte below 0x20, a quote or a
 * backslash. A borrow can mark the byte above a hit too: fine, since only "none at all" is asked. */
static uint64_t special_bytes(uint64_t word) {
  const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
  uint64_t quote = word ^ (ones * '"'), backslash = word ^ (ones * '\\');
  return ((word - ones * 0x20) | (quote - ones) | (backslash - ones)) & ~word & high;
}

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

void ags_json_put_string(ags_buffer *buffer, const char *text, size_t size) {
  if (size > SIZE_MAX / ESCAPED_MAX - 2) {
    buffer->failed = true;
    return;
  }
  /* Reserving for the worst case keeps the loop free of checks. */
  char *to = ags_buffer_reserve(buffer, size * ESCAPED_MAX + 2);
  if (to == NULL) return;
  *to++ = '"';
  const char *from = text, *end = text + size;
  while (end - from >= 8) {
    uint64_t word = ags_load64(from);
    if (AGS_LIKELY(special_bytes(word) == 0)) {
      memcpy(to, &word, 8);
      from += 8;
      to += 8;
    } else {
      for (int i = 0; i < 8; i++) to = put_escaped(to, (unsigned char)*from++);
    }
  }
  while (from < end) to = put_escaped(to, (unsigned char)*from++);
  *to++ = '"';
  buffer->size = (size_t)(to - buffer->data);
}

static char *put_digits(char *to, uint32_t value, int count) {
  for (int i = count - 1; i >= 0; i--) {
    to[i] = (char)('0' + value % 10);
    value /= 10;
  }
  return to + count;
}

/* Days since 1970 to a date of the proleptic Gregorian calendar. Years are counted from March, so that the
 * leap day is a year's last; 719468 days lie between 0000-03-01 and 1970-01-01. */
static char *put_date(char *to, int64_t days) {
  int64_t shifted = days + 719468;
  int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  uint32_t day_of_era = (uint32_t)(shifted - era * 146097);
  uint32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  uint32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  uint32_t month_from_march = (5 * day_of_year + 2) / 153;
  uint32_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  uint32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  int64_t year = year_of_era + era * 400 + (month <= 2);
  to = put_digits(to, (uint32_t)year, 4);
  *to++ = '-';
  to = put_digits(to, month, 2);
  *to++ = '-';
  return put_digits(to, day, 2);
}

void ags_json_put_time(ags_buffer *buffer, int64_t us) {
  char *to = ags_buffer_reserve(buffer, 40);
  if (to == NULL) return;
  int64_t days = us / US_PER_DAY - (us % US_PER_DAY < 0);
  int64_t rest = us - days * US_PER_DAY;
  uint32_t seconds = (uint32_t)(rest / US_PER_SECOND);
  *to++ = '"';
  to = put_date(to, days);
  *to++ = 'T';
  to = put_digits(to, seconds / 3600, 2);
  *to++ = ':';
  to = put_digits(to, seconds / 60 % 60, 2);
  *to++ = ':';
  to = put_digits(to, seconds % 60, 2);
  *to++ = '.';
  to = put_digits(to, (uint32_t)(rest % US_PER_SECOND), 6);
  memcpy(to, "+00:00\"", 7);
  buffer->size = (size_t)(to + 7 - buffer->data);
}

void ags_json_put_milliseconds(ags_buffer *buffer, int64_t us) {
  char *to = ags_buffer_reserve(buffer, 24);
  if (to == NULL) return;
  char reversed[20];
  int count = 0;
  int64_t whole = us / 1000;
  do {
    reversed[count++] = (char)('0' + whole % 10);
    whole /= 10;
  } while (whole != 0);
  while (count > 0) *to++ = reversed[--count];
  *to++ = '.';
  to = put_digits(to, (uint32_t)(us % 1000), 3);
  buffer->size = (size_t)(to - buffer->data);
}

void ags_json_put_hex(ags_buffer *buffer, uint64_t value) {
  char *to = ags_buffer_reserve(buffer, 16);
  if (to == NULL) return;
  ags_hex_put(to, value);
  buffer->size += 16;
}
