/* Metadata from typed keys and values. */
#ifndef AGS_PAIRS_H
#define AGS_PAIRS_H

#include "agentsight.h"
#include "buffer.h"

/* Replaces the content of `to` by a JSON object. Errors: AGS_ERROR_METADATA, which names the key;
 * AGS_ERROR_MEMORY. */
ags_status ags_pairs_write(const ags_pair *pairs, size_t count, ags_buffer *to);

#endif
