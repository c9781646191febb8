/* What an upload says about where its files belong. */
#ifndef AGS_UPLOAD_TARGET_H
#define AGS_UPLOAD_TARGET_H

#include "view.h"

#include <stdbool.h>

/* Ids are JSON text, with or without quotes. */
typedef struct ags_upload_target {
  ags_view conversation; /* its id on the server; on the rest wire it may be absent */
  bool rest;             /* as the clients 0.0.x say it, contract 1.6; else 2.5 */
  ags_view message;      /* rest: of the message that the files belong to; absent: they stand alone */
} ags_upload_target;

static inline ags_view ags_id_unquoted(ags_view id) {
  return id.size >= 2 && id.data[0] == '"' ? (ags_view){id.data + 1, id.size - 2} : id;
}

/* The clients 0.0.x write what Python says of a value that is not there. */
static inline ags_view ags_id_or_none(ags_view id) {
  return id.size > 0 ? ags_id_unquoted(id) : ags_view_of("None");
}

#endif
