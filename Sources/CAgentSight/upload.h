/* The body of an upload: text that is made beforehand and file contents that are read while it is sent, as
 * they are or in base64. */
#ifndef AGS_UPLOAD_H
#define AGS_UPLOAD_H

#include "drain.h"
#include "record_parts.h"
#include "system.h"
#include "upload_target.h"

/* A file's content with the text that stands in front of it. */
typedef struct ags_upload_part {
  size_t text_end; /* of its text, in `text`; it begins where the part before ends */
  ags_file file;
} ags_upload_part;

#define AGS_UPLOAD_FILES 10

typedef struct ags_upload {
  ags_buffer text; /* of all parts, and behind the last one */
  ags_upload_part parts[AGS_UPLOAD_FILES];
  uint32_t count;
  bool base64;
  char type[96]; /* Content-Type */
  const ags_system *system;

  /* Where reading is. */
  uint32_t part;
  size_t text_at;
  uint64_t content_at; /* bytes of the part's content read */
  int file;            /* the part's, or -1 */
  char carry[4];       /* encoded bytes that the last read had no room for */
  size_t carry_size;
  bool unreadable; /* a file is not there any more, or shorter than it was */
  ags_body_source source;
} ags_upload;

/* Prepares the upload of an attachments event. False when memory ran out. Call ags_upload_finish() in any
 * case. */
bool ags_upload_start(ags_upload *upload, const ags_system *system, const ags_drained *item,
                      const ags_upload_target *target);

void ags_upload_finish(ags_upload *upload);

#endif
