#include "field_names.h"

#include "agentsight.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static const struct {
  int kind;
  const char *core, *python;
} names[] = {
    {AGS_KIND_ACTION, "name", "action_name"},
    {AGS_KIND_ACTION, "started_at_ns", "started_at"},
    {AGS_KIND_ACTION, "ended_at_ns", "ended_at"},
    {AGS_KIND_ACTION, "duration_ns", "duration_ms"},
    {AGS_KIND_BUTTON, "event", "button_event"},
    {AGS_KIND_TOKEN_USAGE, "prompt", "prompt_tokens"},
    {AGS_KIND_TOKEN_USAGE, "completion", "completion_tokens"},
    {AGS_KIND_TOKEN_USAGE, "total", "total_tokens"},
    {AGS_KIND_TOKEN_USAGE, "embedding", "embedding_tokens"},
    {AGS_KIND_ATTACHMENTS, "count", "attachments"},
    {AGS_KIND_ATTACHMENTS, "files", "attachments"},
};

static bool is_word(char c) {
  return isalnum((unsigned char)c) || c == '_';
}

static const char *name_of(int kind, const char *text_name, const char *word, size_t size) {
  bool is_text = kind == AGS_KIND_QUESTION || kind == AGS_KIND_ANSWER;
  if (is_text && size == strlen("text") && memcmp(word, "text", size) == 0) return text_name;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (names[i].kind == kind && strlen(names[i].core) == size && memcmp(names[i].core, word, size) == 0)
      return names[i].python;
  return NULL;
}

/* Appends; what does not fit is cut. */
static size_t put(char *to, size_t at, size_t room, const char *text, size_t size) {
  if (size > room - 1 - at) size = room - 1 - at;
  memcpy(to + at, text, size);
  return at + size;
}

void agspy_name_fields(int kind, const char *text_name, const char *from, char *to, size_t room) {
  size_t at = 0;
  while (*from != '\0') {
    size_t size = 0;
    while (is_word(from[size])) size++;
    const char *name = size > 0 ? name_of(kind, text_name, from, size) : NULL;
    if (size == 0) size = 1;
    at = name != NULL ? put(to, at, room, name, strlen(name)) : put(to, at, room, from, size);
    from += size;
  }
  to[at] = '\0';
}
