/* Attachments whose events the server has and whose files it has yet to get. They wait for themselves alone:
 * that an upload fails keeps no conversation from being delivered. */
#ifndef AGS_UPLOADS_H
#define AGS_UPLOADS_H

#include "attachment_upload.h"
#include "retry.h"
#include "settle.h"

/* Whether any wait that belong to the job. */
bool ags_uploads_wait(const ags_account *account);

/* Uploads the first of them and settles it, unless it has to wait on. `*answer` is about that one upload.
 * AGS_OK when it was delivered, or there was none. */
ags_status ags_uploads_attempt(const ags_account *account, ags_backend *backend, ags_answer *answer);

#endif
