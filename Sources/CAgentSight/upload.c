#include "upload.h"

#include "json_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>

#define BASE64_IN  3072 /* a multiple of 3: only the last piece has padding */
#define BASE64_OUT (BASE64_IN / 3 * 4)

/* ---- text around the contents */

static ags_view unquoted(ags_view id) {
  return id.size >= 2 && id.data[0] == '"' ? (ags_view){id.data + 1, id.size - 2} : id;
}

/* The clients 0.0.x write what Python says of a value that is not there. */
static ags_view id_or_none(ags_view id) {
  return id.size > 0 ? unquoted(id) : ags_view_of("None");
}

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
    put_quoted_id(out, unquoted(target->conversation));
  else if (target->message.size > 0)
    put_quoted_id(out, id_or_none(target->conversation));
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

static void put_common_json(ags_buffer *out, const ags_drained *item, const ags_attachments_part *part,
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

static void put_file_json(ags_buffer *out, uint32_t index, const ags_file *file) {
  if (index > 0) AGS_PUT(out, "\"},");
  AGS_PUT(out, "{\"filename\":");
  ags_json_put_string(out, file->filename.data, file->filename.size);
  AGS_PUT(out, ",\"mime_type\":");
  ags_json_put_string(out, file->mime_type.data, file->mime_type.size);
  AGS_PUT(out, ",\"data\":\"");
}

static void put_form_field(ags_buffer *out, ags_view boundary, const char *name, ags_view value) {
  AGS_PUT(out, "--");
  ags_buffer_put(out, boundary.data, boundary.size);
  AGS_PUT(out, "\r\nContent-Disposition: form-data; name=\"");
  ags_buffer_put(out, name, strlen(name));
  AGS_PUT(out, "\"\r\n\r\n");
  ags_buffer_put(out, value.data, value.size);
  AGS_PUT(out, "\r\n");
}

static void put_common_form(ags_buffer *out, ags_view boundary, const ags_drained *item,
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
    put_form_field(out, boundary, "conversation", id_or_none(target->conversation));
  else if (target->conversation.size > 0)
    put_form_field(out, boundary, "conversation", unquoted(target->conversation));
  put_form_field(out, boundary, "sender", ags_view_of(part->from_agent ? "agent" : "end_user"));
  put_form_field(out, boundary, "mode", ags_view_of("form_data"));
  put_form_field(out, boundary, "metadata", metadata.size > 0 ? metadata : ags_view_of("{}"));
  if (target->message.size > 0) put_form_field(out, boundary, "message", unquoted(target->message));
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

static void put_file_form(ags_buffer *out, ags_view boundary, uint32_t index, const ags_file *file) {
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

/* ---- reading */

static size_t encode_base64(char *to, const unsigned char *from, size_t size) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char *start = to;
  for (; size > 0; from += 3, to += 4) {
    size_t taken = size < 3 ? size : 3;
    uint32_t bits = (uint32_t)from[0] << 16 | (taken > 1 ? (uint32_t)from[1] << 8 : 0) |
                    (taken > 2 ? (uint32_t)from[2] : 0);
    to[0] = digits[bits >> 18];
    to[1] = digits[bits >> 12 & 63];
    to[2] = taken > 1 ? digits[bits >> 6 & 63] : '=';
    to[3] = taken > 2 ? digits[bits & 63] : '=';
    size -= taken;
  }
  return (size_t)(to - start);
}

/* Whether the system was short of something that it may have again, which says nothing about the file. */
static bool is_shortage(int64_t result) {
  return result == -EMFILE || result == -ENFILE || result == -ENOMEM || result == -EAGAIN;
}

static int64_t read_file(ags_upload *upload, const ags_file *file, void *to, size_t size) {
  const ags_system *system = upload->system;
  if (upload->file < 0) upload->file = system->files->open(system->context, file->path, O_RDONLY, 0);
  if (upload->file < 0) return upload->file;
  return system->files->read(system->context, upload->file, to, size, upload->content_at);
}

/* The next bytes of the part's content; SIZE_MAX when they cannot be had. */
static size_t read_content(ags_upload *upload, void *to, size_t room) {
  const ags_file *file = &upload->parts[upload->part].file;
  uint64_t left = file->size - upload->content_at;
  size_t size = left < room ? (size_t)left : room;
  if (file->data != NULL) {
    memcpy(to, file->data + upload->content_at, size);
  } else if (size > 0) {
    int64_t result = read_file(upload, file, to, size);
    if (result != (int64_t)size) {
      upload->unreadable = !is_shortage(result);
      return SIZE_MAX;
    }
  }
  upload->content_at += size;
  return size;
}

static void close_file(ags_upload *upload) {
  if (upload->file >= 0) upload->system->files->close(upload->system->context, upload->file);
  upload->file = -1;
}

static size_t read_carry(ags_upload *upload, char *to, size_t room) {
  size_t size = upload->carry_size < room ? upload->carry_size : room;
  memcpy(to, upload->carry, size);
  upload->carry_size -= size;
  memmove(upload->carry, upload->carry + size, upload->carry_size);
  return size;
}

static size_t read_part(ags_upload *upload, char *to, size_t room) {
  if (!upload->base64) return read_content(upload, to, room);
  if (room < sizeof upload->carry) { /* too little for four digits: make them and hand out what fits */
    size_t made = read_part(upload, upload->carry, sizeof upload->carry);
    if (made == SIZE_MAX) return SIZE_MAX;
    upload->carry_size = made;
    return read_carry(upload, to, room);
  }
  unsigned char piece[BASE64_IN];
  size_t wanted = room / 4 * 3 < sizeof piece ? room / 4 * 3 : sizeof piece;
  size_t size = read_content(upload, piece, wanted);
  return size == SIZE_MAX ? SIZE_MAX : encode_base64(to, piece, size);
}

static size_t read_text(ags_upload *upload, size_t end, char *to, size_t room) {
  size_t size = end - upload->text_at < room ? end - upload->text_at : room;
  memcpy(to, upload->text.data + upload->text_at, size);
  upload->text_at += size;
  return size;
}

static size_t on_read(void *context, char *to, size_t room) {
  ags_upload *upload = context;
  if (upload->carry_size > 0) return read_carry(upload, to, room);
  for (; upload->part < upload->count; upload->part++, upload->content_at = 0, close_file(upload)) {
    const ags_upload_part *part = &upload->parts[upload->part];
    if (upload->text_at < part->text_end) return read_text(upload, part->text_end, to, room);
    if (upload->content_at < part->file.size) return read_part(upload, to, room);
  }
  return read_text(upload, upload->text.size, to, room);
}

static bool on_rewind(void *context) {
  ags_upload *upload = context;
  close_file(upload);
  upload->part = 0;
  upload->text_at = 0;
  upload->content_at = 0;
  upload->carry_size = 0;
  return true;
}

/* ---- starting */

static uint64_t total_size(const ags_upload *upload) {
  uint64_t size = upload->text.size;
  for (uint32_t i = 0; i < upload->count; i++) {
    uint64_t content = upload->parts[i].file.size;
    size += upload->base64 ? (content + 2) / 3 * 4 : content;
  }
  return size;
}

bool ags_upload_start(ags_upload *upload, const ags_system *system, const ags_drained *item,
                      const ags_upload_target *target) {
  *upload = (ags_upload){.system = system, .file = -1};
  ags_attachments_part part;
  memcpy(&part, ags_record_part(item->record), sizeof part);
  upload->base64 = part.mode != AGS_ATTACHMENT_FORM;
  upload->count = part.count;
  ags_buffer *text = &upload->text;
  char name[40];
  /* The event's id is a hash: nobody who wrote the files could have foreseen the boundary. */
  ags_view boundary = {
      name, (size_t)snprintf(name, sizeof name, "agentsight-%016llx", (unsigned long long)item->id)};

  if (upload->base64) {
    snprintf(upload->type, sizeof upload->type, "application/json");
    put_common_json(text, item, &part, target);
  } else {
    snprintf(upload->type, sizeof upload->type, "multipart/form-data; boundary=%s", name);
    put_common_form(text, boundary, item, &part, target);
  }
  const char *at = ags_record_part(item->record) + sizeof part;
  for (uint32_t i = 0; i < part.count; i++) {
    ags_file file = ags_file_read(&at);
    if (upload->base64)
      put_file_json(text, i, &file);
    else
      put_file_form(text, boundary, i, &file);
    upload->parts[i] = (ags_upload_part){text->size, file};
  }
  if (upload->base64) {
    AGS_PUT(text, "\"}]}");
  } else {
    AGS_PUT(text, "\r\n--");
    ags_buffer_put(text, boundary.data, boundary.size);
    AGS_PUT(text, "--\r\n");
  }
  upload->source = (ags_body_source){on_read, on_rewind, upload, total_size(upload)};
  return !text->failed;
}

void ags_upload_finish(ags_upload *upload) {
  close_file(upload);
  ags_buffer_free(&upload->text);
}
