/* What a server says about a batch that it refuses: only blocks of the batch are marked, each event at most
 * once, and nothing is given up for a body that names nobody. */
#include "fuzz.h"
#include "narrow.h"
#include "refusal.h"
#include "tracker.h"

#define CONVERSATIONS 3
#define EVENTS        5 /* "a" and "b" have two, "c\"" has one */

static ags_tracker *tracker;
static ags_batch batch;

static void set_up(void) {
  static const char *const conversations[EVENTS] = {"a", "b", "c\"", "a", "b"};
  ags_options options;
  EXPECT(ags_options_init(&options, sizeof options) == AGS_OK);
  options.api_key = FUZZ_KEY;
  options.close_timeout_ms = 0;
  EXPECT(ags_tracker_create(&options, &tracker) == AGS_OK && ags_batch_create(&batch, EVENTS));
  for (int i = 0; i < EVENTS; i++)
    EXPECT(ags_track_question(tracker, conversations[i], "Hello?", NULL) == AGS_OK);
  EXPECT(ags_batch_fill(&batch, tracker, ags_drain_cut(tracker), (ags_view){0}));
  EXPECT(batch.count == EVENTS && batch.conversation_count == CONVERSATIONS);
  for (uint32_t i = CONVERSATIONS; i < EVENTS; i++)
    batch.conversations[i].first = UINT32_MAX / 2; /* who looks there is found */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (tracker == NULL) set_up();
  fuzz_input input = {data, size};
  ags_view body = fuzz_bytes(&input);
  for (uint32_t i = 0; i < EVENTS; i++) {
    batch.entries[i].fate = AGS_FATE_WAITING;
    batch.entries[i].suspect = false;
  }
  ags_narrowing found = ags_narrow_read(&batch, body);
  EXPECT(found.known == fuzz_is_object(body.data, body.size));
  uint32_t dropped = 0, suspects = 0;
  for (uint32_t i = 0; i < EVENTS; i++) {
    bool alone = batch.entries[i].item.record->conversation_size == 2;
    EXPECT(batch.entries[i].fate == AGS_FATE_WAITING || (alone && batch.entries[i].suspect));
    dropped += batch.entries[i].fate == AGS_FATE_DROPPED;
    suspects += batch.entries[i].suspect;
  }
  EXPECT(dropped <= 1 && (suspects > 0) == (found.named && !found.environment));
  ags_refusal refusal;
  ags_refused_block block;
  if (ags_refusal_read(&refusal, body))
    for (size_t count = 0; ags_refusal_next(&refusal, &block); count++) {
      EXPECT(count < body.size);
      EXPECT(block.conversation_id.data == NULL ||
             (block.conversation_id.data > body.data &&
              block.conversation_id.data + block.conversation_id.size < body.data + body.size));
    }
  fuzz_free(body);
  return 0;
}
