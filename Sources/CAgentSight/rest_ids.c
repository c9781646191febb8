#include "rest_ids.h"

#include "json_check.h"
#include "json_members.h"
#include "record_parts.h"

#include <stdlib.h>

static void forget(ags_rest_conversation *conversation) {
  free(conversation->name);
}

void ags_rest_ids_free(ags_rest_ids *ids) {
  ags_rest_ids_forget(ids, (ags_view){0});
  free(ids->conversations);
  *ids = (ags_rest_ids){0};
}

static bool is_named(const ags_rest_conversation *conversation, ags_view name) {
  return conversation->name_size == name.size && memcmp(conversation->name, name.data, name.size) == 0;
}

static bool reserve(ags_rest_ids *ids) {
  if (ids->count < ids->capacity) return true;
  size_t capacity = ids->capacity > 0 ? ids->capacity * 2 : 16;
  ags_rest_conversation *more = realloc(ids->conversations, capacity * sizeof *more);
  if (more == NULL) return false;
  ids->conversations = more;
  ids->capacity = capacity;
  return true;
}

ags_rest_conversation *ags_rest_ids_of(ags_rest_ids *ids, const ags_record *record) {
  ags_view name = {ags_record_conversation(record), record->conversation_size};
  for (size_t i = ids->count; i-- > 0;) /* the latest are asked for most */
    if (is_named(&ids->conversations[i], name)) return &ids->conversations[i];
  char *copy = malloc(name.size);
  if (copy == NULL || !reserve(ids)) {
    free(copy);
    return NULL;
  }
  memcpy(copy, name.data, name.size);
  ags_rest_conversation *added = &ids->conversations[ids->count++];
  *added = (ags_rest_conversation){.name = copy, .name_size = name.size};
  return added;
}

/* The "id" of an object, as JSON text; absent where the answer is something else. */
static ags_view id_of(ags_view answer) {
  if (answer.size == 0 || ags_json_check_object(answer.data, answer.size).expected != NULL)
    return (ags_view){0};
  while (*answer.data != '{') {
    answer.data++;
    answer.size--;
  }
  ags_view id = ags_json_find_member(answer, "id");
  bool usable = id.size > 0 && id.size <= AGS_REST_ID_MAX &&
                (id.data[0] == '"' || (id.data[0] >= '0' && id.data[0] <= '9'));
  return usable ? id : (ags_view){0};
}

void ags_rest_ids_learn(ags_rest_conversation *conversation, const ags_record *record, ags_view answer) {
  ags_rest_id *id = &conversation->id;
  if (record->kind == AGS_KIND_QUESTION || record->kind == AGS_KIND_ANSWER) {
    int which = record->kind == AGS_KIND_ANSWER;
    id = &conversation->message[which];
    conversation->message_ticks[which] = record->ticks;
  } else if (record->kind != AGS_KIND_CONVERSATION) {
    return; /* a visit was sent on its own: what comes later does not name its id */
  }
  ags_view text = id_of(answer);
  if (text.size > 0) memcpy(id->text, text.data, text.size);
  id->size = text.size;
}

ags_view ags_rest_ids_message(const ags_rest_conversation *conversation, const ags_record *record) {
  ags_attachments_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  int which = part.from_agent != 0;
  if (part.message_ticks == 0 || conversation->message_ticks[which] != part.message_ticks)
    return (ags_view){0};
  return (ags_view){conversation->message[which].text, conversation->message[which].size};
}

void ags_rest_ids_forget(ags_rest_ids *ids, ags_view only) {
  size_t kept = 0;
  for (size_t i = 0; i < ids->count; i++) {
    if (only.data != NULL && !is_named(&ids->conversations[i], only))
      ids->conversations[kept++] = ids->conversations[i];
    else
      forget(&ids->conversations[i]);
  }
  ids->count = kept;
}
