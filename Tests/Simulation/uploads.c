#include "uploads.h"

#include "error.h"
#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONVERSATIONS_PATH "/api/conversations/"
#define LOOKUP_PATH        "/api/conversations/lookup/"
#define ATTACHMENTS_PATH   "/api/attachments/"
#define SIZE_MOST          4000

/* -------------------------------------------------------------- what is in files */

static uint32_t number_of(const world *w, const event *e) {
  return (uint32_t)(e - w->events);
}

/* Bytes of any value; their number varies, down to none. */
static size_t content_of(const world *w, const event *e, uint32_t file, char *to) {
  chance c = {w->seed ^ ((uint64_t)number_of(w, e) << 24) ^ (file + 1)};
  size_t size = chance_percent(&c, 10) ? 0 : chance_below(&c, SIZE_MOST);
  for (size_t i = 0; i < size; i++) to[i] = (char)chance_below(&c, 256);
  return size;
}

static void name_of(const world *w, const event *e, uint32_t file, char *to) {
  snprintf(to, 32, "%u.f%u", number_of(w, e), file);
}

static void path_of(const world *w, const event *e, uint32_t file, char *to) {
  snprintf(to, 48, "/%u.f%u", number_of(w, e), file);
}

void uploads_draft(process *p, event *e) {
  world *w = p->world;
  char content[SIZE_MOST], path[48];
  e->file_count = (uint8_t)(1 + chance_below(&w->chance, FILES_MAX));
  e->is_form = chance_percent(&w->chance, 50);
  e->by_path = chance_percent(&w->chance, 50);
  for (uint32_t i = 0; e->by_path && i < e->file_count; i++) {
    size_t size = content_of(w, e, i, content);
    path_of(w, e, i, path);
    disk_put(&w->disk, path + 1, content, size);
  }
}

ags_status uploads_track(process *p, const event *e, const char *conversation, const char *metadata) {
  world *w = p->world;
  char contents[FILES_MAX][SIZE_MOST];
  char names[FILES_MAX][32], paths[FILES_MAX][48];
  ags_attachment files[FILES_MAX];
  for (uint32_t i = 0; i < e->file_count; i++) {
    size_t size = content_of(w, e, i, contents[i]);
    name_of(w, e, i, names[i]);
    path_of(w, e, i, paths[i]);
    files[i] = (ags_attachment){.size = sizeof *files, .filename = names[i]};
    if (e->by_path)
      files[i].path = paths[i];
    else
      files[i].data = contents[i], files[i].data_size = size;
  }
  ags_attachments all = {.size = sizeof all,
                         .files = files,
                         .count = e->file_count,
                         .mode = e->is_form ? AGS_ATTACHMENT_FORM : AGS_ATTACHMENT_BASE64};
  return ags_track_attachments(p->tracker, conversation, &all, metadata);
}

static bool is_being_tracked(const world *w, const event *e) {
  bool is = false;
  for (uint32_t i = 0; i < PROCESSES; i++) is |= w->processes[i].drafting == e;
  return is;
}

void uploads_spoil(world *w) {
  if (w->event_count == 0) return;
  event *e = &w->events[chance_below(&w->chance, w->event_count)];
  if (!e->by_path || e->is_spoilt) return;
  char path[48];
  uint32_t file = chance_below(&w->chance, e->file_count);
  path_of(w, e, file, path);
  if (chance_percent(&w->chance, 50)) {
    disk_take_away(&w->disk, path + 1);
  } else {
    disk_put(&w->disk, path + 1, "", 0);
    if (is_being_tracked(w, e)) e->emptied = (uint8_t)(file + 1);
  }
  e->is_spoilt = true;
  world_tell(w, "the host takes away %s", path);
}

/* ------------------------------------------------------------- the server's side */

/* Reads the body in pieces, as a network does; now and then from the beginning again, or not to its end.
 * NULL: it did not come whole. */
static char *read_body(process *p, const ags_body_source *source, size_t *size) {
  chance *c = &p->world->chance;
  char *body = malloc((size_t)source->size + 1);
  bool again = chance_percent(c, 10);
  *size = 0;
  for (;;) {
    size_t left = (size_t)source->size - *size, room = 1 + chance_below(c, 3000);
    size_t count = source->read(source->context, body + *size, room < left + 1 ? room : left + 1);
    if (count == SIZE_MAX || (!p->world->calm && chance_permille(c, 5))) break;
    EXPECT(p->world, count <= left, "an upload is longer than it said");
    *size += count;
    if (count == 0 && *size == source->size) return body;
    EXPECT(p->world, count > 0, "an upload is shorter than it said");
    if (!again || *size < source->size / 2) continue;
    EXPECT(p->world, source->rewind(source->context), "an upload cannot begin again");
    again = false;
    *size = 0;
  }
  free(body);
  return NULL;
}

