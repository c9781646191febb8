#include "compress.h"

#include "gzip.h"

#include <stdlib.h>

#if defined(AGS_WITH_ZSTD)
#include <zstd.h>
#endif

/* The fastest level: the network is rarely the bottleneck, the host's processor often is. */
#define ZSTD_LEVEL 1

struct ags_compressor {
  ags_gzip *gzip;
#if defined(AGS_WITH_ZSTD)
  ZSTD_CCtx *zstd;
#endif
};

bool ags_compress_has_zstd(void) {
#if defined(AGS_WITH_ZSTD)
  return true;
#else
  return false;
#endif
}

ags_compressor *ags_compressor_create(void) {
  ags_compressor *compressor = calloc(1, sizeof *compressor);
  if (compressor == NULL) return NULL;
  compressor->gzip = ags_gzip_create();
  bool complete = compressor->gzip != NULL;
#if defined(AGS_WITH_ZSTD)
  compressor->zstd = ZSTD_createCCtx();
  complete = complete && compressor->zstd != NULL;
#endif
  if (complete) return compressor;
  ags_compressor_free(compressor);
  return NULL;
}

void ags_compressor_free(ags_compressor *compressor) {
  if (compressor == NULL) return;
  ags_gzip_free(compressor->gzip);
#if defined(AGS_WITH_ZSTD)
  ZSTD_freeCCtx(compressor->zstd);
#endif
  free(compressor);
}

#if defined(AGS_WITH_ZSTD)
static bool compress_zstd(ZSTD_CCtx *zstd, const ags_buffer *from, ags_buffer *to) {
  if (ags_buffer_reserve(to, ZSTD_compressBound(from->size)) == NULL) return false;
  size_t size = ZSTD_compressCCtx(zstd, to->data, to->capacity, from->data, from->size, ZSTD_LEVEL);
  if (ZSTD_isError(size)) return false;
  to->size = size;
  return true;
}
#endif

bool ags_compress(ags_compressor *compressor, ags_encoding encoding, const ags_buffer *from, ags_buffer *to) {
  to->size = 0;
  to->failed = false;
#if defined(AGS_WITH_ZSTD)
  if (encoding == AGS_ENCODING_ZSTD) return compress_zstd(compressor->zstd, from, to);
#endif
  return encoding == AGS_ENCODING_GZIP && ags_gzip_compress(compressor->gzip, from, to);
}
