#include "upload.h"

#include "upload_form.h"
#include "upload_json.h"
#include "upload_read.h"

#include <stdio.h>

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
    ags_upload_json_begin(text, item, &part, target);
  } else {
    snprintf(upload->type, sizeof upload->type, "multipart/form-data; boundary=%s", name);
    ags_upload_form_begin(text, boundary, item, &part, target);
  }
  const char *at = ags_record_part(item->record) + sizeof part;
  for (uint32_t i = 0; i < part.count; i++) {
    ags_file file = ags_file_read(&at);
    if (upload->base64)
      ags_upload_json_file(text, i, &file);
    else
      ags_upload_form_file(text, boundary, i, &file);
    upload->parts[i] = (ags_upload_part){text->size, file};
  }
  if (upload->base64)
    ags_upload_json_end(text);
  else
    ags_upload_form_end(text, boundary);
  upload->source = (ags_body_source){ags_upload_read, ags_upload_rewind, upload, total_size(upload)};
  return !text->failed;
}

void ags_upload_finish(ags_upload *upload) {
  ags_upload_close(upload);
  ags_buffer_free(&upload->text);
}
