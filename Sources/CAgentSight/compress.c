#include "compress.h"

/* The fastest level: the network is rarely the bottleneck, the host's processor often is. */
#define LEVEL 1

#if defined(AGS_WITH_LIBDEFLATE)
#include <libdeflate.h>

ags_compressor *ags_compressor_create(void) {
  return (ags_compressor *)libdeflate_alloc_compressor(LEVEL);
}

void ags_compressor_free(ags_compressor *compressor) {
  libdeflate_free_compressor((struct libdeflate_compressor *)compressor);
}

bool ags_compress_gzip(ags_compressor *compressor, const ags_buffer *from, ags_buffer *to) {
  struct libdeflate_compressor *deflate = (struct libdeflate_compressor *)compressor;
  to->size = 0;
  size_t bound = libdeflate_gzip_compress_bound(deflate, from->size);
  if (ags_buffer_reserve(to, bound) == NULL) return false;
  to->size = libdeflate_gzip_compress(deflate, from->data, from->size, to->data, to->capacity);
  return to->size > 0;
}

#else
#include <stdlib.h>
#include <zlib.h>

#define GZIP_WINDOW (15 + 16)

struct ags_compressor {
  z_stream stream;
};

ags_compressor *ags_compressor_create(void) {
  ags_compressor *compressor = calloc(1, sizeof *compressor);
  if (compressor == NULL) return NULL;
  if (deflateInit2(&compressor->stream, LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) == Z_OK)
    return compressor;
  free(compressor);
  return NULL;
}

void ags_compressor_free(ags_compressor *compressor) {
  if (compressor == NULL) return;
  deflateEnd(&compressor->stream);
  free(compressor);
}

bool ags_compress_gzip(ags_compressor *compressor, const ags_buffer *from, ags_buffer *to) {
  z_stream *stream = &compressor->stream;
  deflateReset(stream);
  to->size = 0;
  size_t bound = deflateBound(stream, (uLong)from->size);
  if (ags_buffer_reserve(to, bound) == NULL) return false;
  stream->next_in = (Bytef *)from->data;
  stream->avail_in = (uInt)from->size;
  stream->next_out = (Bytef *)to->data;
  stream->avail_out = (uInt)to->capacity;
  if (deflate(stream, Z_FINISH) != Z_STREAM_END) return false;
  to->size = stream->total_out;
  return true;
}
#endif
