/* The ids that a server gives to what the rest wire sends it: later requests name them. */
#ifndef AGS_REST_IDS_H
#define AGS_REST_IDS_H

#include "drain.h"
#include "view.h"

#include <stdbool.h>

/* The longest JSON text of an id; longer ones are not kept. */
#define AGS_REST_ID_MAX 64

typedef struct ags_rest_id {
  char text[AGS_REST_ID_MAX]; /* JSON: 7 or "conv_7" */
  size_t size;                /* 0: not known */
} ags_rest_id;

/* What is known about a conversation. */
typedef struct ags_rest_conversation {
  ags_rest_id id;
  ags_rest_id message[2];    /* of its last question and answer */
  uint64_t message_ticks[2]; /* which those are */
  char *name;
  size_t name_size;
} ags_rest_conversation;

/* All conversations of the sending that is under way. */
typedef struct ags_rest_ids {
  ags_rest_conversation *conversations;
  size_t count, capacity;
} ags_rest_ids;

void ags_rest_ids_free(ags_rest_ids *ids);

/* What is known about the record's conversation; made when need be. NULL when memory ran out. Valid until the
 * next call. */
ags_rest_conversation *ags_rest_ids_of(ags_rest_ids *ids, const ags_record *record);

/* Keeps the "id" of an answer to the record. */
void ags_rest_ids_learn(ags_rest_conversation *conversation, const ags_record *record, ags_view answer);

/* Of the message that the files of the record belong to; absent when they stand alone, or it is not known. */
ags_view ags_rest_ids_message(const ags_rest_conversation *conversation, const ags_record *record);

/* Everything has been sent, of all conversations or of one: the next sending begins anew, as the published
 * clients' does. */
void ags_rest_ids_forget(ags_rest_ids *ids, ags_view only);

#endif
