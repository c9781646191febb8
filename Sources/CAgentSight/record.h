/*
 * A tracked event as it lies in a segment: this header, then the bytes of the conversation id, the text
 * and the metadata, then what the kind adds, then padding to a multiple of 8.
 *
 *   kind          text      behind the metadata
 *   question      content
 *   answer        content
 *   action        name      ags_action_part, tools_used, response, error_msg
 *   button        event     ags_button_part, label, value
 *   token usage   -         ags_token_part
 *   attachments   filename  ags_attachments_part, then for each file
 *                           ags_file_part, filename, type, bytes or path
 *   conversation  -         ags_info_part, the fields in the order of ags_info_field
 *   visit         -         the same
 */
#ifndef AGS_RECORD_H
#define AGS_RECORD_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ags_record {
  _Atomic uint32_t size; /* bytes with this header and the padding; stored last: 0 means not yet published,
                            AGS_RECORD_END that the lane goes on in the next segment */
  uint8_t kind;          /* ags_kind */
  uint8_t reserved;
  uint16_t conversation_size;
  uint64_t ticks;
  uint32_t text_size;
  uint32_t metadata_size; /* 0: none */
  char bytes[];
} ags_record;

#define AGS_RECORD_END UINT32_MAX

/* Copied byte by byte: nothing behind the header is aligned. */
typedef struct ags_action_part {
  int64_t started_at_ns, ended_at_ns, duration_ns; /* 0: not given */
  uint32_t tools_used_size, response_size, error_msg_size;
  uint32_t reserved;
} ags_action_part;

typedef struct ags_button_part {
  uint32_t label_size, value_size;
} ags_button_part;

typedef struct ags_token_part {
  int64_t prompt, completion, total, embedding;
} ags_token_part;

/* What a conversation's block may tell about it, and the attribute of a visit's span. */
typedef enum ags_info_field {
  AGS_INFO_CUSTOMER_ID,
  AGS_INFO_IP_ADDRESS,
  AGS_INFO_DEVICE,
  AGS_INFO_SOURCE,
  AGS_INFO_LANGUAGE,
  AGS_INFO_NAME,
  AGS_INFO_ENVIRONMENT,
  AGS_INFO_COUNT
} ags_info_field;

typedef struct ags_info_part {
  uint32_t sizes[AGS_INFO_COUNT]; /* 0: not given */
} ags_info_part;

typedef struct ags_attachments_part {
  uint32_t count;
  uint8_t from_agent;
  uint8_t mode; /* ags_attachment_mode */
  uint8_t reserved[2];
  uint64_t message_ticks; /* of the message that they belong to, in the same lane; 0: none */
} ags_attachments_part;

typedef struct ags_file_part {
  uint64_t size; /* of the file's content */
  uint32_t filename_size, mime_type_size;
  uint32_t path_size; /* not 0: the content lies in this file, and its path stands in place of the bytes */
  uint32_t reserved;
} ags_file_part;

static inline size_t ags_record_padded(size_t size) {
  return (size + 7) & ~(size_t)7;
}

static inline const char *ags_record_conversation(const ags_record *record) {
  return record->bytes;
}

static inline const char *ags_record_text(const ags_record *record) {
  return record->bytes + record->conversation_size;
}

static inline const char *ags_record_metadata(const ags_record *record) {
  return ags_record_text(record) + record->text_size;
}

static inline const char *ags_record_part(const ags_record *record) {
  return ags_record_metadata(record) + record->metadata_size;
}

#endif
