#include "codecs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t copy(const compression *codec, const char *from, size_t size, char *to, size_t room) {
  (void)codec;
  if (size > room) exit(1);
  memcpy(to, from, size);
  return size;
}

#if defined(BENCH_WITH_ISAL)
#include <isa-l/igzip_lib.h>

typedef struct isal_state {
  struct isal_zstream stream;
  uint8_t room[ISAL_DEF_LVL2_DEFAULT];
} isal_state;

static size_t with_isal(const compression *codec, const char *from, size_t size, char *to, size_t room) {
  isal_state *state = codec->state;
  struct isal_zstream *stream = &state->stream;
  isal_deflate_stateless_init(stream);
  stream->level = (uint32_t)codec->level;
  stream->level_buf = state->room;
  stream->level_buf_size = codec->level == 1 ? ISAL_DEF_LVL1_SMALL : ISAL_DEF_LVL2_DEFAULT;
  stream->gzip_flag = IGZIP_GZIP;
  stream->end_of_stream = 1;
  stream->next_in = (uint8_t *)(uintptr_t)from;
  stream->avail_in = (uint32_t)size;
  stream->next_out = (uint8_t *)to;
  stream->avail_out = (uint32_t)room;
  return isal_deflate_stateless(stream) == COMP_OK ? stream->total_out : 0;
}
#endif

#if defined(BENCH_WITH_LIBDEFLATE)
#include <libdeflate.h>

static size_t with_libdeflate(const compression *codec, const char *from, size_t size, char *to,
                              size_t room) {
  return libdeflate_gzip_compress(codec->state, from, size, to, room);
}
#endif

#if defined(BENCH_WITH_ZLIB)
#include <zlib.h>

static size_t with_zlib(const compression *codec, const char *from, size_t size, char *to, size_t room) {
  z_stream *stream = codec->state;
  deflateReset(stream);
  stream->next_in = (Bytef *)(uintptr_t)from;
  stream->avail_in = (uInt)size;
  stream->next_out = (Bytef *)to;
  stream->avail_out = (uInt)room;
  return deflate(stream, Z_FINISH) == Z_STREAM_END ? stream->total_out : 0;
}

static void *zlib_state(int level) {
  z_stream *stream = calloc(1, sizeof *stream);
  if (stream == NULL || deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    exit(1);
  return stream;
}
#endif

#if defined(BENCH_WITH_ZSTD)
#include <zstd.h>

static size_t with_zstd(const compression *codec, const char *from, size_t size, char *to, size_t room) {
  return ZSTD_compressCCtx(codec->state, to, room, from, size, codec->level);
}
#endif

size_t codecs_make(compression codecs[CODECS_MAX]) {
  size_t count = 0;
  codecs[count++] = (compression){"memcpy", copy, 0, NULL};
#if defined(BENCH_WITH_ISAL)
  for (int level = 1; level <= 2; level++)
    codecs[count++] = (compression){"gzip, ISA-L", with_isal, level, malloc(sizeof(isal_state))};
#else
  fputs("skipped: ISA-L (libisal-dev is missing)\n", stderr);
#endif
#if defined(BENCH_WITH_LIBDEFLATE)
  for (int level = 1; level <= 6; level++)
    codecs[count++] =
        (compression){"gzip, libdeflate", with_libdeflate, level, libdeflate_alloc_compressor(level)};
#else
  fputs("skipped: libdeflate (libdeflate-dev is missing)\n", stderr);
#endif
#if defined(BENCH_WITH_ZLIB)
  codecs[count++] = (compression){"gzip, zlib", with_zlib, 1, zlib_state(1)};
  codecs[count++] = (compression){"gzip, zlib", with_zlib, 6, zlib_state(6)};
#else
  fputs("skipped: zlib (zlib1g-dev is missing)\n", stderr);
#endif
#if defined(BENCH_WITH_ZSTD)
  codecs[count++] = (compression){"zstd", with_zstd, 1, ZSTD_createCCtx()};
  codecs[count++] = (compression){"zstd", with_zstd, 3, ZSTD_createCCtx()};
#else
  fputs("skipped: zstd (libzstd-dev is missing)\n", stderr);
#endif
  return count;
}
