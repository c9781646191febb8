/* Compression of request bodies. */
#ifndef AGS_COMPRESS_H
#define AGS_COMPRESS_H

#include "buffer.h"

typedef struct ags_compressor ags_compressor;

/* NULL when memory ran out. */
ags_compressor *ags_compressor_create(void);
void ags_compressor_free(ags_compressor *compressor);

/* Replaces the content of `to` by `from` in gzip format. False when memory ran out. */
bool ags_compress_gzip(ags_compressor *compressor, const ags_buffer *from, ags_buffer *to);

#endif
