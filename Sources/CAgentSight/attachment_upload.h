/* Bringing the files of an attachments event to the server: contract 2.5. */
#ifndef AGS_ATTACHMENT_UPLOAD_H
#define AGS_ATTACHMENT_UPLOAD_H

#include "backend.h"
#include "drain.h"

/* Asks for the conversation's id on the server, then uploads. A refusal that would be repeated (the files are
 * too large, or gone) is logged and counts as done: the event itself is stored. */
ags_status ags_attachment_upload(ags_backend *backend, const ags_drained *item, ags_report *report);

#endif
