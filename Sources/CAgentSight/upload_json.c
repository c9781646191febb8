#include "upload_json.h"

#include "json_write.h"

static void put_quoted_id(ags_buffer *out, ags_view id) {
  AGS_PUT(out, "\"");
  ags_buffer_put(out, id.data, id.size);
  AGS_PUT(out, "\"");
}

/* The files of a message name it; the conversation they name as the clients 0.0.44 do. */
static void put_target_json(ags_buffer *out, const ags_record *record, const ags_attachments_part *part,
                            const ags_upload_target *target) {
  AGS_PUT(out, "{\"conversation\":");
  if (!target->rest)
    put_quoted_id(out, ags_id_unquoted(target->conversation));
  else if (target->message.size > 0)
    put_quoted_id(out, ags_id_or_none(target->conversation));
  else if (target->conversation.size > 0)
    ags_buffer_put(out, target->conversation.data, target->conversation.size);
  else
    AGS_PUT(out, "null");
  if (target->rest) {
    ags_view id = {ags_record_conversation(record), record->conversation_size};
    if (target->message.size > 0 && part->from_agent) id = ags_view_of("None");
    AGS_PUT(out, ",\"conversation_id\":");
    ags_json_put_string(out, id.data, id.size);
  }
  if (target->message.size > 0) {
    AGS_PUT(out, ",\"message\":");
    ags_buffer_put(out, target->message.data, target->message.size);
  } else {
    AGS_PUT(out, ",\"mode\":\"base64\"");
  }
}

void ags_upload_json_begin(ags_buffer *out, const ags_drained *item, const ags_attachments_part *part,
                           const ags_upload_target *target) {
  put_target_json(out, item->record, part, target);
  AGS_PUT(out, ",\"timestamp\":");
  ags_json_put_time(out, item->us);
  AGS_PUT(out, ",\"sender\":");
  if (part->from_agent)
    AGS_PUT(out, "\"agent\"");
  else
    AGS_PUT(out, "\"end_user\"");
  AGS_PUT(out, ",\"metadata\":");
  if (item->record->metadata_size > 0)
    ags_buffer_put(out, ags_record_metadata(item->record), item->record->metadata_size);
  else
    AGS_PUT(out, "{}");
  AGS_PUT(out, ",\"attachments\":[");
}

void ags_upload_json_file(ags_buffer *out, uint32_t index, const ags_file *file) {
  if (index > 0) AGS_PUT(out, "\"},");
  AGS_PUT(out, "{\"filename\":");
  ags_json_put_string(out, file->filename.data, file->filename.size);
  AGS_PUT(out, ",\"mime_type\":");
  ags_json_put_string(out, file->mime_type.data, file->mime_type.size);
  AGS_PUT(out, ",\"data\":\"");
}

void ags_upload_json_end(ags_buffer *out) {
  AGS_PUT(out, "\"}]}");
}
