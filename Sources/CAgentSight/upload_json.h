/* The text around files that travel in base64 inside a JSON body. */
#ifndef AGS_UPLOAD_JSON_H
#define AGS_UPLOAD_JSON_H

#include "drain.h"
#include "record_parts.h"
#include "upload_target.h"

/* Before the first file; before the content of the file `index`; behind the last content. */
void ags_upload_json_begin(ags_buffer *out, const ags_drained *item, const ags_attachments_part *part,
                           const ags_upload_target *target);
void ags_upload_json_file(ags_buffer *out, uint32_t index, const ags_file *file);
void ags_upload_json_end(ags_buffer *out);

#endif
