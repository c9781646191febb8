#include "json_members.h"

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Behind the string whose opening quote is at `at`. */
static size_t skip_string(ags_view object, size_t at) {
  for (at++; object.data[at] != '"'; at++)
    if (object.data[at] == '\\') at++;
  return at + 1;
}

/* Behind the value at `at`: at the comma, the brace or the bracket that follows it. */
static size_t skip_value(ags_view object, size_t at) {
  int depth = 0;
  for (;;) {
    char c = object.data[at];
    if (c == '"') {
      at = skip_string(object, at);
      continue;
    }
    if (depth == 0 && (c == ',' || c == '}' || c == ']')) return at;
    if (c == '{' || c == '[') depth++;
    if (c == '}' || c == ']') depth--;
    at++;
  }
}

/* From `at` to `end` without the white space before it. */
static ags_view trimmed(ags_view object, size_t at, size_t end) {
  while (is_space(object.data[end - 1])) end--;
  return (ags_view){object.data + at, end - at};
}

bool ags_json_next_member(ags_view object, size_t at, ags_member *member) {
  while (object.data[at] != '"' && object.data[at] != '}') at++;
  if (object.data[at] == '}') return false;
  member->start = at;
  at = skip_string(object, at);
  member->key = (ags_view){object.data + member->start, at - member->start};
  while (object.data[at] != ':') at++;
  at++;
  while (is_space(object.data[at])) at++;
  member->end = skip_value(object, at);
  member->value = trimmed(object, at, member->end);
  return true;
}

bool ags_json_next_element(ags_view array, size_t *at, ags_view *element) {
  while (is_space(array.data[*at]) || array.data[*at] == ',') ++*at;
  if (array.data[*at] == ']') return false;
  size_t end = skip_value(array, *at);
  *element = trimmed(array, *at, end);
  *at = end;
  return true;
}

ags_view ags_json_find_member(ags_view object, const char *key) {
  ags_member member;
  size_t size = strlen(key);
  for (size_t at = 1; ags_json_next_member(object, at, &member); at = member.end)
    if (member.key.size == size + 2 && memcmp(member.key.data + 1, key, size) == 0) return member.value;
  return (ags_view){0};
}
