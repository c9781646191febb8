/* Reading the parts of records that have more than fixed fields. */
#ifndef AGS_RECORD_PARTS_H
#define AGS_RECORD_PARTS_H

#include "record.h"
#include "view.h"

#include <stdbool.h>

/* Whether the record is of the conversation `only`; any record is when that is absent. */
static inline bool ags_record_belongs(const ags_record *record, ags_view only) {
  return only.data == NULL || (record->conversation_size == only.size &&
                               memcmp(ags_record_conversation(record), only.data, only.size) == 0);
}

/* A field of what is known about a conversation; empty when it was not given. */
static inline ags_view ags_record_info(const ags_record *record, ags_info_field field) {
  ags_info_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  const char *at = ags_record_part(record) + sizeof part;
  for (ags_info_field before = 0; before < field; before++) at += part.sizes[before];
  return (ags_view){at, part.sizes[field]};
}

/* Whether the files of an attachments record belong to a message. */
static inline bool ags_record_is_of_message(const ags_record *record) {
  ags_attachments_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  return part.message_ticks != 0;
}

/* A file of an attachments record. */
typedef struct ags_file {
  ags_view filename, mime_type;
  uint64_t size;    /* of its content */
  const char *data; /* the content, or NULL */
  const char *path; /* where the content lies, or NULL; NUL-terminated */
} ags_file;

/* Reads the file at *at and moves *at behind it. */
static inline ags_file ags_file_read(const char **at) {
  ags_file_part part;
  memcpy(&part, *at, sizeof part);
  const char *filename = *at + sizeof part;
  const char *mime_type = filename + part.filename_size;
  const char *content = mime_type + part.mime_type_size;
  bool in_file = part.path_size > 0;
  *at = content + (in_file ? part.path_size : part.size);
  return (ags_file){{filename, part.filename_size},
                    {mime_type, part.mime_type_size},
                    part.size,
                    in_file ? NULL : content,
                    in_file ? content : NULL};
}

#endif
