/* Bringing the files of an attachments event to the server: contract 2.5. */
#ifndef AGS_ATTACHMENT_UPLOAD_H
#define AGS_ATTACHMENT_UPLOAD_H

#include "backend.h"
#include "batch.h"

/*
 * Asks for the conversation's id on the server, then uploads. Decides about the entry: it is delivered, or
 * dropped when trying again would not help (its file is gone, the server refuses it or has no id for its
 * conversation), or it waits, and the last answer of the backend says for what. AGS_OK when it is delivered.
 */
ags_status ags_attachment_upload(ags_backend *backend, ags_batch_entry *entry, ags_report *report);

#endif
