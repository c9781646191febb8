/* Events from the fields of a command. */
#ifndef REMOTE_EVENTS_H
#define REMOTE_EVENTS_H

#include "remote_fields.h"

#define REMOTE_FILES 12

/* An event and what it points to. */
typedef struct remote_event {
  ags_event event;
  ags_action action;
  ags_button button;
  ags_token_usage usage;
  ags_conversation_info info;
  ags_attachments attachments;
  ags_attachment files[REMOTE_FILES];
} remote_event;

static inline ags_kind remote_kind(const char *name) {
  static const char *const names[AGS_KIND_COUNT] = {"question",    "answer",      "action",       "button",
                                                    "token_usage", "attachments", "conversation", "visit"};
  for (int kind = 0; kind < AGS_KIND_COUNT; kind++)
    if (strcmp(name, names[kind]) == 0) return (ags_kind)kind;
  test_fail(__FILE__, __LINE__, name);
  return AGS_KIND_QUESTION;
}

static inline ags_action remote_action(const remote_command *c) {
  remote_field name = remote_get(c, "name"), tools = remote_get(c, "tools_used"),
               response = remote_get(c, "response"), error = remote_get(c, "error_msg");
  return (ags_action){.size = sizeof(ags_action),
                      .name = name.value,
                      .name_size = name.size,
                      .tools_used = tools.value,
                      .tools_used_size = tools.size,
                      .response = response.value,
                      .response_size = response.size,
                      .error_msg = error.value,
                      .error_msg_size = error.size,
                      .started_at_ns = remote_number(c, "started_at_ns"),
                      .ended_at_ns = remote_number(c, "ended_at_ns"),
                      .duration_ns = remote_number(c, "duration_ns")};
}

static inline ags_button remote_button(const remote_command *c) {
  return (ags_button){.size = sizeof(ags_button),
                      .event = remote_text(c, "event"),
                      .label = remote_text(c, "label"),
                      .value = remote_text(c, "value")};
}

static inline ags_token_usage remote_usage(const remote_command *c) {
  return (ags_token_usage){.size = sizeof(ags_token_usage),
                           .prompt = remote_number(c, "prompt"),
                           .completion = remote_number(c, "completion"),
                           .total = remote_number(c, "total"),
                           .embedding = remote_number(c, "embedding")};
}

static inline ags_conversation_info remote_info(const remote_command *c) {
  remote_field ip = remote_get(c, "customer_ip_address");
  return (ags_conversation_info){.size = sizeof(ags_conversation_info),
                                 .customer_id = remote_text(c, "customer_id"),
                                 .customer_ip_address = ip.value,
                                 .customer_ip_address_size = ip.size,
                                 .device = remote_text(c, "device"),
                                 .source = remote_text(c, "source"),
                                 .language = remote_text(c, "language"),
                                 .name = remote_text(c, "name"),
                                 .environment = remote_text(c, "environment")};
}

/* Each "filename", "data" or "path" that a file already has begins the next one. */
static inline size_t remote_files(const remote_command *c, ags_attachment *files) {
  size_t count = 0;
  for (size_t i = 0; i < c->count; i++) {
    const remote_field *field = &c->fields[i];
    if (strcmp(field->name, "file") == 0) {
      CHECK(count < REMOTE_FILES);
      files[count++] = (ags_attachment){.size = sizeof *files};
    }
    if (count == 0) continue;
    ags_attachment *file = &files[count - 1];
    if (strcmp(field->name, "filename") == 0) {
      file->filename = field->value;
      file->filename_size = field->size;
    } else if (strcmp(field->name, "mime_type") == 0) {
      file->mime_type = field->value;
    } else if (strcmp(field->name, "data") == 0) {
      file->data = field->value;
      file->data_size = field->size;
    } else if (strcmp(field->name, "path") == 0) {
      file->path = field->value;
    }
  }
  return count;
}

static inline void remote_fill_event(const remote_command *c, remote_event *e) {
  remote_field conversation = remote_get(c, "conversation"), text = remote_get(c, "text"),
               metadata = remote_get(c, "metadata");
  *e = (remote_event){.action = remote_action(c),
                      .button = remote_button(c),
                      .usage = remote_usage(c),
                      .info = remote_info(c),
                      .event = {.size = sizeof(ags_event),
                                .kind = remote_kind(remote_text(c, "kind")),
                                .conversation_id = conversation.value,
                                .conversation_id_size = conversation.size,
                                .metadata_json = metadata.value,
                                .metadata_json_size = metadata.size,
                                .text = text.value,
                                .text_size = text.size,
                                .action = &e->action,
                                .button = &e->button,
                                .token_usage = &e->usage,
                                .attachments = &e->attachments,
                                .info = &e->info}};
  e->attachments = (ags_attachments){.size = sizeof e->attachments,
                                     .files = e->files,
                                     .count = remote_files(c, e->files),
                                     .from_agent = remote_number(c, "from_agent") != 0,
                                     .of_message = remote_number(c, "of_message") != 0,
                                     .mode = (ags_attachment_mode)remote_number(c, "mode")};
}

#endif
