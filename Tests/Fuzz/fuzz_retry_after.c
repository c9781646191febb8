/* Retry-After, with the header's bytes as they may come: within its bounds, and never later for a later
 * clock. */
#include "answer.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input input = {data, size};
  int64_t now = (int64_t)fuzz_byte(&input) << 24;
  char *value = fuzz_string(&input);
  int64_t ms = ags_retry_after_ms(value, now), later = ags_retry_after_ms(value, now + 1);
  EXPECT(ms == AGS_NO_RETRY_AFTER || (ms >= 0 && ms <= AGS_RETRY_AFTER_MAX_MS && ms % 1000 == 0));
  EXPECT((ms == AGS_NO_RETRY_AFTER) == (later == AGS_NO_RETRY_AFTER));
  EXPECT(later == ms || later == ms - 1000);
  free(value);
  return 0;
}
