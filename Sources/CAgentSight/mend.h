/* Mending what a server would refuse a whole batch for: counted, and told to the log once for each kind. */
#ifndef AGS_MEND_H
#define AGS_MEND_H

#include "buffer.h"
#include "view.h"

#include <stdbool.h>

struct ags_tracker;

/* What stands at the end of a text that was cut; part of the limit. */
#define AGS_CUT_MARK "...[truncated]"

typedef enum ags_mended {
  AGS_MENDED_TEXT,    /* a text was cut */
  AGS_MENDED_OBJECT,  /* an object lost its last keys */
  AGS_MENDED_FIELD,   /* a conversation field was cut */
  AGS_MENDED_ADDRESS, /* an IP address was left out */
  AGS_MENDED_ESCAPE,  /* an escape of NUL or of half a surrogate pair was replaced */
  AGS_MENDED_BLANK,   /* a conversation field was left out */
  AGS_MENDED_COUNT
} ags_mended;

/* Counts, and logs the first of its kind. */
void ags_mend_note(struct ags_tracker *tracker, ags_mended what);

/* The bytes of the longest beginning of `text` that has no more than `characters` code points. */
size_t ags_mend_prefix(ags_view text, size_t characters);

/* A valid JSON object without the white space around it. */
ags_view ags_mend_trim(ags_view object);

/* Rewrites a valid JSON object so that it has at most `characters` code points: the last members go, and
 * "_agentsight_truncated" says how many and which. False when memory ran out. */
bool ags_mend_object(ags_view object, size_t characters, ags_buffer *to);

#endif
