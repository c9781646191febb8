#include "gzip.h"

#include <stdint.h>

/* The fastest level: the network is rarely the bottleneck, the host's processor often is. */
#define LEVEL 1

/* What goes in and what comes out are counted in 32 bits, by two of the three libraries. */
#define MOST ((size_t)UINT32_MAX / 2)

#if defined(AGS_WITH_ISAL)
#include <isa-l/igzip_lib.h>
#include <stdlib.h>

/* Measured on batches of ours: less room costs time and bytes, more gains neither. */
#define ROOM ISAL_DEF_LVL1_SMALL

struct ags_gzip {
  struct isal_zstream stream;
  uint8_t room[ROOM];
};

ags_gzip *ags_gzip_create(void) {
  return malloc(sizeof(ags_gzip));
}

void ags_gzip_free(ags_gzip *gzip) {
  free(gzip);
}

/* What cannot be compressed is stored in blocks of 64 KiB, each with a header of five bytes. */
static size_t bound(size_t size) {
  return size + size / 4096 + 256;
}

bool ags_gzip_compress(ags_gzip *gzip, const ags_buffer *from, ags_buffer *to) {
  if (from->size > MOST || ags_buffer_reserve(to, bound(from->size)) == NULL) return false;
  struct isal_zstream *stream = &gzip->stream;
  isal_deflate_stateless_init(stream);
  stream->level = LEVEL;
  stream->level_buf = gzip->room;
  stream->level_buf_size = ROOM;
  stream->gzip_flag = IGZIP_GZIP;
  stream->end_of_stream = 1;
  stream->next_in = (uint8_t *)from->data;
  stream->avail_in = (uint32_t)from->size;
  stream->next_out = (uint8_t *)to->data;
  stream->avail_out = (uint32_t)to->capacity;
  if (isal_deflate_stateless(stream) != COMP_OK) return false;
  to->size = stream->total_out;
  return true;
}

#elif defined(AGS_WITH_LIBDEFLATE)
#include <libdeflate.h>

ags_gzip *ags_gzip_create(void) {
  return (ags_gzip *)libdeflate_alloc_compressor(LEVEL);
}

void ags_gzip_free(ags_gzip *gzip) {
  if (gzip != NULL) libdeflate_free_compressor((struct libdeflate_compressor *)gzip);
}

bool ags_gzip_compress(ags_gzip *gzip, const ags_buffer *from, ags_buffer *to) {
  struct libdeflate_compressor *deflate = (struct libdeflate_compressor *)gzip;
  if (ags_buffer_reserve(to, libdeflate_gzip_compress_bound(deflate, from->size)) == NULL) return false;
  to->size = libdeflate_gzip_compress(deflate, from->data, from->size, to->data, to->capacity);
  return to->size > 0;
}

#else
#include <stdlib.h>
#include <zlib.h>

#define GZIP_WINDOW (15 + 16)

struct ags_gzip {
  z_stream stream;
};

ags_gzip *ags_gzip_create(void) {
  ags_gzip *gzip = calloc(1, sizeof *gzip);
  if (gzip == NULL) return NULL;
  if (deflateInit2(&gzip->stream, LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) == Z_OK) return gzip;
  free(gzip);
  return NULL;
}

void ags_gzip_free(ags_gzip *gzip) {
  if (gzip == NULL) return;
  deflateEnd(&gzip->stream);
  free(gzip);
}

bool ags_gzip_compress(ags_gzip *gzip, const ags_buffer *from, ags_buffer *to) {
  if (from->size > MOST) return false;
  z_stream *stream = &gzip->stream;
  deflateReset(stream);
  if (ags_buffer_reserve(to, deflateBound(stream, (uLong)from->size)) == NULL) return false;
  stream->next_in = (Bytef *)from->data;
  stream->avail_in = (uInt)from->size;
  stream->next_out = (Bytef *)to->data;
  stream->avail_out = (uInt)to->capacity;
  if (deflate(stream, Z_FINISH) != Z_STREAM_END) return false;
  to->size = stream->total_out;
  return true;
}
#endif
