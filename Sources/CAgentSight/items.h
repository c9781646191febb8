/* Events as reports and summaries show them. */
#ifndef AGS_ITEMS_H
#define AGS_ITEMS_H

#include "agentsight.h"
#include "drain.h"
#include "record_parts.h"
#include "transport.h"

static inline ags_item ags_item_of(const ags_drained *item, ags_outcome outcome, ags_status error) {
  const ags_record *record = item->record;
  return (ags_item){.size = sizeof(ags_item),
                    .kind = (ags_kind)record->kind,
                    .outcome = outcome,
                    .error = error,
                    .time_us = item->us,
                    .conversation_id = ags_record_conversation(record),
                    .conversation_id_size = record->conversation_size,
                    .text = ags_record_text(record),
                    .text_size = record->text_size,
                    .of_message = record->kind == AGS_KIND_ATTACHMENTS && ags_record_is_of_message(record)};
}

/* What the server answered to the one event of a request. */
static inline void ags_item_answer(ags_item *item, const ags_response *response) {
  item->response = response->body.data;
  item->response_size = response->body.size;
  item->http_status = (int32_t)response->http_status;
}

#endif
