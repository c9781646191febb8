#include "body.h"

#include "json_check.h"
#include "json_members.h"

#include <stdlib.h>
#include <string.h>

static ags_view member_of(ags_view object, const char *key) {
  ags_member member;
  size_t size = strlen(key);
  for (size_t at = 1; ags_json_next_member(object, at, &member); at = member.end)
    if (member.key.size == size + 2 && memcmp(member.key.data + 1, key, size) == 0) return member.value;
  return (ags_view){0};
}

/* The next object in an array of objects, from offset `*at` on (1 at first). */
static bool next_object(ags_view array, size_t *at, ags_view *object) {
  while (*at < array.size && array.data[*at] != '{') (*at)++;
  if (*at >= array.size) return false;
  size_t start = *at, depth = 0;
  bool in_string = false;
  do {
    char c = array.data[*at];
    if (in_string && c == '\\')
      (*at)++;
    else if (c == '"')
      in_string = !in_string;
    else if (!in_string)
      depth += (c == '{') - (size_t)(c == '}');
    (*at)++;
  } while (depth > 0);
  *object = (ags_view){array.data + start, *at - start};
  return true;
}

static uint64_t hex_of(ags_view string) {
  return string.size > 2 ? strtoull(string.data + 1, NULL, 16) : 0;
}

/* Days since 1970 of a date in the Gregorian calendar. */
static int64_t days_of(int64_t year, int64_t month, int64_t day) {
  int64_t y = month <= 2 ? year - 1 : year;
  int64_t era = y / 400, of_era = y - era * 400;
  int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* The number that so many digits make, or -1. */
static int64_t digits(const char *at, int count) {
  int64_t number = 0;
  for (int i = 0; i < count; i++) {
    if (at[i] < '0' || at[i] > '9') return -1;
    number = number * 10 + (at[i] - '0');
  }
  return number;
}

/* Microseconds since 1970 of "2026-01-02T03:04:05.000006Z", or -1. */
static int64_t us_of(ags_view string) {
  if (string.size < 28) return -1;
  const char *at = string.data + 1;
  int64_t days = days_of(digits(at, 4), digits(at + 5, 2), digits(at + 8, 2));
  int64_t seconds = (days * 24 + digits(at + 11, 2)) * 3600 + digits(at + 14, 2) * 60 + digits(at + 17, 2);
  int64_t us = digits(at + 20, 6);
  return us < 0 ? -1 : seconds * 1000000 + us;
}

static void add(body_parsed *b, const body_item *item) {
  if (b->count == BODY_ITEMS)
    b->wrong = "more events than a request may have";
  else
    b->items[b->count++] = *item;
  b->items[b->count - 1].block = b->blocks;
}

static void read_message(body_parsed *b, ags_view conversation, ags_view event) {
  ags_view attributes = member_of(event, "attributes");
  body_item item = {.conversation = conversation,
                    .sender = member_of(attributes, "agentsight.message.sender"),
                    .text = member_of(attributes, "agentsight.message.content"),
                    .metadata = member_of(attributes, "agentsight.message.metadata"),
                    .id = hex_of(member_of(attributes, "agentsight.message.id")),
                    .us = us_of(member_of(event, "timestamp"))};
  item.kind = item.sender.size > 1 && item.sender.data[1] == 'e' ? 'q' : 'a';
  add(b, &item);
}

/* Of a JSON text in a JSON string, with what stands around it. */
static ags_view first_filename(ags_view files) {
  static const char before[] = "[{\\\"filename\\\":\\\"";
  size_t start = 1 + sizeof before - 1, size = 0;
  if (files.size < start || memcmp(files.data + 1, before, sizeof before - 1) != 0) return (ags_view){0};
  while (start + size < files.size && files.data[start + size] != '\\') size++;
  return (ags_view){files.data + start - 1, size + 2};
}

static void read_span(body_parsed *b, ags_view conversation, ags_view span) {
  ags_view kind = member_of(span, "kind"), attributes = member_of(span, "attributes"), event;
  static const char turn[] = "\"turn\"";
  if (kind.size == sizeof turn - 1 && memcmp(kind.data, turn, sizeof turn - 1) == 0) {
    ags_view events = member_of(span, "events");
    for (size_t at = 1; next_object(events, &at, &event);) read_message(b, conversation, event);
    return;
  }
  ags_view tokens = member_of(attributes, "gen_ai.usage.input_tokens");
  ags_view files = member_of(attributes, "agentsight.attachment.files");
  body_item item = {.conversation = conversation,
                    .text = member_of(span, "name"),
                    .metadata = member_of(attributes, "agentsight.metadata"),
                    .kind = kind.size > 2 ? kind.data[1] : '?',
                    .id = hex_of(member_of(span, "span_id")),
                    .us = us_of(member_of(span, "started_at")),
                    .tokens = tokens.size > 0 ? strtoll(tokens.data, NULL, 10) : -1};
  if (files.size > 0) {
    item.kind = 'f';
    item.text = first_filename(files);
  }
  add(b, &item);
}

void body_read(body_parsed *b, ags_view text) {
  b->count = b->blocks = 0;
  b->wrong = NULL;
  if (ags_json_check_object(text.data, text.size).expected != NULL) {
    b->wrong = "the body is not a JSON object";
    return;
  }
  ags_view conversations = member_of(text, "conversations"), block, span;
  if (conversations.size == 0) b->wrong = "the body has no conversations";
  for (size_t at = 1; next_object(conversations, &at, &block);) {
    ags_view conversation = member_of(block, "conversation_id"), spans = member_of(block, "spans");
    if (conversation.size == 0 || spans.size == 0) b->wrong = "a block lacks its conversation or its spans";
    for (size_t span_at = 1; next_object(spans, &span_at, &span);) read_span(b, conversation, span);
    b->blocks++;
  }
}

size_t body_unescape(ags_view string, char *to) {
  static const char escapes[] = "b\bf\fn\nr\rt\t";
  char *start = to;
  for (size_t i = 1; i + 1 < string.size; i++) {
    char c = string.data[i];
    if (c != '\\') {
      *to++ = c;
      continue;
    }
    c = string.data[++i];
    const char *escape = strchr(escapes, c);
    if (c == 'u') {
      char unit[] = {string.data[i + 3], string.data[i + 4], '\0'};
      *to++ = (char)strtoul(unit, NULL, 16); /* control characters alone are written so */
      i += 4;
    } else {
      *to++ = escape != NULL ? escape[1] : c;
    }
  }
  return (size_t)(to - start);
}
