#include "json_check.h"

#include "json_bytes.h"
#include "text.h"

#include <stdbool.h>
#include <stdint.h>

#define UNICODE_ESCAPE 6 /* \u00e9 */

typedef struct scanner {
  const char *at, *end;
  const char *expected; /* the first error; scanning stops there */
  bool unstorable;
} scanner;

static bool fail(scanner *s, const char *expected) {
  s->expected = expected;
  return false;
}

static void skip_space(scanner *s) {
  while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' || *s->at == '\n' || *s->at == '\r')) s->at++;
}

static bool is_digit(const scanner *s) {
  return s->at < s->end && *s->at >= '0' && *s->at <= '9';
}

static bool take(scanner *s, char c) {
  if (s->at == s->end || *s->at != c) return false;
  s->at++;
  return true;
}

/* The value of a hex digit, or -1. */
static int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/* The code unit of an escape like \u00e9 at `at`, or -1 when there is none. */
static int escaped_unit(const char *at, const char *end) {
  if (end - at < UNICODE_ESCAPE || at[0] != '\\' || at[1] != 'u') return -1;
  int unit = 0;
  for (int i = 2; i < UNICODE_ESCAPE; i++) {
    int digit = hex_value(at[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

static bool is_high_surrogate(int unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
static bool is_low_surrogate(int unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

/* The size of the valid escape at `at`, a surrogate pair as one; `*storable` says whether it may stay. */
static size_t escape_size(const char *at, const char *end, bool *storable) {
  *storable = true;
  if (at[1] != 'u') return 2;
  int unit = escaped_unit(at, end);
  if (is_high_surrogate(unit) && is_low_surrogate(escaped_unit(at + UNICODE_ESCAPE, end)))
    return 2 * UNICODE_ESCAPE;
  *storable = unit != 0 && !is_high_surrogate(unit) && !is_low_surrogate(unit);
  return UNICODE_ESCAPE;
}

/* Behind the backslash. */
static bool scan_escape(scanner *s) {
  if (s->at == s->end) return fail(s, "unfinished escape");
  char c = *s->at;
  if (c == 'u') {
    for (int i = 1; i <= 4; i++) {
      if (s->at + i == s->end) return fail(s, "unfinished escape");
      if (hex_value(s->at[i]) < 0) return fail(s, "expected four hex digits");
    }
    bool storable;
    s->at += escape_size(s->at - 1, s->end, &storable) - 1;
    if (!storable) s->unstorable = true;
    return true;
  }
  if (c != '"' && c != '\\' && c != '/' && c != 'b' && c != 'f' && c != 'n' && c != 'r' && c != 't')
    return fail(s, "unknown escape");
  s->at++;
  return true;
}

void ags_json_mend_escapes(char *text, size_t size) {
  char *at = text, *end = text + size;
  while ((at = memchr(at, '\\', (size_t)(end - at))) != NULL) {
    bool storable;
    size_t escape = escape_size(at, end, &storable);
    if (!storable) memcpy(at + 2, "fffd", 4);
    at += escape;
  }
}

/* Passes plain characters, eight at a time; stops before the first that is not, or near the end. */
static inline void skip_plain(scanner *s) {
#if defined(AGS_FIRST_MARK)
  while (s->end - s->at >= 8) {
    uint64_t word = ags_load64(s->at);
    uint64_t special = ags_json_special_bytes(word) | (word & AGS_HIGH_BITS);
    if (special != 0) {
      s->at += AGS_FIRST_MARK(special);
      return;
    }
    s->at += 8;
  }
#else
  (void)s;
#endif
}

/* What is not plain, up to the closing quote. */
static AGS_APART bool scan_string_slowly(scanner *s) {
  while (s->at < s->end) {
    unsigned char c = (unsigned char)*s->at;
    if (c == '"') {
      s->at++;
      return true;
    }
    if (c == '\\') {
      s->at++;
      if (!scan_escape(s)) return false;
    } else if (c < 0x20) {
      return fail(s, "control character in a string");
    } else if (c < 0x80) {
      s->at++;
      skip_plain(s);
    } else {
      size_t length = ags_utf8_sequence(s->at, (size_t)(s->end - s->at));
      if (length == 0) return fail(s, "not UTF-8");
      s->at += length;
    }
  }
  return fail(s, "unfinished string");
}

/* After the opening quote. */
static inline bool scan_string(scanner *s) {
  skip_plain(s);
  return take(s, '"') || scan_string_slowly(s);
}

static bool scan_digits(scanner *s) {
  if (!is_digit(s)) return fail(s, "expected a digit");
  while (is_digit(s)) s->at++;
  return true;
}

static bool scan_number(scanner *s) {
  take(s, '-');
  if (take(s, '0')) {
    if (is_digit(s)) return fail(s, "a number must not start with 0");
  } else if (!scan_digits(s)) {
    return false;
  }
  if (take(s, '.') && !scan_digits(s)) return false;
  if (take(s, 'e') || take(s, 'E')) {
    if (!take(s, '+')) take(s, '-');
    return scan_digits(s);
  }
  return true;
}

static bool scan_word(scanner *s, const char *word, size_t size) {
  if ((size_t)(s->end - s->at) < size || memcmp(s->at, word, size) != 0) return fail(s, "expected a value");
  s->at += size;
  return true;
}

static bool scan_scalar(scanner *s) {
  if (s->at == s->end) return fail(s, "expected a value");
  switch (*s->at) {
  case '"':
    s->at++;
    return scan_string(s);
  case 't':
    return scan_word(s, "true", 4);
  case 'f':
    return scan_word(s, "false", 5);
  case 'n':
    return scan_word(s, "null", 4);
  default:
    return is_digit(s) || *s->at == '-' ? scan_number(s) : fail(s, "expected a value");
  }
}

static bool scan_key(scanner *s) {
  skip_space(s);
  if (!take(s, '"')) return fail(s, "expected a key in quotes");
  if (!scan_string(s)) return false;
  skip_space(s);
  if (!take(s, ':')) return fail(s, "expected ':'");
  return true;
}

/* After the opening brace of the outermost object: values follow each other in one loop, and a bit for
 * each open level says whether it is an object (1) or an array (0). */
static bool scan_object(scanner *s) {
  uint64_t is_object = 1;
  unsigned depth = 1;
  bool opened = true; /* the level was just opened: it may close at once, and needs no comma */
  while (depth > 0) {
    bool object = (is_object & 1) != 0;
    skip_space(s);
    if (take(s, object ? '}' : ']')) {
      is_object >>= 1;
      depth--;
      opened = false;
      continue;
    }
    if (!opened && !take(s, ',')) return fail(s, object ? "expected ',' or '}'" : "expected ',' or ']'");
    if (object && !scan_key(s)) return false;
    skip_space(s);
    opened = s->at < s->end && (*s->at == '{' || *s->at == '[');
    if (!opened) {
      if (!scan_scalar(s)) return false;
      continue;
    }
    if (depth == AGS_JSON_MAX_DEPTH) return fail(s, "nested deeper than 32 levels");
    is_object = is_object << 1 | (*s->at == '{');
    depth++;
    s->at++;
  }
  return true;
}

ags_json_error ags_json_check_object(const char *text, size_t size) {
  scanner s = {.at = text, .end = text + size};
  skip_space(&s);
  if (!take(&s, '{')) {
    fail(&s, "must be a JSON object, starting with '{'");
  } else if (scan_object(&s)) {
    skip_space(&s);
    if (s.at < s.end) fail(&s, "text after the object");
  }
  return (ags_json_error){
      .offset = (size_t)(s.at - text), .expected = s.expected, .unstorable = s.unstorable};
}
