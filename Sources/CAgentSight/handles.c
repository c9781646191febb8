#include "handles.h"

#include "json_check.h"
#include "pairs.h"
#include "track.h"

#include <stdlib.h>

ags_status ags_conversation_create(const char *id, size_t size, ags_conversation **conversation) {
  if (conversation == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "conversation: NULL");
  *conversation = NULL;
  ags_view view = ags_view_n(id, size);
  ags_status status = ags_check_field(AGS_ERROR_CONVERSATION_ID, "conversation_id", view);
  if (status != AGS_OK) return status;
  ags_conversation *made = malloc(sizeof *made + size);
  if (made == NULL) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  made->size = size;
  memcpy(made->id, id, size);
  *conversation = made;
  return AGS_OK;
}

void ags_conversation_free(ags_conversation *conversation) {
  free(conversation);
}

static ags_status create(ags_view json, ags_metadata **metadata) {
  ags_metadata *made = malloc(sizeof *made + json.size);
  if (made == NULL) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  made->size = json.size;
  memcpy(made->json, json.data, json.size);
  ags_json_mend_escapes(made->json, made->size);
  *metadata = made;
  return AGS_OK;
}

ags_status ags_metadata_create_json(const char *json, size_t size, ags_metadata **metadata) {
  if (json == NULL || metadata == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "json or metadata: NULL");
  *metadata = NULL;
  ags_status status = ags_check_object(AGS_ERROR_METADATA, "metadata", (ags_view){json, size});
  return status == AGS_OK ? create((ags_view){json, size}, metadata) : status;
}

ags_status ags_metadata_create(const ags_pair *pairs, size_t count, ags_metadata **metadata) {
  if (metadata == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "metadata: NULL");
  *metadata = NULL;
  ags_buffer text = {0};
  ags_status status = ags_pairs_write(pairs, count, &text);
  if (status == AGS_OK) status = create((ags_view){text.data, text.size}, metadata);
  ags_buffer_free(&text);
  return status;
}

void ags_metadata_free(ags_metadata *metadata) {
  free(metadata);
}
