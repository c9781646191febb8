#include "error.h"
#include "sender_state.h"

static int64_t now_ms(void) {
  return ags_clock_monotonic_ns() / 1000000;
}

static int64_t earlier(int64_t a, int64_t b) {
  return a < b ? a : b;
}

int64_t ags_sender_next_due_ms(const ags_sender *sender) {
  uint32_t period = sender->tracker->settings.send_every_ms;
  return period == 0 ? INT64_MAX : now_ms() + period;
}

/* A caller that gave up waiting does not want to hear any more. */
static void tell(void *context, const ags_item *items, size_t count) {
  ags_send_request *request = context;
  ags_sender *sender = request->sender;
  pthread_mutex_lock(&sender->mutex);
  for (size_t i = 0; i < count && !request->abandoned; i++) request->on_item(request->user, &items[i]);
  pthread_mutex_unlock(&sender->mutex);
}

/* Where memory was short at the first send, the delivery is made at the next. */
static ags_delivery_result deliver(ags_sender *sender, ags_delivery_job *job, ags_report *report) {
  if (sender->delivery == NULL) sender->delivery = ags_delivery_create(sender->tracker, sender);
  if (sender->delivery != NULL) return ags_delivery_step(sender->delivery, job, report);
  return (ags_delivery_result){
      .done = true, .failed = true, .status = ags_fail(AGS_ERROR_MEMORY, "out of memory")};
}

/* Under the mutex. */
static void leave_queue(ags_sender *sender, ags_send_request *request) {
  ags_send_request **at = &sender->first, *before = NULL;
  for (; *at != request; at = &(*at)->next) before = *at;
  *at = request->next;
  if (sender->last == request) sender->last = before;
}

/* Under the mutex: when the next step is due; at once when key or endpoint have changed during this one. */
static int64_t next_step_ms(const ags_sender *sender, const ags_delivery_result *result) {
  bool changed = sender->taken_version != sender->destination_version;
  return changed && result->status != AGS_ERROR_MEMORY ? 0 : result->again_ms;
}

static void serve(ags_send_request *request) {
  ags_sender *sender = request->sender;
  request->job.only = ags_view_of(request->conversation_id);
  request->job.tell = request->on_item != NULL ? tell : NULL;
  request->job.context = request;
  ags_report report = request->report;
  ags_delivery_result result = deliver(sender, &request->job, &report);
  pthread_mutex_lock(&sender->mutex);
  ags_send_request_note(request, result.status, &report);
  request->again_ms = next_step_ms(sender, &result);
  if (result.done) {
    leave_queue(sender, request);
    ags_send_request_finish(request);
    pthread_cond_broadcast(&sender->changed);
  }
  pthread_mutex_unlock(&sender->mutex);
}

static void go_on(ags_sender *sender) {
  ags_round *round = &sender->round;
  ags_report report = {0};
  ags_delivery_result result = deliver(sender, &round->job, &report);
  pthread_mutex_lock(&sender->mutex);
  round->running = !result.done;
  round->only_uploads = result.only_uploads;
  round->again_ms = next_step_ms(sender, &result);
  if (result.done) sender->due_ms = ags_sender_next_due_ms(sender);
  pthread_mutex_unlock(&sender->mutex);
  if (result.failed && !result.told_before)
    ags_log(&sender->tracker->settings.logger, AGS_LOG_WARNING, "automatic sending failed: %s",
            ags_last_error());
}

/* Under the mutex: begins a round when one is due. */
static void begin_round(ags_sender *sender, int64_t now) {
  ags_round *round = &sender->round;
  bool due = sender->due || now >= sender->due_ms;
  if (!due || (round->running && !round->only_uploads)) return;
  *round = (ags_round){.job = {.automatic = true}, .running = true};
  sender->due = false;
  sender->due_ms = ags_sender_next_due_ms(sender);
}

/* What the thread is to do next. */
typedef struct work {
  ags_send_request *request; /* or NULL */
  bool round;
  int64_t later_ms; /* when there is nothing to do before */
} work;

static work find_work(ags_sender *sender) {
  int64_t now = now_ms();
  work next = {.later_ms = INT64_MAX};
  pthread_mutex_lock(&sender->mutex);
  sender->news = false;
  ags_send_request *request = atomic_load(&sender->stop) ? NULL : sender->first;
  for (; request != NULL && next.request == NULL; request = request->next) {
    if (request->again_ms <= now) next.request = request;
    next.later_ms = earlier(next.later_ms, request->again_ms);
  }
  begin_round(sender, now);
  const ags_round *round = &sender->round;
  next.round = round->running && round->again_ms <= now;
  if (round->running) next.later_ms = earlier(next.later_ms, round->again_ms);
  if (!round->running || round->only_uploads) next.later_ms = earlier(next.later_ms, sender->due_ms);
  pthread_mutex_unlock(&sender->mutex);
  return next;
}

int64_t ags_sender_step(ags_sender *sender) {
  work next = find_work(sender);
  if (atomic_load(&sender->stop)) return INT64_MAX;
  if (next.request != NULL)
    serve(next.request);
  else if (next.round)
    go_on(sender);
  else
    return next.later_ms == INT64_MAX ? INT64_MAX : next.later_ms * 1000000;
  return 0;
}
