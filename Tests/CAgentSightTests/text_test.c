/* UTF-8, white space and copying, against plain oracles and over the whole range. */
#include "copy.h"
#include "text.h"

#include "test.h"

static size_t encode(char *to, uint32_t c) {
  if (c < 0x80) return (to[0] = (char)c), 1;
  if (c < 0x800) return (to[0] = (char)(0xC0 | c >> 6)), (to[1] = (char)(0x80 | (c & 63))), 2;
  size_t size = c < 0x10000 ? 3 : 4;
  to[0] = (char)(size == 3 ? 0xE0 | c >> 12 : 0xF0 | c >> 18);
  if (size == 4) to[1] = (char)(0x80 | (c >> 12 & 63));
  to[size - 2] = (char)(0x80 | (c >> 6 & 63));
  to[size - 1] = (char)(0x80 | (c & 63));
  return size;
}

/* A sequence is well-formed when it is the one encoding of the character that its bits say. */
static bool is_well_formed(const char *s, size_t size) {
  static const uint32_t bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  uint32_t c = (unsigned char)s[0] & bits[size];
  for (size_t i = 1; i < size; i++) c = c << 6 | ((unsigned char)s[i] & 63);
  char canonical[4];
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return false;
  return encode(canonical, c) == size && memcmp(canonical, s, size) == 0;
}

static void test_all_characters(void) {
  for (uint32_t c = 0; c <= 0x10FFFF; c++) {
    char s[4];
    size_t size = encode(s, c);
    bool surrogate = c >= 0xD800 && c <= 0xDFFF;
    CHECK_INT(ags_utf8_sequence(s, size), surrogate ? 0 : size);
    if (surrogate) continue;
    CHECK_INT(ags_utf8_count(s, size), 1);
    for (size_t cut = 1; cut < size; cut++) CHECK_INT(ags_utf8_sequence(s, cut), 0);
  }
}

static void test_all_sequences(void) {
  static const unsigned char lasts[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
  for (unsigned a = 0x80; a < 256; a++) {
    for (unsigned b = 0; b < 256; b++) {
      for (size_t i = 0; i < sizeof lasts * sizeof lasts; i++) {
        char s[4] = {(char)a, (char)b, (char)lasts[i % sizeof lasts], (char)lasts[i / sizeof lasts]};
        size_t expected = 0;
        for (size_t size = 2; size <= 4; size++)
          if (is_well_formed(s, size)) expected = size;
        CHECK_INT(ags_utf8_sequence(s, 4), expected);
      }
    }
  }
}

/* Where the check stops, with the fault at each place, since eight bytes are looked at together. */
static void test_check(void) {
  static const char *const faults[] = {"\xFF", "\x80", "\xC0\x80", "\xED\xA0\x80", "\xF0\x9F\x98", "\xC3"};
  for (size_t f = 0; f < sizeof faults / sizeof *faults; f++) {
    for (size_t at = 0; at < 40; at++) {
      char text[64];
      memset(text, 'a', sizeof text);
      memcpy(text + at, faults[f], strlen(faults[f]));
      CHECK_INT(ags_utf8_check(text, 48), at);
      CHECK_INT(ags_utf8_check(text, at), at);
      memset(text, 'a', sizeof text);
      memcpy(text + at, "\xE2\x82\xAC", 3);
      CHECK_INT(ags_utf8_check(text, 48), 48);
      CHECK_INT(ags_utf8_count(text, 48), 46);
      CHECK_INT(ags_utf8_check(text, at + 2), at); /* cut within the character */
    }
  }
}

/* The characters that Python's str.isspace() knows, which the published clients strip. */
static bool is_space(uint32_t c) {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

static void test_blank(void) {
  CHECK(ags_text_is_blank("", 0));
  for (uint32_t c = 0; c <= 0x10FFFF; c++) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    char s[16];
    size_t size = encode(s, c);
    CHECK_INT(ags_text_is_blank(s, size), is_space(c));
    s[size] = ' ';
    CHECK_INT(ags_text_is_blank(s, size + 1), is_space(c));
    memmove(s + 3, s, size);
    memcpy(s, "\xE2\x80\xA8", 3);
    CHECK_INT(ags_text_is_blank(s, size + 3), is_space(c));
  }
}

static void test_copy(void) {
  for (size_t size = 0; size < 70; size++) {
    char from[72], to[72];
    for (size_t i = 0; i < sizeof from; i++) from[i] = (char)('A' + i % 50);
    for (size_t high = 0; high <= size; high++) { /* high == size: none */
      if (high < size) from[high] = (char)(from[high] | 0x80);
      memset(to, '#', sizeof to);
      CHECK_INT(ags_copy_ascii(to, from, size), high == size);
      CHECK(memcmp(to, from, size) == 0);
      CHECK_INT(to[size], '#');
      if (high < size) from[high] = (char)(from[high] & 0x7F);
    }
  }
}

static void test_compare(void) {
  for (size_t size = 1; size < 70; size++) {
    char from[72], to[72], known[72];
    for (size_t i = 0; i < sizeof from; i++) from[i] = (char)('A' + i % 50);
    memcpy(known, from, sizeof known);
    known[size] = '!';                      /* behind the end: does not count */
    for (size_t at = 0; at <= size; at++) { /* at == size: none differs */
      for (int bit = 0; bit < 8; bit++) {
        if (at < size) known[at] = (char)(known[at] ^ 1 << bit);
        memset(to, '#', sizeof to);
        CHECK_INT(ags_block_high_bits(ags_copy_compare(to, from, known, size)) == 0, at == size);
        CHECK(memcmp(to, from, size) == 0);
        CHECK_INT(to[size], '#');
        if (at < size) known[at] = (char)(known[at] ^ 1 << bit);
      }
    }
  }
}

static void test_same(void) {
  for (size_t size = 0; size < 70; size++) {
    char a[72], b[72];
    memset(a, 'a', sizeof a);
    memset(b, 'a', sizeof b);
    b[size] = 'b'; /* behind the end: does not count */
    CHECK(ags_same_bytes(a, b, size));
    for (size_t at = 0; at < size; at++) {
      b[at] = 'b';
      CHECK(!ags_same_bytes(a, b, size));
      b[at] = 'a';
    }
  }
}

int main(void) {
  test_all_characters();
  test_all_sequences();
  test_check();
  test_blank();
  test_copy();
  test_compare();
  test_same();
}
