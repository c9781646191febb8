#include "record_parts.h"
#include "wire_cursor.h"

bool ags_span_list_files(const ags_record *record, ags_buffer *list) {
  ags_attachments_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  const char *at = ags_record_part(record) + sizeof part;
  for (uint32_t i = 0; i < part.count; i++) {
    ags_file file = ags_file_read(&at);
    if (i == 0)
      AGS_PUT(list, "[{\"filename\":");
    else
      AGS_PUT(list, ",{\"filename\":");
    ags_json_put_string(list, file.filename.data, file.filename.size);
    AGS_PUT(list, ",\"mime_type\":");
    ags_json_put_string(list, file.mime_type.data, file.mime_type.size);
    AGS_PUT(list, ",\"size\":");
    ags_json_put_integer(list, (int64_t)file.size);
    AGS_PUT(list, "}");
  }
  AGS_PUT(list, "]");
  return !list->failed;
}

char *ags_span_attachments_at(char *to, ags_span_writer *w, uint32_t index, const ags_buffer *list) {
  const ags_record *record = w->batch->entries[index].item.record;
  ags_attachments_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  to = ags_span_open_instant(to, w, index, "attachment", ags_view_of("attachment"));
  to = part.from_agent ? AGS_AT(to, "\"agentsight.attachment.sender\":\"agent\"")
                       : AGS_AT(to, "\"agentsight.attachment.sender\":\"end_user\"");
  to = part.mode == AGS_ATTACHMENT_FORM ? AGS_AT(to, ",\"agentsight.attachment.mode\":\"form_data\"")
                                        : AGS_AT(to, ",\"agentsight.attachment.mode\":\"base64\"");
  to = AGS_AT(to, ",\"agentsight.attachment.count\":");
  to = ags_json_integer_at(to, part.count);
  to = AGS_AT(to, ",\"agentsight.attachment.files\":");
  to = ags_json_string_at(to, list->data, list->size);
  to = ags_span_turn_id(to, w, index);
  to = ags_span_metadata(to, w, record);
  return ags_span_close_without_events(to);
}
