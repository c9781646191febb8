#include "kinds.h"

/* More than any model reads in a year; sums of a few thousand of them stay within 64 bits. */
#define TOKENS_MAX (INT64_C(1) << 50)

static ags_status check_count(const char *name, int64_t count) {
  if (count < 0) return ags_fail(AGS_ERROR_TOKEN_USAGE, "%s: must not be negative", name);
  if (count > TOKENS_MAX) return ags_fail(AGS_ERROR_TOKEN_USAGE, "%s: must not exceed 2^50", name);
  return AGS_OK;
}

static ags_status check(const ags_token_usage *usage) {
  ags_status status = check_count("prompt", usage->prompt);
  if (status == AGS_OK) status = check_count("completion", usage->completion);
  if (status == AGS_OK) status = check_count("total", usage->total);
  if (status == AGS_OK) status = check_count("embedding", usage->embedding);
  if (status != AGS_OK) return status;
  if ((usage->prompt | usage->completion | usage->total | usage->embedding) == 0)
    return ags_fail(AGS_ERROR_TOKEN_USAGE, "token_usage: all counts are 0");
  return AGS_OK;
}

ags_status ags_kind_track_token_usage(ags_tracker *tracker, ags_fields *fields,
                                      const ags_token_usage *given) {
  ags_token_usage usage = {0};
  if (!AGS_KNOWN(usage, given))
    return ags_fail(AGS_ERROR_ARGUMENT, "token_usage: NULL, or its size is not sizeof(ags_token_usage)");
  ags_status status = check(&usage);
  if (status != AGS_OK) return status;
  ags_token_part part = {usage.prompt, usage.completion, usage.total, usage.embedding};
  if (part.total == 0) part.total = part.prompt + part.completion + part.embedding;
  ags_draft draft = {0};
  status = ags_track_begin(&draft, tracker, AGS_KIND_TOKEN_USAGE, fields, sizeof part);
  if (status != AGS_OK) return status;
  ags_track_put(&draft, &part, sizeof part);
  return ags_track_end(tracker, &draft);
}

ags_status ags_track_token_usage_n(ags_tracker *tracker, const char *conversation_id,
                                   size_t conversation_id_size, const ags_token_usage *usage,
                                   const char *metadata, size_t metadata_size) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  ags_fields fields = ags_fields_n(conversation_id, conversation_id_size, metadata, metadata_size);
  return ags_tracked(tracker, ags_kind_track_token_usage(tracker, &fields, usage));
}

ags_status ags_track_token_usage(ags_tracker *tracker, const char *conversation_id,
                                 const ags_token_usage *usage, const char *metadata) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  ags_fields fields = ags_fields_of(conversation_id, metadata);
  return ags_tracked(tracker, ags_kind_track_token_usage(tracker, &fields, usage));
}
