/* gzip by each of the libraries that a build may have: whatever goes in comes out again, by zlib's hand. */
#include "gzip.h"
#include "test.h"

#include <stdint.h>
#include <zlib.h>

static ags_gzip *gzip;
static uint32_t state = 1;

/* An LCG, so that a failure comes again. */
static uint32_t next_random(void) {
  state = state * 1664525 + 1013904223;
  return state >> 8;
}

static void check_back(const ags_buffer *packed, const char *bytes, size_t size) {
  char *back = malloc(size + 1);
  CHECK(back != NULL);
  z_stream stream = {.next_in = (Bytef *)packed->data,
                     .avail_in = (uInt)packed->size,
                     .next_out = (Bytef *)back,
                     .avail_out = (uInt)size + 1};
  CHECK_INT(inflateInit2(&stream, 15 + 16), Z_OK);
  CHECK_INT(inflate(&stream, Z_FINISH), Z_STREAM_END);
  CHECK_INT(stream.avail_in, 0);
  CHECK_INT(stream.total_out, size);
  CHECK_INT(memcmp(back, bytes, size), 0);
  inflateEnd(&stream);
  free(back);
}

/* `letters` of 256 cannot be compressed, of 1 very well. */
static void round_trip(size_t size, uint32_t letters) {
  ags_buffer from = {0}, to = {0};
  char *bytes = ags_buffer_reserve(&from, size);
  CHECK(bytes != NULL);
  for (size_t i = 0; i < size; i++) bytes[i] = (char)(next_random() % letters);
  from.size = size;
  CHECK(ags_gzip_compress(gzip, &from, &to));
  check_back(&to, bytes, size);
  ags_buffer_free(&from);
  ags_buffer_free(&to);
}

static void test_more_than_it_counts(void) {
#if !defined(AGS_WITH_LIBDEFLATE) || defined(AGS_WITH_ISAL)
  char byte = 0;
  ags_buffer from = {.data = &byte, .size = (size_t)UINT32_MAX + 2}, to = {0};
  CHECK(!ags_gzip_compress(gzip, &from, &to));
  CHECK(to.data == NULL);
#endif
}

int main(void) {
  static const uint32_t letters[] = {1, 3, 64, 256};
  gzip = ags_gzip_create();
  CHECK(gzip != NULL);
  for (size_t kind = 0; kind < sizeof letters / sizeof *letters; kind++) {
    for (size_t size = 1; size < 300; size++) round_trip(size, letters[kind]);
    for (int i = 0; i < 20; i++) round_trip(1 + next_random() % 300000, letters[kind]);
    round_trip((size_t)5 << 20, letters[kind]);
  }
  test_more_than_it_counts();
  ags_gzip_free(gzip);
}
