/* RFC 8259, accept and reject; depth; truncation; where the error is. */
#include "json_check.h"

#include "test.h"

static ags_json_error check(const char *text) {
  return ags_json_check_object(text, strlen(text));
}

static void test_accepted(void) {
  static const char *const texts[] = {
      "{}",
      " \t\r\n{ \n} \t",
      "{\"\":\"\"}",
      "{\"a\":1,\"a\":2}",
      "{\"a\":[]}",
      "{\"a\":[{},[],{}]}",
      "{\"a\":true,\"b\":false,\"c\":null}",
      "{\"n\":[0,-0,1,-1,10,0.5,-0.5,1e5,1E+5,1e-5,1.5e300,1e400,123456789012345678901234567890]}",
      "{\"s\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\uD800\\udFFF\\uabCD\"}",
      "{\"s\":\"\x7F\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xEF\xBF\xBF\"}",
      "{\"a\" : [ 1 , 2 ] , \"b\" : { \"c\" : 3 } }",
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    ags_json_error error = check(texts[i]);
    if (error.expected == NULL) continue;
    fprintf(stderr, "%s: %s at %zu\n", texts[i], error.expected, error.offset);
    exit(1);
  }
}

static void test_rejected(void) {
  static const struct {
    const char *text;
    size_t offset;
  } cases[] = {
      {"", 0},
      {" ", 1},
      {"[]", 0},
      {"null", 0},
      {"1", 0},
      {"\"a\"", 0},
      {"\xEF\xBB\xBF{}", 0},
      {"{", 1},
      {"{}{}", 2},
      {"{} x", 3},
      {"{},", 2},
      {"}", 0},
      {"{]", 1},
      {"{,}", 1},
      {"{\"a\"}", 4},
      {"{\"a\":}", 5},
      {"{\"a\" 1}", 5},
      {"{\"a\":1,}", 7},
      {"{\"a\":1 \"b\":2}", 7},
      {"{\"a\":1,,\"b\":2}", 7},
      {"{a:1}", 1},
      {"{'a':1}", 1},
      {"{1:1}", 1},
      {"{\"a\":'b'}", 5},
      {"{\"a\":[1,]}", 8},
      {"{\"a\":[,1]}", 6},
      {"{\"a\":[1 2]}", 8},
      {"{\"a\":[1}", 7},
      {"{\"a\":{]", 6},
      {"{\"a\":[1}}", 7},
      {"{\"a\":+1}", 5},
      {"{\"a\":.5}", 5},
      {"{\"a\":1.}", 7},
      {"{\"a\":1.e5}", 7},
      {"{\"a\":01}", 6},
      {"{\"a\":-01}", 7},
      {"{\"a\":00}", 6},
      {"{\"a\":-}", 6},
      {"{\"a\":--1}", 6},
      {"{\"a\":1e}", 7},
      {"{\"a\":1e+}", 8},
      {"{\"a\":1e5.5}", 8},
      {"{\"a\":0x10}", 6},
      {"{\"a\":NaN}", 5},
      {"{\"a\":Infinity}", 5},
      {"{\"a\":-Infinity}", 6},
      {"{\"a\":tru}", 5},
      {"{\"a\":True}", 5},
      {"{\"a\":truee}", 9},
      {"{\"a\":nul", 5},
      {"{\"a\":\"\n\"}", 6},
      {"{\"a\":\"\x1F\"}", 6},
      {"{\"a\":\"\\x\"}", 7},
      {"{\"a\":\"\\'\"}", 7},
      {"{\"\\u12\":1}", 3},
      {"{\"a\":\"\\u12G4\"}", 7},
      {"{\"a\":\"\xFF\"}", 6},
      {"{\"a\":\"\xC0\x80\"}", 6},
      {"{\"a\":\"\xED\xA0\x80\"}", 6},
      {"{\"a\":\"b}", 8},
      {"{\"a\":\"\\", 7},
      {"{\"a\":1/*c*/}", 6},
      {"{//c\n}", 1},
      {"{\v}", 1},
      {"{\xC2\xA0}", 1},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ags_json_error error = check(cases[i].text);
    if (error.expected != NULL && error.offset == cases[i].offset) continue;
    fprintf(stderr, "%s: %s at %zu, expected an error at %zu\n", cases[i].text,
            error.expected != NULL ? error.expected : "accepted", error.offset, cases[i].offset);
    exit(1);
  }
}

/* A NUL is a byte like any other, and no valid one. */
static void test_nul(void) {
  CHECK(ags_json_check_object("{}\0", 3).expected != NULL);
  CHECK(ags_json_check_object("{\0}", 3).expected != NULL);
  CHECK(ags_json_check_object("{\"\0\":1}", 7).expected != NULL);
}

static void test_depth_of(const char *open, const char *close, unsigned depth, bool valid) {
  char text[1024] = "{\"a\":";
  for (unsigned i = 1; i < depth; i++) strcat(text, open);
  strcat(text, "0");
  for (unsigned i = 1; i < depth; i++) strcat(text, close);
  strcat(text, "}");
  CHECK_INT(check(text).expected == NULL, valid);
}

static void test_depth(void) {
  for (unsigned depth = 1; depth <= 70; depth++) {
    test_depth_of("[", "]", depth, depth <= AGS_JSON_MAX_DEPTH);
    test_depth_of("{\"a\":", "}", depth, depth <= AGS_JSON_MAX_DEPTH);
  }
  CHECK_INT(AGS_JSON_MAX_DEPTH, 32);
  /* Levels that closed do not count. */
  char wide[4096] = "{\"a\":[";
  for (int i = 0; i < 200; i++) strcat(wide, "[[]],{},");
  strcat(wide, "0]}");
  CHECK(check(wide).expected == NULL);
  /* Nor does it take a stack to be told about a million. */
  size_t size = 1000000;
  char *deep = malloc(size);
  CHECK(deep != NULL);
  memset(deep, '[', size);
  memcpy(deep, "{\"a\":", 5);
  CHECK_CONTAINS(ags_json_check_object(deep, size).expected, "32 levels");
  free(deep);
}

static void test_truncation(void) {
  static const char text[] =
      "{\"a\":[true,false,null,-1.5e+3,{\"b\":\"\\u00e9 \xF0\x9F\x98\x80\\n\"}],\"c\":{}}";
  CHECK(check(text).expected == NULL);
  for (size_t size = 0; size < sizeof text - 1; size++) {
    char *copy = malloc(size + 1); /* on the heap, where a sanitizer sees over-reads */
    CHECK(copy != NULL);
    char *exact = realloc(copy, size > 0 ? size : 1);
    CHECK(exact != NULL);
    memcpy(exact, text, size);
    ags_json_error error = ags_json_check_object(exact, size);
    CHECK(error.expected != NULL);
    CHECK(error.offset <= size);
    free(exact);
  }
}

int main(void) {
  test_accepted();
  test_rejected();
  test_nul();
  test_depth();
  test_truncation();
}
