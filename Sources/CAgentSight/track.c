#include "track.h"

#include "json_check.h"

#define FIELD_CHARACTERS 255

ags_status ags_check_utf8(ags_status error, const char *name, ags_view text) {
  if (text.size > AGS_FIELD_MAX) return ags_fail(error, "%s: must not exceed 256 MiB", name);
  size_t valid = ags_utf8_check(text.data, text.size);
  return valid == text.size ? AGS_OK : ags_fail(error, "%s: must be UTF-8; byte %zu is not", name, valid);
}

ags_status ags_check_text(ags_status error, const char *name, ags_view text) {
  if (text.data == NULL) return ags_fail(error, "%s: missing", name);
  ags_status status = ags_check_utf8(error, name, text);
  if (status != AGS_OK) return status;
  if (ags_text_is_blank(text.data, text.size)) return ags_fail(error, "%s: must not be empty or blank", name);
  return AGS_OK;
}

ags_status ags_check_field(ags_status error, const char *name, ags_view text) {
  ags_status status = ags_check_text(error, name, text);
  if (status != AGS_OK) return status;
  if (ags_utf8_count(text.data, text.size) > FIELD_CHARACTERS)
    return ags_fail(error, "%s: must not exceed %d characters", name, FIELD_CHARACTERS);
  return AGS_OK;
}

ags_status ags_check_object(ags_status error, const char *name, ags_view json) {
  if (json.size > AGS_FIELD_MAX) return ags_fail(error, "%s: must not exceed 256 MiB", name);
  ags_json_error found = ags_json_check_object(json.data, json.size);
  if (found.expected == NULL) return AGS_OK;
  return ags_fail(error, "%s: %s at byte %zu", name, found.expected, found.offset);
}

ags_status ags_track_reject(ags_tracker *tracker, ags_status status) {
  atomic_fetch_add_explicit(&tracker->rejected, 1, memory_order_relaxed);
  return status;
}

ags_status ags_track_new_metadata(ags_lane *lane, ags_view metadata) {
  ags_status status = ags_check_object(AGS_ERROR_METADATA, "metadata", metadata);
  if (status == AGS_OK && metadata.size <= sizeof lane->metadata) {
    memcpy(lane->metadata, metadata.data, metadata.size);
    lane->metadata_size = metadata.size;
  }
  return status;
}