static const char *find(const char *from, const char *end, const char *what) {
  return from == NULL ? NULL : memmem(from, (size_t)(end - from), what, strlen(what));
}

static size_t base64(const char *from, size_t size, char *to) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char *start = to;
  for (size_t i = 0; i < size; i += 3) {
    uint32_t bits = 0;
    for (size_t j = 0; j < 3; j++) bits = bits << 8 | (i + j < size ? (unsigned char)from[i + j] : 0);
    for (size_t j = 0; j < 4; j++) *to++ = i + j <= size ? digits[bits >> (18 - 6 * j) & 63] : '=';
  }
  return (size_t)(to - start);
}

/* What stands in the body for a file: its content or its base64, and what stands before and behind it. */
static void check_file(world *w, const event *e, uint32_t file, const char **at, const char *end) {
  char content[SIZE_MOST], encoded[SIZE_MOST * 2], name[32], head[64];
  size_t size = content_of(w, e, file, content);
  /* Its tracking call found it empty, or full just before. */
  bool may_be_empty = e->emptied == file + 1;
  if (!e->is_form) size = base64(content, size, encoded);
  name_of(w, e, file, name);
  snprintf(head, sizeof head, e->is_form ? "; filename=\"%s\"" : "{\"filename\":\"%s\"", name);
  *at = find(find(*at, end, head), end, e->is_form ? "\r\n\r\n" : "\"data\":\"");
  EXPECT(w, *at != NULL, "an upload lacks %s", name);
  *at += e->is_form ? 4 : 8;
  const char *expected = e->is_form ? content : encoded, *tail = e->is_form ? "\r\n--" : "\"}";
  if (may_be_empty && (size_t)(end - *at) > strlen(tail) && memcmp(*at, tail, strlen(tail)) == 0) return;
  EXPECT(w, (size_t)(end - *at) > size + strlen(tail) && memcmp(*at, expected, size) == 0, "%s came damaged",
         name);
  *at += size;
  EXPECT(w, memcmp(*at, tail, strlen(tail)) == 0, "%s came with more behind it", name);
}

static event *check_body(process *p, const char *body, size_t size) {
  world *w = p->world;
  const char *end = body + size, *at = body;
  const char *name = find(body, end, "filename\":\""), *form_name = find(body, end, "; filename=\"");
  EXPECT(w, name != NULL || form_name != NULL, "an upload without a file");
  const char *number = form_name != NULL && (name == NULL || form_name < name) ? form_name + 12 : name + 11;
  event *e = &w->events[oracle_number(w, number, (size_t)(end - number))];
  EXPECT(w, e->stored, "files come before their event %u", number_of(w, e));
  for (uint32_t i = 0; i < e->file_count; i++) check_file(w, e, i, &at, end);
  return e;
}

bool uploads_are_at(const char *path) {
  return strncmp(path, CONVERSATIONS_PATH, sizeof CONVERSATIONS_PATH - 1) == 0 ||
         strcmp(path, ATTACHMENTS_PATH) == 0;
}

static ags_status answer(ags_response *response, long code, const char *body) {
  ags_buffer_put(&response->body, body, strlen(body));
  response->http_status = code;
  return AGS_OK;
}

ags_status uploads_take(process *p, const char *path, const ags_body *body, ags_response *response) {
  world *w = p->world;
  if (strncmp(path, LOOKUP_PATH, sizeof LOOKUP_PATH - 1) == 0) return answer(response, 200, "{\"id\":7}");
  if (strcmp(path, CONVERSATIONS_PATH) == 0)
    return chance_percent(&w->chance, 20) ? answer(response, 409, "{}") : answer(response, 201, "{\"id\":7}");
  size_t size;
  char *text = read_body(p, body->source, &size);
  if (text == NULL || p->dead) {
    free(text);
    return ags_fail(AGS_ERROR_NETWORK, "the upload broke off");
  }
  event *e = check_body(p, text, size);
  free(text);
  oracle_claim(p, number_of(w, e));
  if (e->refuses_files) return answer(response, e->too_large ? 413 : 422, "{}");
  if (!w->calm && chance_percent(&w->chance, w->weather.lost_answers))
    return ags_fail(AGS_ERROR_NETWORK, "the answer was lost");
  e->confirmed = true;
  return answer(response, 201, "{}");
}
