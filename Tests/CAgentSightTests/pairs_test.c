/* Metadata from typed pairs: the JSON text that becomes of them, and what is refused. */
#include "handles.h"

#include "fixture.h"

#include <inttypes.h>
#include <locale.h>
#include <math.h>

static void expect(ags_pair pair, const char *value) {
  char expected[512];
  pair.key = "k";
  int size = snprintf(expected, sizeof expected, "{\"k\":%s}", value);
  ags_metadata *metadata;
  CHECK_INT(ags_metadata_create(&pair, 1, &metadata), AGS_OK);
  CHECK_BYTES(metadata->json, metadata->size, expected, (size_t)size);
  ags_metadata_free(metadata);
}

static void expect_number(double number, const char *value) {
  expect((ags_pair){.type = AGS_TYPE_NUMBER, .number = number}, value);
}

static void expect_string(const char *string, size_t size, const char *value) {
  expect((ags_pair){.type = AGS_TYPE_STRING, .string = string, .string_size = size}, value);
}

static void test_values(void) {
  expect((ags_pair){.type = AGS_TYPE_NULL, .string = "ignored"}, "null");
  expect((ags_pair){.type = AGS_TYPE_BOOLEAN, .boolean = true}, "true");
  expect((ags_pair){.type = AGS_TYPE_BOOLEAN, .integer = 1}, "false");
  expect((ags_pair){.type = AGS_TYPE_INTEGER, .integer = INT64_MIN}, "-9223372036854775808");
  expect((ags_pair){.type = AGS_TYPE_INTEGER, .integer = INT64_MAX}, "9223372036854775807");
  expect((ags_pair){.type = AGS_TYPE_INTEGER}, "0");
  expect((ags_pair){.type = AGS_TYPE_JSON, .string = " {\"a\":[1]} "}, " {\"a\":[1]} ");
  expect((ags_pair){.type = AGS_TYPE_JSON, .string = "{}x", .string_size = 2}, "{}");
  expect_string("", 0, "\"\"");
  expect_string("plain \xE2\x82\xAC", 0, "\"plain \xE2\x82\xAC\"");
  expect_string("\"\\\n\x01", 0, "\"\\\"\\\\\\n\\u0001\"");
  expect_string("a\0b", 3,
                "\"a\xEF\xBF\xBD"
                "b\"");
}

static void test_numbers(void) {
  expect_number(0, "0.0");
  expect_number(-0.0, "-0.0");
  expect_number(1, "1.0");
  expect_number(-1.5, "-1.5");
  expect_number(0.1, "0.1");
  expect_number(1.0 / 3, "0.3333333333333333");
  expect_number(0.1 + 0.2, "0.30000000000000004");
  expect_number(1e21, "1e+21");
  expect_number(5e-324, "4.94065645841247e-324");
  expect_number(1.7976931348623157e308, "1.7976931348623157e+308");
  expect_number(strtod("1e400", NULL), "null");
  expect_number(-INFINITY, "null");
  expect_number((double)NAN, "null");
}

/* Whatever the number, what is written reads back as the same. */
static void test_round_trip(void) {
  uint64_t state = 1;
  for (int i = 0; i < 100000; i++) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    uint64_t bits = state ^ state >> 29;
    double number, again;
    memcpy(&number, &bits, sizeof number);
    if (!isfinite(number)) continue;
    ags_pair pair = {.key = "k", .type = AGS_TYPE_NUMBER, .number = number};
    ags_metadata *metadata;
    CHECK_INT(ags_metadata_create(&pair, 1, &metadata), AGS_OK);
    again = strtod(metadata->json + 5, NULL);
    CHECK(memcmp(&number, &again, sizeof number) == 0);
    ags_metadata_free(metadata);
  }
}

static void refused(ags_pair pair, const char *sentence) {
  ags_metadata *metadata = (ags_metadata *)&pair;
  const ags_pair pairs[] = {{.key = "first", .type = AGS_TYPE_NULL}, pair};
  CHECK_INT(ags_metadata_create(pairs, 2, &metadata), AGS_ERROR_METADATA);
  CHECK(metadata == NULL);
  CHECK_STRING(ags_last_error(), sentence);
}

static void test_refusals(void) {
  refused((ags_pair){.type = AGS_TYPE_NULL}, "metadata: the key of pair 1 is missing");
  refused((ags_pair){.key = "\xFF"}, "metadata: the key of pair 1 must be UTF-8");
  refused((ags_pair){.key = "k\xC3\xA4y", .type = AGS_TYPE_STRING},
          "metadata: \"k\xC3\xA4y\": string: missing");
  refused((ags_pair){.key = "k", .string = "\xC0\x80"}, "metadata: \"k\": must be UTF-8");
  refused((ags_pair){.key = "k", .type = AGS_TYPE_JSON}, "metadata: \"k\": string: missing");
  refused((ags_pair){.key = "k", .type = AGS_TYPE_JSON, .string = "[]"},
          "metadata: \"k\": must be a JSON object, starting with '{'");
  refused((ags_pair){.key = "k", .type = (ags_type)99}, "metadata: \"k\": unknown type");
  refused((ags_pair){.key = "k", .type = (ags_type)-1}, "metadata: \"k\": unknown type");
  CHECK_INT(ags_metadata_create(NULL, 1, &(ags_metadata *){0}), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_metadata_create(NULL, 0, NULL), AGS_ERROR_ARGUMENT);
}

static void test_many(void) {
  ags_pair pairs[300];
  for (int i = 0; i < 300; i++)
    pairs[i] = (ags_pair){.key = "keyx", .key_size = 3, .type = AGS_TYPE_INTEGER, .integer = i};
  ags_metadata *metadata;
  CHECK_INT(ags_metadata_create(pairs, 300, &metadata), AGS_OK);
  CHECK_BYTES(metadata->json, 19, "{\"key\":0,\"key\":1,\"k", 19);
  ags_metadata_free(metadata);
  CHECK_INT(ags_metadata_create(NULL, 0, &metadata), AGS_OK);
  CHECK_BYTES(metadata->json, metadata->size, "{}", 2);
  ags_metadata_free(metadata);
}

/* Hosts that set a locale have other decimal points. */
static void test_locale(const char *name) {
  if (setlocale(LC_ALL, name) == NULL) return; /* not on this system */
  CHECK(strcmp(localeconv()->decimal_point, ".") != 0);
  expect_number(-1234567.25, "-1234567.25");
  expect_number(0.1 + 0.2, "0.30000000000000004");
  CHECK(setlocale(LC_ALL, "C") != NULL);
  printf("%s\n", name);
}

int main(void) {
  test_values();
  test_numbers();
  test_round_trip();
  test_refusals();
  test_many();
  test_locale("de_DE.UTF-8"); /* a comma */
  test_locale("ps_AF.UTF-8"); /* two bytes */
}
