/* Compression of request bodies. */
#ifndef AGS_COMPRESS_H
#define AGS_COMPRESS_H

#include "buffer.h"

/* Content-Encoding. */
typedef enum ags_encoding { AGS_ENCODING_GZIP, AGS_ENCODING_ZSTD } ags_encoding;

/* Whether this build can make zstd; gzip it always can. */
bool ags_compress_has_zstd(void);

typedef struct ags_compressor ags_compressor;

/* NULL when memory ran out. */
ags_compressor *ags_compressor_create(void);
void ags_compressor_free(ags_compressor *compressor);

/* Replaces the content of `to` by `from`, compressed. False when memory ran out. */
bool ags_compress(ags_compressor *compressor, ags_encoding encoding, const ags_buffer *from, ags_buffer *to);

#endif
