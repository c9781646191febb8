/* Reading an upload's body while it is sent. */
#ifndef AGS_UPLOAD_READ_H
#define AGS_UPLOAD_READ_H

#include "upload.h"

/* Functions of an ags_body_source whose context is an upload. */
size_t ags_upload_read(void *context, char *to, size_t room);
bool ags_upload_rewind(void *context);

/* Closes the file that reading is at, if any. */
void ags_upload_close(ags_upload *upload);

#endif
