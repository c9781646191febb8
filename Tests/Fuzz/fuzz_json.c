/* The validator on any text; the writer's strings are valid and read back as what was written. */
#include "fuzz.h"
#include "json_members.h"
#include "json_write.h"

/* The writer uses these escapes alone. */
static size_t unescape(const char *from, size_t size, char *to) {
  static const char shorts[] = "b\bt\tn\nf\fr\r\"\"\\\\";
  char *start = to;
  for (const char *end = from + size; from < end;) {
    if (*from != '\\') {
      *to++ = *from++;
    } else if (from[1] == 'u') {
      const char digits[] = {from[2], from[3], from[4], from[5], '\0'};
      *to++ = (char)strtoul(digits, NULL, 16);
      from += 6;
    } else {
      const char *found = strchr(shorts, from[1]);
      EXPECT(found != NULL);
      *to++ = found[1];
      from += 2;
    }
  }
  return (size_t)(to - start);
}

static void check_writer(ags_view text) {
  ags_buffer out = {0};
  AGS_PUT(&out, "{\"k\":");
  ags_json_put_string(&out, text.data, text.size);
  AGS_PUT(&out, "}");
  EXPECT(!out.failed && fuzz_is_object(out.data, out.size));
  if (memchr(text.data, '\0', text.size) == NULL) { /* which becomes another character */
    char *again = malloc(out.size);
    size_t size = unescape(out.data + 6, out.size - 8, again);
    EXPECT(size == text.size && memcmp(again, text.data, size) == 0);
    free(again);
  }
  ags_buffer_free(&out);
}

/* Each member is an object of its own when braces are put around it, and no byte is in two of them. */
static void check_members(ags_view text) {
  while (*text.data != '{') {
    text.data++;
    text.size--;
  }
  ags_member m;
  size_t at = 1;
  while (ags_json_next_member(text, at, &m)) {
    EXPECT(m.start >= at && m.end > m.start && m.end < text.size);
    ags_buffer out = {0};
    AGS_PUT(&out, "{");
    ags_buffer_put(&out, text.data + m.start, m.end - m.start);
    AGS_PUT(&out, "}");
    EXPECT(fuzz_is_object(out.data, out.size));
    ags_buffer_free(&out);
    EXPECT(m.key.size >= 2 && m.value.size > 0);
    at = m.end;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input input = {data, size};
  ags_view text = fuzz_bytes(&input);
  ags_json_error found = ags_json_check_object(text.data, text.size);
  EXPECT(found.offset <= text.size);
  bool utf8 = ags_utf8_check(text.data, text.size) == text.size;
  if (found.expected == NULL) {
    EXPECT(utf8);
    check_members(text);
  }
  if (utf8) check_writer(text);
  fuzz_free(text);
  return 0;
}
