#include "mend.h"

#include "json_members.h"
#include "text.h"
#include "tracker.h"

#include <stdio.h>

#define SHOWN_KEYS 20

/* `"_agentsight_truncated":{"dropped_count":4294967295,"dropped_keys":[]}` with the braces and commas around
 */
#define NOTE_ROOM 80

void ags_mend_note(ags_tracker *tracker, ags_mended what) {
  static const char *const sentences[AGS_MENDED_COUNT] = {
      [AGS_MENDED_TEXT] = "a text longer than text_limit was cut",
      [AGS_MENDED_OBJECT] = "an object longer than text_limit lost its last keys",
      [AGS_MENDED_FIELD] = "a conversation field longer than 255 characters was cut",
      [AGS_MENDED_ADDRESS] = "a customer_ip_address that is no IP address was left out",
      [AGS_MENDED_ESCAPE] = "an escape of NUL or of half a surrogate pair was replaced by U+FFFD",
      [AGS_MENDED_BLANK] = "a conversation field of white space was left out",
  };
  atomic_fetch_add_explicit(&tracker->mended, 1, memory_order_relaxed);
  unsigned bit = 1u << what;
  if ((atomic_fetch_or_explicit(&tracker->mended_kinds, bit, memory_order_relaxed) & bit) == 0)
    ags_log(&tracker->settings.logger, AGS_LOG_WARNING, "%s; more of these are counted only",
            sentences[what]);
}

size_t ags_mend_prefix(ags_view text, size_t characters) {
  size_t at = 0;
  while (at < text.size && characters > 0) {
    at++;
    while (at < text.size && ((unsigned char)text.data[at] & 0xC0) == 0x80) at++;
    characters--;
  }
  return at;
}

static size_t characters_of(ags_view object, size_t start, size_t end) {
  return ags_utf8_count(object.data + start, end - start);
}

ags_view ags_mend_trim(ags_view object) {
  size_t start = 0, end = object.size;
  while (object.data[start] != '{') start++;
  while (object.data[end - 1] != '}') end--;
  return (ags_view){object.data + start, end - start};
}

/* Where the members that fit end: there is room for them, the note, and the keys that the note names. */
static size_t fitting_end(ags_view object, size_t characters) {
  size_t used = NOTE_ROOM, end = 0, at = 1;
  /* The names of dropped keys count too; a quarter of the limit is theirs at most. */
  size_t keys = characters / 4;
  ags_member m;
  while (ags_json_next_member(object, at, &m)) {
    used += characters_of(object, at, m.end) + 1; /* with the white space in front of it */
    if (used + keys > characters) break;
    end = at = m.end;
  }
  return end;
}

static void put_note(ags_view object, size_t from, size_t key_room, ags_buffer *to) {
  char number[24];
  size_t dropped = 0, shown = 0;
  ags_member m;
  for (size_t at = from; ags_json_next_member(object, at, &m); at = m.end) dropped++;
  AGS_PUT(to, "\"_agentsight_truncated\":{\"dropped_count\":");
  ags_buffer_put(to, number, (size_t)snprintf(number, sizeof number, "%zu", dropped));
  AGS_PUT(to, ",\"dropped_keys\":[");
  for (size_t at = from; shown < SHOWN_KEYS && ags_json_next_member(object, at, &m); at = m.end) {
    if (m.key.size + 1 > key_room) break;
    key_room -= m.key.size + 1;
    if (shown++ > 0) AGS_PUT(to, ",");
    ags_buffer_put(to, object.data + m.start, m.key.size);
  }
  AGS_PUT(to, "]}");
}

bool ags_mend_object(ags_view object, size_t characters, ags_buffer *to) {
  object = ags_mend_trim(object);
  size_t end = fitting_end(object, characters);
  to->size = 0;
  to->failed = false;
  if (end > 0) {
    ags_buffer_put(to, object.data, end);
    AGS_PUT(to, ",");
  } else {
    AGS_PUT(to, "{");
  }
  put_note(object, end > 0 ? end : 1, characters / 4, to);
  AGS_PUT(to, "}");
  return !to->failed;
}
