/* Why events that were accepted are given up. */
#ifndef AGS_DROP_H
#define AGS_DROP_H

typedef enum ags_drop_reason {
  AGS_DROP_DISCARDED,  /* by ags_discard() */
  AGS_DROP_OLDEST,     /* to make room for newer ones */
  AGS_DROP_TOO_LARGE,  /* the server takes no request as large as the one with this event alone */
  AGS_DROP_INVALID,    /* the server refused the event alone */
  AGS_DROP_UNREADABLE, /* an attachment's file was gone, or shorter, when it was to be sent */
  AGS_DROP_REASONS
} ags_drop_reason;

#endif
