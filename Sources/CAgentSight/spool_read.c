#include "spool_read.h"

#include "agentsight.h"
#include "record_parts.h"
#include "spool.h"
#include "upload.h"

#include <string.h>

/* Looking for the next good record computes checksums of what may be none; all of them together go over at
 * most so many times the file. */
#define EFFORT 16

ags_spool_verdict ags_spool_read_header(const void *bytes, size_t size, ags_spool_header *header) {
  if (size < offsetof(ags_segment, bytes)) return AGS_SPOOL_UNREADABLE;
  const ags_segment *segment = bytes;
  int newer = 0;
  for (int copy = 0; copy < 2; copy++) {
    memcpy(header, &segment->headers[copy], sizeof *header);
    if (header->magic != AGS_SPOOL_MAGIC) continue;
    if (header->version == AGS_SPOOL_VERSION && header->checksum == ags_spool_header_checksum(header))
      return AGS_SPOOL_READABLE;
    newer += header->version > AGS_SPOOL_VERSION;
  }
  return newer == 2 ? AGS_SPOOL_NEWER : AGS_SPOOL_UNREADABLE;
}

/* Takes `more` bytes from what is left; false when there are not so many. */
static bool take(size_t *left, uint64_t more) {
  if (more > *left) return false;
  *left -= (size_t)more;
  return true;
}

static bool files_fit(const char *at, size_t *left) {
  ags_attachments_part part;
  memcpy(&part, at, sizeof part);
  if (part.count == 0 || part.count > AGS_UPLOAD_FILES) return false;
  at += sizeof part;
  for (uint32_t i = 0; i < part.count; i++) {
    ags_file_part file;
    if (!take(left, sizeof file)) return false;
    memcpy(&file, at, sizeof file);
    uint64_t content = file.path_size > 0 ? file.path_size : file.size;
    if (!take(left, file.filename_size) || !take(left, file.mime_type_size) || !take(left, content))
      return false;
    at += sizeof file + file.filename_size + file.mime_type_size + content;
    if (file.path_size > 0 && at[-1] != '\0') return false;
  }
  return true;
}

/* Whether the fields fill the record, as its kind wants them. */
static bool fields_fit(const ags_record *record, size_t size) {
  size_t left = size - sizeof *record;
  if (record->kind >= AGS_KIND_COUNT || record->conversation_size == 0) return false;
  if (!take(&left, record->conversation_size) || !take(&left, record->text_size) ||
      !take(&left, record->metadata_size))
    return false;
  const char *part = ags_record_part(record);
  switch ((ags_kind)record->kind) {
  case AGS_KIND_QUESTION:
  case AGS_KIND_ANSWER:
    break;
  case AGS_KIND_ACTION: {
    ags_action_part action;
    if (!take(&left, sizeof action)) return false;
    memcpy(&action, part, sizeof action);
    if (!take(&left, action.tools_used_size) || !take(&left, action.response_size) ||
        !take(&left, action.error_msg_size))
      return false;
    break;
  }
  case AGS_KIND_BUTTON: {
    ags_button_part button;
    if (!take(&left, sizeof button)) return false;
    memcpy(&button, part, sizeof button);
    if (!take(&left, button.label_size) || !take(&left, button.value_size)) return false;
    break;
  }
  case AGS_KIND_TOKEN_USAGE:
    if (!take(&left, sizeof(ags_token_part))) return false;
    break;
  case AGS_KIND_ATTACHMENTS:
    if (!take(&left, sizeof(ags_attachments_part)) || !files_fit(part, &left)) return false;
    break;
  case AGS_KIND_CONVERSATION:
  case AGS_KIND_VISIT: {
    ags_info_part info;
    if (!take(&left, sizeof info)) return false;
    memcpy(&info, part, sizeof info);
    for (int i = 0; i < AGS_INFO_COUNT; i++)
      if (!take(&left, info.sizes[i])) return false;
    break;
  }
  }
  return left < 8; /* the padding */
}

/* A reading under way. */
typedef struct reading {
  const char *start, *end;
  uint32_t seed;
  uint64_t effort; /* bytes that checksums may still be made of */
} reading;

/* The size of the record at `at`, or 0 when there is none that can be believed. */
static size_t record_at(reading *r, const char *at) {
  const ags_record *record = (const ags_record *)(const void *)at;
  size_t room = (size_t)(r->end - at), least = sizeof *record + 8 + sizeof(ags_spool_trailer);
  if (room < least) return 0;
  size_t size = atomic_load_explicit(&record->size, memory_order_acquire);
  if (size < least || size > room || size % 8 != 0) return 0;
  size_t bare = size - sizeof(ags_spool_trailer);
  if (!fields_fit(record, bare) || r->effort < bare) return 0;
  r->effort -= bare;
  bool fits =
      ags_spool_trailer_of(record, size)->checksum == ags_spool_checksum(r->seed, record, (uint32_t)size);
  return fits ? size : 0;
}

uint64_t ags_spool_read(const void *segment, size_t size, const ags_spool_header *header, ags_spool_each each,
                        void *context) {
  const char *start = ((const ags_segment *)segment)->bytes, *end = (const char *)segment + size;
  /* Later ones would not find their segment (ags_segment_of). */
  const char *last = size > AGS_SEGMENT_SIZE ? (const char *)segment + AGS_SEGMENT_SIZE : end;
  reading r = {start, end, ags_spool_seed(header), EFFORT * (uint64_t)size};
  uint64_t damaged = 0;
  bool lost = false, after_size = false;
  for (const char *at = start; at < last && (size_t)(end - at) >= sizeof(uint64_t);) {
    size_t record_size = record_at(&r, at);
    if (record_size == 0) {
      uint32_t word;
      memcpy(&word, at, sizeof word);
      if (!lost) after_size = word != 0 && word != AGS_RECORD_END;
      lost = true;
      at += 8;
      continue;
    }
    if (lost) damaged++;
    lost = after_size = false;
    const ags_record *record = (const ags_record *)(const void *)at;
    const ags_spool_trailer *trailer = ags_spool_trailer_of(record, record_size);
    bool has_time = trailer->us_check == ags_spool_time_check(trailer->us);
    if (trailer->done != AGS_SPOOL_DONE) each(context, record, has_time ? trailer->us : 0);
    at += record_size;
  }
  /* Behind the last record stands nothing, or where the lane went on, or a record that is not whole. */
  return damaged + (lost && after_size);
}
