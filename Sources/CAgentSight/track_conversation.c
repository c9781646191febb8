#include "kinds.h"

#include <arpa/inet.h>

#define FIELD_CHARACTERS 255
#define ADDRESS_ROOM     64

static bool is_address(ags_view text) {
  char copy[ADDRESS_ROOM];
  unsigned char address[16];
  if (text.size >= sizeof copy || memchr(text.data, '\0', text.size) != NULL) return false;
  memcpy(copy, text.data, text.size);
  copy[text.size] = '\0';
  return inet_pton(AF_INET, copy, address) == 1 || inet_pton(AF_INET6, copy, address) == 1;
}

/* Checks a field and mends what a server would refuse. An empty one is not given. */
static ags_status take(ags_tracker *tracker, const char *name, ags_info_field field, ags_view *text) {
  if (text->data == NULL || text->size == 0) return AGS_OK;
  size_t kept = ags_mend_prefix(*text, FIELD_CHARACTERS);
  if (field == AGS_INFO_IP_ADDRESS && !is_address(*text)) {
    ags_mend_note(tracker, AGS_MENDED_ADDRESS);
    text->size = 0;
  } else if (ags_text_is_blank(text->data, text->size)) {
    ags_mend_note(tracker, AGS_MENDED_BLANK);
    text->size = 0;
  } else if (kept < text->size) {
    ags_mend_note(tracker, AGS_MENDED_FIELD);
    text->size = kept;
  }
  return ags_check_utf8(AGS_ERROR_CONVERSATION_ID, name, *text);
}

ags_status ags_kind_track_conversation(ags_tracker *tracker, ags_fields *fields, ags_kind kind,
                                       const ags_conversation_info *given) {
  ags_conversation_info info = {0};
  if (given != NULL && !AGS_KNOWN(info, given))
    return ags_fail(AGS_ERROR_ARGUMENT, "info: its size is not sizeof(ags_conversation_info)");
  struct {
    const char *name;
    ags_view text;
  } all[AGS_INFO_COUNT] = {
      [AGS_INFO_CUSTOMER_ID] = {"customer_id", ags_view_sized(info.customer_id, info.customer_id_size)},
      [AGS_INFO_IP_ADDRESS] = {"customer_ip_address",
                               ags_view_sized(info.customer_ip_address, info.customer_ip_address_size)},
      [AGS_INFO_DEVICE] = {"device", ags_view_sized(info.device, info.device_size)},
      [AGS_INFO_SOURCE] = {"source", ags_view_sized(info.source, info.source_size)},
      [AGS_INFO_LANGUAGE] = {"language", ags_view_sized(info.language, info.language_size)},
      [AGS_INFO_NAME] = {"name", ags_view_sized(info.name, info.name_size)},
      [AGS_INFO_ENVIRONMENT] = {"environment", ags_view_sized(info.environment, info.environment_size)},
  };
  ags_info_part part = {0};
  size_t part_size = sizeof part;
  for (ags_info_field field = 0; field < AGS_INFO_COUNT; field++) {
    ags_status status = take(tracker, all[field].name, field, &all[field].text);
    if (status != AGS_OK) return status;
    part.sizes[field] = (uint32_t)all[field].text.size;
    part_size += all[field].text.size;
  }
  ags_draft draft = {0};
  ags_status status = ags_track_begin(&draft, tracker, kind, fields, part_size);
  if (status != AGS_OK) return status;
  ags_track_put(&draft, &part, sizeof part);
  for (ags_info_field field = 0; field < AGS_INFO_COUNT; field++)
    ags_track_put(&draft, all[field].text.data, all[field].text.size);
  return ags_track_end(tracker, &draft);
}

ags_status ags_get_or_create_conversation(ags_tracker *tracker, const char *conversation_id,
                                          const ags_conversation_info *info, const char *metadata) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  ags_fields fields = ags_fields_of(conversation_id, metadata);
  return ags_tracked(tracker, ags_kind_track_conversation(tracker, &fields, AGS_KIND_CONVERSATION, info));
}

ags_status ags_initialize_conversation(ags_tracker *tracker, const char *conversation_id,
                                       const ags_conversation_info *info, const char *metadata,
                                       uint32_t timeout_ms) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  ags_fields fields = ags_fields_of(conversation_id, metadata);
  ags_status status = ags_kind_track_conversation(tracker, &fields, AGS_KIND_VISIT, info);
  if (status != AGS_OK) return ags_track_reject(tracker, status);
  ags_send_options options = {.size = sizeof options,
                              .timeout_ms = timeout_ms,
                              .conversation_id = conversation_id != NULL ? conversation_id
                                                                         : tracker->settings.conversation_id};
  return ags_send_with(tracker, &options, NULL);
}
