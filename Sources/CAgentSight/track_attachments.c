#include "kinds.h"

/* What the product's backend takes in one request. */
#define FILES_MAX      10
#define FILE_BYTES_MAX ((uint64_t)25 << 20)

static const char default_type[] = "application/octet-stream";

/* A file as it will be recorded. */
typedef struct file {
  ags_file_part part;
  const char *filename, *mime_type;
  const void *content; /* bytes or path */
  size_t content_size;
} file;

static ags_view last_part(const char *path) {
  const char *slash = path != NULL ? strrchr(path, '/') : NULL;
  return ags_view_of(slash != NULL ? slash + 1 : path);
}

/* The file is read when it is sent; that it can be read is checked now, when somebody can still act on it. */
static ags_status take_path(const ags_system *system, const char *path, file *taken) {
  struct stat status;
  if (system->files->find(system->context, path, &status) != 0 || !S_ISREG(status.st_mode))
    return ags_fail(AGS_ERROR_ATTACHMENT, "path: is not a file that can be read");
  taken->part.size = (uint64_t)status.st_size;
  taken->content = path;
  taken->content_size = strlen(path) + 1;
  taken->part.path_size = (uint32_t)taken->content_size;
  return AGS_OK;
}

static ags_status take(const ags_system *system, const ags_attachment *given, file *taken) {
  ags_attachment attachment = {0};
  if (!AGS_KNOWN(attachment, given))
    return ags_fail(AGS_ERROR_ARGUMENT, "files: a size is not sizeof(ags_attachment)");
  if ((attachment.data == NULL) == (attachment.path == NULL))
    return ags_fail(AGS_ERROR_ATTACHMENT, "data: give either the bytes or a path");
  ags_view filename = ags_view_sized(attachment.filename, attachment.filename_size);
  if (filename.data == NULL) filename = last_part(attachment.path);
  ags_view type = ags_view_sized(attachment.mime_type, attachment.mime_type_size);
  if (type.data == NULL) type = (ags_view){default_type, sizeof default_type - 1};

  *taken = (file){.part = {.size = attachment.data_size},
                  .filename = filename.data,
                  .mime_type = type.data,
                  .content = attachment.data,
                  .content_size = attachment.data_size};
  ags_status status = ags_check_field(AGS_ERROR_ATTACHMENT, "filename", filename);
  if (status == AGS_OK) status = ags_check_field(AGS_ERROR_ATTACHMENT, "mime_type", type);
  if (status == AGS_OK && attachment.path != NULL) status = take_path(system, attachment.path, taken);
  if (status != AGS_OK) return status;
  if (taken->part.size > FILE_BYTES_MAX)
    return ags_fail(AGS_ERROR_ATTACHMENT, "data: must not exceed 25 MiB");
  taken->part.filename_size = (uint32_t)filename.size;
  taken->part.mime_type_size = (uint32_t)type.size;
  return AGS_OK;
}

static ags_status check(const ags_attachments *attachments) {
  if (attachments->files == NULL || attachments->count == 0 || attachments->count > FILES_MAX)
    return ags_fail(AGS_ERROR_ATTACHMENT, "count: must be 1 to %d", FILES_MAX);
  if ((int)attachments->mode != AGS_ATTACHMENT_BASE64 && (int)attachments->mode != AGS_ATTACHMENT_FORM)
    return ags_fail(AGS_ERROR_ATTACHMENT, "mode: unknown value %d", (int)attachments->mode);
  return AGS_OK;
}

ags_status ags_kind_track_attachments(ags_tracker *tracker, ags_fields *fields,
                                      const ags_attachments *given) {
  ags_attachments attachments = {0};
  if (!AGS_KNOWN(attachments, given))
    return ags_fail(AGS_ERROR_ARGUMENT, "attachments: NULL, or its size is not sizeof(ags_attachments)");
  ags_status status = check(&attachments);
  if (status != AGS_OK) return status;

  file files[FILES_MAX];
  ags_attachments_part part = {.count = (uint32_t)attachments.count,
                               .from_agent = attachments.from_agent,
                               .mode = (uint8_t)attachments.mode};
  ags_lane *lane = attachments.of_message ? ags_tracker_lane(tracker) : NULL;
  if (lane != NULL) part.message_ticks = lane->last_ticks;
  size_t part_size = sizeof part;
  const char *next = (const char *)attachments.files;
  for (size_t i = 0; i < attachments.count; i++) {
    const ags_attachment *each = (const ags_attachment *)(const void *)next;
    status = take(tracker->system, each, &files[i]);
    if (status == AGS_ERROR_ATTACHMENT) return ags_fail(status, "files[%zu].%s", i, ags_last_error());
    if (status != AGS_OK) return status;
    next += each->size; /* the caller's array has the stride of the caller's version */
    part_size += sizeof files[i].part + files[i].part.filename_size + files[i].part.mime_type_size +
                 files[i].content_size;
  }
  fields->text = (ags_view){files[0].filename, files[0].part.filename_size};
  fields->text_name = "filename";
  fields->text_error = AGS_ERROR_ATTACHMENT;

  ags_draft draft = {0};
  status = ags_track_begin(&draft, tracker, AGS_KIND_ATTACHMENTS, fields, part_size);
  if (status != AGS_OK) return status;
  ags_track_put(&draft, &part, sizeof part);
  for (size_t i = 0; i < attachments.count; i++) {
    ags_track_put(&draft, &files[i].part, sizeof files[i].part);
    ags_track_put(&draft, files[i].filename, files[i].part.filename_size);
    ags_track_put(&draft, files[i].mime_type, files[i].part.mime_type_size);
    ags_track_put(&draft, files[i].content, files[i].content_size);
  }
  return ags_track_end(tracker, &draft);
}

ags_status ags_track_attachments_n(ags_tracker *tracker, const char *conversation_id,
                                   size_t conversation_id_size, const ags_attachments *attachments,
                                   const char *metadata, size_t metadata_size) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  ags_fields fields = ags_fields_n(conversation_id, conversation_id_size, metadata, metadata_size);
  return ags_tracked(tracker, ags_kind_track_attachments(tracker, &fields, attachments));
}

ags_status ags_track_attachments(ags_tracker *tracker, const char *conversation_id,
                                 const ags_attachments *attachments, const char *metadata) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  ags_fields fields = ags_fields_of(conversation_id, metadata);
  return ags_tracked(tracker, ags_kind_track_attachments(tracker, &fields, attachments));
}
