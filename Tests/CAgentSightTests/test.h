/* Checks for test programs: the first that fails says where and what, and ends the process. */
#ifndef TEST_H
#define TEST_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline void test_fail(const char *file, int line, const char *what) {
  fprintf(stderr, "%s:%d: %s\n", file, line, what);
  exit(1);
}

static inline void test_int(const char *file, int line, const char *what, long long actual,
                            long long expected) {
  if (actual == expected) return;
  fprintf(stderr, "%s:%d: %s is %lld, expected %lld\n", file, line, what, actual, expected);
  exit(1);
}

static inline void test_string(const char *file, int line, const char *what, const char *actual,
                               const char *expected) {
  if (strcmp(actual, expected) == 0) return;
  fprintf(stderr, "%s:%d: %s is \"%s\", expected \"%s\"\n", file, line, what, actual, expected);
  exit(1);
}

static inline void test_contains(const char *file, int line, const char *what, const char *text,
                                 const char *part) {
  if (strstr(text, part) != NULL) return;
  fprintf(stderr, "%s:%d: %s is \"%s\", which lacks \"%s\"\n", file, line, what, text, part);
  exit(1);
}

static inline void test_bytes(const char *file, int line, const char *what, const char *actual,
                              size_t actual_size, const char *expected, size_t expected_size) {
  if (actual_size == expected_size && memcmp(actual, expected, expected_size) == 0) return;
  fprintf(stderr, "%s:%d: %s is \"%.*s\" (%zu bytes), expected \"%.*s\" (%zu)\n", file, line, what,
          (int)(actual_size < 200 ? actual_size : 200), actual, actual_size,
          (int)(expected_size < 200 ? expected_size : 200), expected, expected_size);
  exit(1);
}

#define CHECK(condition) ((condition) ? (void)0 : test_fail(__FILE__, __LINE__, #condition " does not hold"))
#define CHECK_INT(actual, expected)                                                                          \
  test_int(__FILE__, __LINE__, #actual, (long long)(actual), (long long)(expected))
#define CHECK_STRING(actual, expected)     test_string(__FILE__, __LINE__, #actual, (actual), (expected))
#define CHECK_CONTAINS(text, part)         test_contains(__FILE__, __LINE__, #text, (text), (part))
#define CHECK_BYTES(actual, size, to, len) test_bytes(__FILE__, __LINE__, #actual, actual, size, to, len)

#endif
