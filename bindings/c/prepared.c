/* An agent that serves many conversations: ids and metadata made ready once, a look at what waits, and a
 * report of what became of each event.
 *
 *   cc prepared.c $(pkg-config --cflags --libs agentsight) -o prepared
 *   AGENTSIGHT_API_KEY=ags_... ./prepared
 */
#include <agentsight.h>
#include <stdio.h>

#define DESKS 2

typedef struct desk {
  const char *id;
  ags_conversation *conversation;
} desk;

/* Told each event's outcome, from the sending thread, while ags_send_with() waits. */
static void on_item(void *user, const ags_item *item) {
  (void)user;
  printf("%.*s: %s\n", (int)item->text_size, item->text,
         item->outcome == AGS_OUTCOME_DELIVERED ? "delivered" : ags_status_text(item->error));
}

static ags_status track(ags_tracker *tracker, const desk *desks, const ags_metadata *channel) {
  ags_status status = AGS_OK;
  for (int i = 0; i < DESKS && status == AGS_OK; i++) {
    status =
        ags_track_message(tracker, AGS_KIND_QUESTION, desks[i].conversation, "Anyone there?", 13, channel);
    if (status == AGS_OK)
      status =
          ags_track_message(tracker, AGS_KIND_ANSWER, desks[i].conversation, "How can I help?", 15, NULL);
  }
  /* Metadata that differs from call to call, without writing JSON. */
  ags_button button = {.size = sizeof button, .event = "rating", .label = "5 stars", .value = "5"};
  ags_pair pairs[] = {{.key = "page", .type = AGS_TYPE_INTEGER, .integer = 3},
                      {.key = "returning", .type = AGS_TYPE_BOOLEAN, .boolean = true}};
  ags_event pressed = {.size = sizeof pressed,
                       .kind = AGS_KIND_BUTTON,
                       .conversation = desks[0].conversation,
                       .pairs = pairs,
                       .pair_count = 2,
                       .button = &button};
  return status == AGS_OK ? ags_track(tracker, &pressed) : status;
}

/* One conversation alone; the other stays, to be given up. */
static ags_status send_first(ags_tracker *tracker, const desk *desks) {
  ags_summary summary = {.size = sizeof summary};
  ags_status status = ags_pending(tracker, NULL, NULL, NULL, &summary);
  if (status != AGS_OK) return status;
  printf("%llu events wait, %llu of them buttons\n", (unsigned long long)summary.count,
         (unsigned long long)summary.count_of[AGS_KIND_BUTTON]);

  ags_send_options options = {
      .size = sizeof options, .timeout_ms = 10000, .conversation_id = desks[0].id, .on_item = on_item};
  ags_report report = {.size = sizeof report};
  status = ags_send_with(tracker, &options, &report);
  printf("%llu events delivered, %llu remain\n", (unsigned long long)report.delivered,
         (unsigned long long)report.remaining);
  uint64_t discarded = 0;
  if (status == AGS_OK) status = ags_discard(tracker, desks[1].id, &discarded);
  printf("%llu events given up\n", (unsigned long long)discarded);
  return status;
}

int main(void) {
  ags_options options;
  ags_options_init(&options, sizeof options);
  ags_tracker *tracker = NULL;
  ags_metadata *channel = NULL;
  desk desks[DESKS] = {{"desk_1", NULL}, {"desk_2", NULL}};
  static const char json[] = "{\"channel\":\"chat\"}";

  ags_status status = ags_options_from_environment(&options);
  if (status == AGS_OK) status = ags_tracker_create(&options, &tracker);
  if (status == AGS_OK) status = ags_metadata_create_json(json, sizeof json - 1, &channel);
  for (int i = 0; i < DESKS && status == AGS_OK; i++)
    status = ags_conversation_create(desks[i].id, 6, &desks[i].conversation);
  if (status == AGS_OK) status = track(tracker, desks, channel);
  if (status == AGS_OK) status = send_first(tracker, desks);
  if (status != AGS_OK) fprintf(stderr, "%s\n", ags_last_error());

  for (int i = 0; i < DESKS; i++) ags_conversation_free(desks[i].conversation);
  ags_metadata_free(channel);
  ags_tracker_free(tracker);
  return status == AGS_OK ? 0 : 1;
}
