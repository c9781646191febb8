/* What the JSON writer writes, byte by byte and second by second. */
#include "hex.h"
#include "json_write.h"

#include "test.h"

#include <time.h>

/* The plain way to write one byte of a string. */
static size_t plain_escape(char *to, unsigned char c) {
  const char *short_forms = "\b\t\n\f\r\"\\", *letters = "btnfr\"\\";
  if (c == 0) return (size_t)sprintf(to, "\xEF\xBF\xBD");
  const char *found = strchr(short_forms, c);
  if (found != NULL) return (size_t)sprintf(to, "\\%c", letters[found - short_forms]);
  return (size_t)sprintf(to, c < 0x20 ? "\\u%04x" : "%c", c);
}

static void check_string(const char *text, size_t size) {
  char expected[1024];
  size_t length = 0;
  expected[length++] = '"';
  for (size_t i = 0; i < size; i++) length += plain_escape(expected + length, (unsigned char)text[i]);
  expected[length++] = '"';
  ags_buffer buffer = {0};
  ags_json_put_string(&buffer, text, size);
  CHECK_BYTES(buffer.data, buffer.size, expected, length);
  ags_buffer_free(&buffer);
}

/* Every byte at every place, since eight bytes are looked at together. */
static void test_strings(void) {
  for (int byte = 0; byte < 256; byte++) {
    for (size_t size = 1; size <= 26; size++) {
      for (size_t at = 0; at < size; at++) {
        char text[26];
        memset(text, 'a', sizeof text);
        text[at] = (char)byte;
        check_string(text, size);
      }
    }
  }
  for (int a = 0; a < 256; a++) {
    for (int b = 0; b < 256; b++) { /* neighbours: a borrow must not hide one */
      char text[9] = {'x', (char)a, (char)b, 'y', '!', 'z', (char)b, (char)a, 'q'};
      check_string(text, sizeof text);
    }
  }
  check_string("", 0);
}

static void check_time(int64_t us) {
  time_t seconds = (time_t)(us / 1000000 - (us % 1000000 < 0));
  struct tm t;
  CHECK(gmtime_r(&seconds, &t) != NULL);
  char expected[80];
  int length = snprintf(expected, sizeof expected, "\"%04d-%02d-%02dT%02d:%02d:%02d.%06d+00:00\"",
                        t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec,
                        (int)(us - (int64_t)seconds * 1000000));
  ags_buffer buffer = {0};
  ags_json_put_time(&buffer, us);
  CHECK_BYTES(buffer.data, buffer.size, expected, (size_t)length);
  ags_buffer_free(&buffer);
}

static void test_times(void) {
  const int64_t second = 1000000, day = 86400 * second;
  const int64_t year_1 = INT64_C(-62135596800) * second, year_9999 = INT64_C(253402300799) * second;
  for (int64_t us = year_1; us < year_9999; us += 97 * day + 7919 * second + 123457) check_time(us);
  for (int64_t us = 0; us < 140 * 366 * day; us += day) { /* each day to 2110, at its edges */
    check_time(us);
    check_time(us + day - 1);
  }
  for (int64_t us = -3 * day; us < 3 * day; us += 59 * second + 999999) check_time(us);
  for (int64_t us = -3; us < 1000003; us += 2) check_time(us);
  check_time(year_9999 + 999999);
}

static void check_milliseconds(int64_t us, const char *expected) {
  char text[32];
  char *end = ags_json_milliseconds_at(text, us);
  CHECK_BYTES(text, (size_t)(end - text), expected, strlen(expected));
}

static void test_milliseconds(void) {
  check_milliseconds(0, "0.000");
  check_milliseconds(1, "0.001");
  check_milliseconds(999, "0.999");
  check_milliseconds(1000, "1.000");
  check_milliseconds(50125, "50.125");
  check_milliseconds(10000000, "10000.000");
  check_milliseconds(INT64_MAX, "9223372036854775.807");
}

static void test_hex(void) {
  char text[48];
  ags_hex_put(text, UINT64_C(0x0123456789abcdef));
  ags_hex_put(text + 16, 0);
  ags_hex_put(text + 32, UINT64_MAX);
  CHECK_BYTES(text, sizeof text, "0123456789abcdef0000000000000000ffffffffffffffff", 48);
}

/* Content survives growing, and a failed buffer stays as it is. */
static void test_growing(void) {
  ags_buffer buffer = {0};
  for (int i = 0; i < 100000; i++) ags_json_put_string(&buffer, "0123456789", 10);
  CHECK_INT(buffer.size, 1200000);
  for (size_t i = 0; i < buffer.size; i += 12) CHECK(memcmp(buffer.data + i, "\"0123456789\"", 12) == 0);
  CHECK(ags_buffer_reserve(&buffer, SIZE_MAX) == NULL);
  CHECK(buffer.failed);
  CHECK_INT(buffer.size, 1200000);
  ags_buffer_free(&buffer);
}

int main(void) {
  test_strings();
  test_times();
  test_milliseconds();
  test_hex();
  test_growing();
}
