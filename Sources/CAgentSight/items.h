/* Events as reports and summaries show them. */
#ifndef AGS_ITEMS_H
#define AGS_ITEMS_H

#include "agentsight.h"
#include "drain.h"

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
                    .text_size = record->text_size};
}

#endif
