/* The text around files that travel as multipart/form-data. */
#ifndef AGS_UPLOAD_FORM_H
#define AGS_UPLOAD_FORM_H

#include "drain.h"
#include "record_parts.h"
#include "upload_target.h"

/* Before the first file; before the content of the file `index`; behind the last content. */
void ags_upload_form_begin(ags_buffer *out, ags_view boundary, const ags_drained *item,
                           const ags_attachments_part *part, const ags_upload_target *target);
void ags_upload_form_file(ags_buffer *out, ags_view boundary, uint32_t index, const ags_file *file);
void ags_upload_form_end(ags_buffer *out, ags_view boundary);

#endif
