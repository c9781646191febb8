/* The structs of an event, made of a call's fields; for the adapter in C. */
#ifndef EVENT_PARTS_H
#define EVENT_PARTS_H

#include "agentsight.h"
#include "lines.h"

#define EVENT_PAIRS 32
#define EVENT_FILES 12

typedef struct event_parts {
  ags_event event;
  ags_action action;
  ags_button button;
  ags_token_usage usage;
  ags_conversation_info info;
  ags_attachments attachments;
  ags_attachment files[EVENT_FILES];
  ags_pair pairs[EVENT_PAIRS];
} event_parts;

static inline ags_kind event_kind(const char *name) {
  static const char *const names[] = {"question",    "answer",      "action",       "button",
                                      "token_usage", "attachments", "get_or_create"};
  for (int kind = 0; kind < 7; kind++)
    if (strcmp(name, names[kind]) == 0) return (ags_kind)kind;
  abort();
}

/* `key` begins a pair, and the field behind it holds the value. */
static inline void event_read_pairs(event_parts *p, const call *c) {
  for (size_t i = 0; i + 1 < c->count; i++) {
    if (!lines_is(&c->fields[i], "key")) continue;
    const field *key = &c->fields[i], *value = &c->fields[i + 1];
    ags_pair *pair = &p->pairs[p->event.pair_count++];
    *pair = (ags_pair){.key = key->value,
                       .key_size = key->size,
                       .string = value->value,
                       .string_size = value->size,
                       .integer = strtoll(value->value, NULL, 10),
                       .number = strtod(value->value, NULL),
                       .boolean = strcmp(value->value, "true") == 0};
    pair->type = lines_is(value, "string")    ? AGS_TYPE_STRING
                 : lines_is(value, "integer") ? AGS_TYPE_INTEGER
                 : lines_is(value, "number")  ? AGS_TYPE_NUMBER
                 : lines_is(value, "boolean") ? AGS_TYPE_BOOLEAN
                 : lines_is(value, "null")    ? AGS_TYPE_NULL
                                              : AGS_TYPE_JSON;
  }
}

/* `file` begins a file. */
static inline void event_read_files(event_parts *p, const call *c) {
  for (size_t i = 0; i < c->count; i++) {
    const field *f = &c->fields[i];
    if (lines_is(f, "file")) p->files[p->attachments.count++].size = sizeof(ags_attachment);
    if (p->attachments.count == 0) continue;
    ags_attachment *file = &p->files[p->attachments.count - 1];
    if (lines_is(f, "filename")) file->filename = f->value;
    if (lines_is(f, "mime_type")) file->mime_type = f->value;
    if (lines_is(f, "path")) file->path = f->value;
    if (lines_is(f, "data")) file->data = f->value, file->data_size = f->size;
  }
}

/* Everything that the call gives; what its kind does not need is left alone by the library. */
static inline void event_read(event_parts *p, const call *c) {
  memset(p, 0, sizeof *p);
  field id = lines_get(c, "conversation_id"), text = lines_get(c, "text"), json = lines_get(c, "metadata");
  p->event = (ags_event){.size = sizeof p->event,
                         .kind = event_kind(c->name),
                         .conversation_id = id.value,
                         .conversation_id_size = id.size,
                         .metadata_json = json.value,
                         .metadata_json_size = json.size,
                         .text = text.value,
                         .text_size = text.size,
                         .action = &p->action,
                         .button = &p->button,
                         .token_usage = &p->usage,
                         .attachments = &p->attachments,
                         .info = &p->info};
  p->action = (ags_action){.size = sizeof p->action,
                           .name = lines_text(c, "name"),
                           .tools_used = lines_text(c, "tools_used"),
                           .response = lines_text(c, "response"),
                           .error_msg = lines_text(c, "error_msg"),
                           .started_at_ns = lines_number(c, "started_at_ns"),
                           .ended_at_ns = lines_number(c, "ended_at_ns"),
                           .duration_ns = lines_number(c, "duration_ns")};
  /* A duration of 0 is none here: the end says that there was none. */
  if (lines_text(c, "duration_ns") && p->action.duration_ns == 0)
    p->action.ended_at_ns = p->action.started_at_ns;
  p->button = (ags_button){.size = sizeof p->button,
                           .event = lines_text(c, "event"),
                           .label = lines_text(c, "label"),
                           .value = lines_text(c, "value")};
  p->usage = (ags_token_usage){sizeof p->usage, lines_number(c, "prompt"), lines_number(c, "completion"),
                               lines_number(c, "total"), lines_number(c, "embedding")};
  p->info = (ags_conversation_info){.size = sizeof p->info,
                                    .customer_id = lines_text(c, "customer_id"),
                                    .customer_ip_address = lines_text(c, "customer_ip_address"),
                                    .device = lines_text(c, "device"),
                                    .source = lines_text(c, "source"),
                                    .language = lines_text(c, "language"),
                                    .name = lines_text(c, "name"),
                                    .environment = lines_text(c, "environment")};
  p->attachments = (ags_attachments){.size = sizeof p->attachments,
                                     .files = p->files,
                                     .from_agent = lines_number(c, "from_agent") != 0,
                                     .mode = lines_number(c, "form_data") != 0 ? AGS_ATTACHMENT_FORM
                                                                               : AGS_ATTACHMENT_BASE64};
  event_read_files(p, c);
  event_read_pairs(p, c);
}

#endif
