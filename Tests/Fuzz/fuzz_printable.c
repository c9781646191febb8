/* Text from outside in a log line: one line of UTF-8, without the key, within its bounds. */
#include "fuzz.h"
#include "printable.h"

#include <strings.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input input = {data, size};
  size_t capacity = 1u + fuzz_byte(&input) * 2u;
  bool with_secret = fuzz_byte(&input) % 2 == 0;
  ags_view text = {(const char *)input.data, input.size};
  char *line = malloc(capacity);
  ags_printable(line, capacity, text, with_secret ? ags_view_of(FUZZ_KEY) : (ags_view){0});
  size_t used = strnlen(line, capacity);
  EXPECT(used < capacity);
  EXPECT(ags_utf8_check(line, used) == used);
  for (size_t i = 0; i < used; i++) EXPECT((unsigned char)line[i] >= 0x20 && line[i] != 0x7F);
  if (with_secret) {
    /* The last digit of an escape may stand where the key's first letter would. */
    const char *found = strcasestr(line, FUZZ_KEY);
    EXPECT(found == NULL || (found - line >= 3 && found[-3] == '\\' && found[-2] == 'x'));
  }
  free(line);
  return 0;
}
