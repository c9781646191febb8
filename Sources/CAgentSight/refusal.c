#include "refusal.h"

#include "json_check.h"
#include "json_members.h"

#define INDEX_DIGITS 9

bool ags_refusal_read(ags_refusal *refusal, ags_view body) {
  *refusal = (ags_refusal){.at = 1};
  if (body.size == 0 || ags_json_check_object(body.data, body.size).expected != NULL) return false;
  while (*body.data != '{') {
    body.data++;
    body.size--;
  }
  ags_view blocks = ags_json_find_member(body, "conversations");
  if (blocks.size > 0 && blocks.data[0] == '[') refusal->blocks = blocks;
  return true;
}

static bool read_index(ags_view text, uint32_t *index) {
  if (text.size == 0 || text.size > INDEX_DIGITS) return false;
  *index = 0;
  for (size_t i = 0; i < text.size; i++) {
    if (text.data[i] < '0' || text.data[i] > '9') return false;
    *index = *index * 10 + (uint32_t)(text.data[i] - '0');
  }
  return true;
}

static bool read_block(ags_view element, ags_refused_block *block) {
  *block = (ags_refused_block){0};
  if (element.data[0] != '{') return false;
  if (!read_index(ags_json_find_member(element, "index"), &block->index)) return false;
  ags_view id = ags_json_find_member(element, "conversation_id");
  if (id.size >= 2 && id.data[0] == '"') block->conversation_id = (ags_view){id.data + 1, id.size - 2};
  ags_view errors = ags_json_find_member(element, "errors");
  block->environment =
      errors.size > 0 && errors.data[0] == '{' && ags_json_find_member(errors, "environment").data != NULL;
  return true;
}

bool ags_refusal_next(ags_refusal *refusal, ags_refused_block *block) {
  ags_view element;
  if (refusal->blocks.data == NULL) return false;
  while (ags_json_next_element(refusal->blocks, &refusal->at, &element))
    if (read_block(element, block)) return true;
  return false;
}
