/* Conversations and metadata made ready once. */
#include "taken.h"

static void test_conversations(void) {
  ags_conversation *conversation = (ags_conversation *)&conversation;
  char *long_id = fixture_repeat("\xE2\x82\xAC", 256);
  CHECK_INT(ags_conversation_create(NULL, 3, &conversation), AGS_ERROR_CONVERSATION_ID);
  CHECK(conversation == NULL);
  CHECK_INT(ags_conversation_create("c", 0, &conversation), AGS_ERROR_CONVERSATION_ID);
  CHECK_INT(ags_conversation_create(" \t", 2, &conversation), AGS_ERROR_CONVERSATION_ID);
  CHECK_INT(ags_conversation_create("\xFF", 1, &conversation), AGS_ERROR_CONVERSATION_ID);
  CHECK_INT(ags_conversation_create(long_id, 3 * 256, &conversation), AGS_ERROR_CONVERSATION_ID);
  CHECK_INT(ags_conversation_create("c", 1, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_conversation_create(long_id, 3 * 255, &conversation), AGS_OK);
  ags_conversation_free(conversation);
  ags_conversation_free(NULL);
  free(long_id);
}

static void test_metadata(void) {
  ags_metadata *metadata = (ags_metadata *)&metadata;
  CHECK_INT(ags_metadata_create_json(NULL, 2, &metadata), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_metadata_create_json("{}", 2, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_metadata_create_json("{}", 1, &metadata), AGS_ERROR_METADATA);
  CHECK(metadata == NULL);
  CHECK_CONTAINS(ags_last_error(), "metadata: ");
  CHECK_INT(ags_metadata_create_json("{}x", 2, &metadata), AGS_OK);
  ags_metadata_free(metadata);
  ags_metadata_free(NULL);
}

/* Events keep copies: the handles may be freed before they are sent. */
static void test_tracking(void) {
  ags_options options = fixture_options();
  options.conversation_id = "own";
  ags_tracker *tracker = fixture_create(&options);
  ags_conversation *conversation;
  ags_metadata *metadata;
  CHECK_INT(ags_conversation_create("c1", 2, &conversation), AGS_OK);
  CHECK_INT(ags_metadata_create_json("{\"a\":1}", 7, &metadata), AGS_OK);
  CHECK_INT(ags_track_message(tracker, AGS_KIND_QUESTION, conversation, "text", 4, metadata), AGS_OK);
  CHECK_INT(ags_track_message(tracker, AGS_KIND_ANSWER, NULL, "text", 4, NULL), AGS_OK);
  ags_conversation_free(conversation);
  ags_metadata_free(metadata);
  ags_batch batch = taken_batch(tracker, 10);
  char *body = taken_encode(tracker, &batch);
  CHECK_CONTAINS(body, "{\"conversation_id\":\"c1\",");
  CHECK_CONTAINS(body, "\"agentsight.message.metadata\":\"{\\\"a\\\":1}\"");
  CHECK_CONTAINS(body, "{\"conversation_id\":\"own\",");
  free(body);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}

static void test_refusals(void) {
  ags_tracker *tracker = fixture_tracker();
  CHECK_INT(ags_track_message(NULL, AGS_KIND_QUESTION, NULL, "text", 4, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track_message(NULL, AGS_KIND_ACTION, NULL, "text", 4, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track_message(tracker, AGS_KIND_QUESTION, NULL, "text", 4, NULL), AGS_ERROR_CONVERSATION_ID);
  ags_conversation *conversation;
  CHECK_INT(ags_conversation_create("c", 1, &conversation), AGS_OK);
  CHECK_INT(ags_track_message(tracker, AGS_KIND_ACTION, conversation, "text", 4, NULL), AGS_ERROR_EVENT);
  CHECK_INT(ags_track_message(tracker, (ags_kind)-1, conversation, "text", 4, NULL), AGS_ERROR_EVENT);
  CHECK_INT(ags_track_message(tracker, AGS_KIND_ANSWER, conversation, NULL, 4, NULL), AGS_ERROR_TEXT);
  CHECK_INT(ags_track_message(tracker, AGS_KIND_ANSWER, conversation, " ", 1, NULL), AGS_ERROR_TEXT);
  ags_stats stats = fixture_stats(tracker);
  CHECK_INT(stats.accepted, 0);
  CHECK_INT(stats.rejected, 5);
  ags_conversation_free(conversation);
  ags_tracker_free(tracker);
}

int main(void) {
  test_conversations();
  test_metadata();
  test_tracking();
  test_refusals();
}
