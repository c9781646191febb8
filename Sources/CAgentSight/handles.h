/* Conversation ids and metadata that were checked once. */
#ifndef AGS_HANDLES_H
#define AGS_HANDLES_H

#include "agentsight.h"
#include "view.h"

struct ags_conversation {
  size_t size;
  char id[];
};

struct ags_metadata {
  size_t size;
  char json[];
};

/* Absent when there is no handle. */
AGS_INLINE ags_view ags_conversation_view(const ags_conversation *conversation) {
  return conversation != NULL ? (ags_view){conversation->id, conversation->size} : (ags_view){0};
}

AGS_INLINE ags_view ags_metadata_view(const ags_metadata *metadata) {
  return metadata != NULL ? (ags_view){metadata->json, metadata->size} : (ags_view){0};
}

#endif
