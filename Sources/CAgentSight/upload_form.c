#include "upload_form.h"

#include "json_write.h"

#include <stdio.h>

static void put_form_field(ags_buffer *out, ags_view boundary, const char *name, ags_view value) {
  AGS_PUT(out, "--");
  ags_buffer_put(out, boundary.data, boundary.size);
  AGS_PUT(out, "\r\nContent-Disposition: form-data; name=\"");
  ags_buffer_put(out, name, strlen(name));
  AGS_PUT(out, "\"\r\n\r\n");
  ags_buffer_put(out, value.data, value.size);
  AGS_PUT(out, "\r\n");
}

void ags_upload_form_begin(ags_buffer *out, ags_view boundary, const ags_drained *item,
                           const ags_attachments_part *part, const ags_upload_target *target) {
  ags_buffer time = {0};
  ags_json_put_time(&time, item->us);
  if (time.failed) {
    out->failed = true;
    return;
  }
  ags_view metadata = {ags_record_metadata(item->record), item->record->metadata_size};
  put_form_field(out, boundary, "timestamp", (ags_view){time.data + 1, time.size - 2}); /* without quotes */
  if (target->message.size > 0)
    put_form_field(out, boundary, "conversation", ags_id_or_none(target->conversation));
  else if (target->conversation.size > 0)
    put_form_field(out, boundary, "conversation", ags_id_unquoted(target->conversation));
  put_form_field(out, boundary, "sender", ags_view_of(part->from_agent ? "agent" : "end_user"));
  put_form_field(out, boundary, "mode", ags_view_of("form_data"));
  put_form_field(out, boundary, "metadata", metadata.size > 0 ? metadata : ags_view_of("{}"));
  if (target->message.size > 0) put_form_field(out, boundary, "message", ags_id_unquoted(target->message));
  ags_buffer_free(&time);
}

/* A filename must not end the header it stands in. */
static void put_quoted(ags_buffer *out, ags_view text) {
  for (size_t i = 0; i < text.size; i++) {
    char c = text.data[i];
    if (c == '"')
      AGS_PUT(out, "%22");
    else if (c == '\r')
      AGS_PUT(out, "%0D");
    else if (c == '\n')
      AGS_PUT(out, "%0A");
    else
      ags_buffer_put(out, &c, 1);
  }
}

void ags_upload_form_file(ags_buffer *out, ags_view boundary, uint32_t index, const ags_file *file) {
  char name[32];
  if (index > 0) AGS_PUT(out, "\r\n");
  AGS_PUT(out, "--");
  ags_buffer_put(out, boundary.data, boundary.size);
  AGS_PUT(out, "\r\nContent-Disposition: form-data; name=\"");
  ags_buffer_put(out, name, (size_t)snprintf(name, sizeof name, "attachment_%u", (unsigned)index));
  AGS_PUT(out, "\"; filename=\"");
  put_quoted(out, file->filename);
  AGS_PUT(out, "\"\r\nContent-Type: ");
  put_quoted(out, file->mime_type);
  AGS_PUT(out, "\r\n\r\n");
}

void ags_upload_form_end(ags_buffer *out, ags_view boundary) {
  AGS_PUT(out, "\r\n--");
  ags_buffer_put(out, boundary.data, boundary.size);
  AGS_PUT(out, "--\r\n");
}
