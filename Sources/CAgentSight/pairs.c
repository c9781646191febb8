#include "pairs.h"

#include "error.h"
#include "json_check.h"
#include "json_write.h"
#include "text.h"
#include "view.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static ags_status fail(ags_view key, const char *rule) {
  int shown = key.size < 64 ? (int)key.size : 64;
  return ags_fail(AGS_ERROR_METADATA, "metadata: \"%.*s\": %s", shown, key.data, rule);
}

static ags_status write_string(const ags_pair *pair, ags_view key, ags_buffer *to) {
  ags_view text = ags_view_sized(pair->string, pair->string_size);
  if (text.data == NULL) return fail(key, "string: missing");
  if (ags_utf8_check(text.data, text.size) != text.size) return fail(key, "must be UTF-8");
  ags_json_put_string(to, text.data, text.size);
  return AGS_OK;
}

static ags_status write_json(const ags_pair *pair, ags_view key, ags_buffer *to) {
  ags_view json = ags_view_sized(pair->string, pair->string_size);
  if (json.data == NULL) return fail(key, "string: missing");
  ags_json_error found = ags_json_check_object(json.data, json.size);
  if (found.expected != NULL) return fail(key, found.expected);
  ags_buffer_put(to, json.data, json.size);
  return AGS_OK;
}

/* With no more digits than it takes to read back as the same number. */
static void write_number(double number, ags_buffer *to) {
  char text[32];
  if (!isfinite(number)) {
    AGS_PUT(to, "null"); /* JSON has no other word for them */
    return;
  }
  int size = 0;
  for (int digits = 15; digits <= 17; digits++) {
    size = snprintf(text, sizeof text, "%.*g", digits, number);
    if (strtod(text, NULL) == number) break;
  }
  /* The host's locale decides what separates the decimals, and it may take several bytes. */
  bool separated = false;
  for (int i = 0; i < size; i++) {
    bool ours = (text[i] >= '0' && text[i] <= '9') || memchr("+-e", text[i], 3) != NULL;
    if (ours || !separated) ags_buffer_put(to, ours ? &text[i] : ".", 1);
    separated |= !ours;
  }
  if (!separated && strchr(text, 'e') == NULL) AGS_PUT(to, ".0"); /* as in other languages: no integer */
}

static ags_status write_value(const ags_pair *pair, ags_view key, ags_buffer *to) {
  char text[24];
  switch (pair->type) {
  case AGS_TYPE_STRING:
    return write_string(pair, key, to);
  case AGS_TYPE_JSON:
    return write_json(pair, key, to);
  case AGS_TYPE_NUMBER:
    write_number(pair->number, to);
    return AGS_OK;
  case AGS_TYPE_NULL:
    AGS_PUT(to, "null");
    return AGS_OK;
  case AGS_TYPE_BOOLEAN:
    if (pair->boolean)
      AGS_PUT(to, "true");
    else
      AGS_PUT(to, "false");
    return AGS_OK;
  case AGS_TYPE_INTEGER:
    ags_buffer_put(to, text, (size_t)snprintf(text, sizeof text, "%" PRId64, pair->integer));
    return AGS_OK;
  }
  return fail(key, "unknown type");
}

ags_status ags_pairs_write(const ags_pair *pairs, size_t count, ags_buffer *to) {
  if (pairs == NULL && count > 0) return ags_fail(AGS_ERROR_ARGUMENT, "pairs: NULL");
  to->size = 0;
  to->failed = false;
  AGS_PUT(to, "{");
  for (size_t i = 0; i < count; i++) {
    ags_view key = ags_view_sized(pairs[i].key, pairs[i].key_size);
    if (key.data == NULL) return ags_fail(AGS_ERROR_METADATA, "metadata: the key of pair %zu is missing", i);
    if (ags_utf8_check(key.data, key.size) != key.size)
      return ags_fail(AGS_ERROR_METADATA, "metadata: the key of pair %zu must be UTF-8", i);
    if (i > 0) AGS_PUT(to, ",");
    ags_json_put_string(to, key.data, key.size);
    AGS_PUT(to, ":");
    ags_status status = write_value(&pairs[i], key, to);
    if (status != AGS_OK) return status;
  }
  AGS_PUT(to, "}");
  if (to->failed) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  ags_json_mend_escapes(to->data, to->size); /* those that values of type JSON brought along */
  return AGS_OK;
}
