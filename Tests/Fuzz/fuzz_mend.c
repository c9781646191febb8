/* An object that is longer than the limit becomes a valid one that is not. */
#include "fuzz.h"
#include "mend.h"

#define LIMIT_MIN 256

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input input = {data, size};
  size_t limit = LIMIT_MIN + fuzz_byte(&input) * 4u;
  ags_view text = fuzz_bytes(&input);
  if (fuzz_is_object(text.data, text.size) && ags_utf8_count(text.data, text.size) > limit) {
    ags_buffer out = {0};
    EXPECT(ags_mend_object(text, limit, &out));
    EXPECT(fuzz_is_object(out.data, out.size));
    EXPECT(ags_utf8_count(out.data, out.size) <= limit);
    ags_buffer_free(&out);
  }
  size_t kept = ags_mend_prefix(text, limit);
  EXPECT(kept <= text.size);
  if (ags_utf8_check(text.data, text.size) == text.size) {
    EXPECT(ags_utf8_check(text.data, kept) == kept && ags_utf8_count(text.data, kept) <= limit);
    EXPECT(kept == text.size || ags_utf8_count(text.data, kept) == limit);
  }
  fuzz_free(text);
  return 0;
}
