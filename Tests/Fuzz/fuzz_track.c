/* Any event: what is accepted lies in its record as it should and makes a body that is valid JSON. */
#include "batch.h"
#include "fuzz.h"
#include "tracker.h"
#include "wire_ingest.h"

#define VIEWS 12

static ags_tracker *create(uint32_t limit) {
  ags_options options;
  EXPECT(ags_options_init(&options, sizeof options) == AGS_OK);
  options.api_key = FUZZ_KEY;
  options.conversation_id = "own";
  options.text_limit = limit;
  options.close_timeout_ms = 0;
  ags_tracker *tracker = NULL;
  EXPECT(ags_tracker_create(&options, &tracker) == AGS_OK);
  return tracker;
}

/* The empty ones are left out, so that fields are missing too. */
static const char *given(ags_view view) {
  return view.size > 0 ? view.data : NULL;
}

static ags_status track(ags_tracker *tracker, fuzz_input *input) {
  uint8_t kind = fuzz_byte(input), shape = fuzz_byte(input), more = fuzz_byte(input);
  ags_view v[VIEWS];
  for (int i = 0; i < VIEWS; i++) v[i] = fuzz_bytes(input);
  const ags_pair pairs[] = {{given(v[3]), v[3].size, (ags_type)(more % 7), given(v[4]), v[4].size, more,
                             more / 3.0, more % 2 != 0}};
  const ags_action action = {sizeof action,
                             given(v[1]),
                             v[1].size,
                             given(v[5]),
                             v[5].size,
                             given(v[6]),
                             v[6].size,
                             given(v[7]),
                             v[7].size,
                             more * INT64_C(1000000000),
                             0,
                             shape * INT64_C(1000)};
  const ags_button button = {sizeof button, given(v[1]), v[1].size, given(v[5]),
                             v[5].size,     given(v[6]), v[6].size};
  const ags_token_usage usage = {sizeof usage, shape, more, INT64_C(1) << (more % 63), -(more % 3)};
  const ags_attachment files[] = {
      {sizeof *files, given(v[5]), v[5].size, given(v[6]), v[6].size, v[7].data, v[7].size, NULL},
      {sizeof *files, given(v[8]), v[8].size, NULL, 0, v[9].data, v[9].size, NULL}};
  const ags_attachments attachments = {sizeof attachments, files, 1u + more % 2, shape % 2 != 0,
                                       (ags_attachment_mode)(more % 3)};
  const ags_conversation_info info = {sizeof info, given(v[5]),  v[5].size,   given(v[6]),  v[6].size,
                                      given(v[7]), v[7].size,    given(v[8]), v[8].size,    given(v[9]),
                                      v[9].size,   given(v[10]), v[10].size,  given(v[11]), v[11].size};
  const ags_event event = {.size = sizeof event,
                           .kind = (ags_kind)(kind % 9),
                           .conversation_id = given(v[0]),
                           .conversation_id_size = v[0].size,
                           .pairs = pairs,
                           .pair_count = shape % 4 == 0,
                           .metadata_json = given(v[2]),
                           .metadata_json_size = v[2].size,
                           .text = given(v[1]),
                           .text_size = v[1].size,
                           .action = &action,
                           .button = &button,
                           .token_usage = &usage,
                           .attachments = &attachments,
                           .info = &info};
  ags_status status = ags_track(tracker, &event);
  for (int i = 0; i < VIEWS; i++) fuzz_free(v[i]);
  return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static ags_batch batch;
  if (batch.capacity == 0) EXPECT(ags_batch_create(&batch, 16));
  fuzz_input input = {data, size};
  ags_tracker *tracker = create(256u + fuzz_byte(&input));
  uint32_t accepted = 0;
  while (input.size > 0 && accepted < 16) accepted += track(tracker, &input) == AGS_OK;
  EXPECT(ags_batch_fill(&batch, tracker, ags_drain_cut(tracker), (ags_view){0}));
  EXPECT(batch.count == accepted);
  ags_buffer body = {0};
  ags_wire_ingest_encode(&batch, tracker, &body);
  EXPECT(!body.failed && fuzz_is_object(body.data, body.size));
  ags_buffer_free(&body);
  ags_batch_release(&batch, &tracker->pool);
  ags_stats stats = {.size = sizeof stats};
  EXPECT(ags_get_stats(tracker, &stats) == AGS_OK && stats.accepted == accepted);
  ags_tracker_free(tracker);
  return 0;
}
