#include "sender.h"

#include "deadline.h"
#include "error.h"
#include "sender_state.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

#define END_WAIT_NS INT64_C(1000000000)

ags_sender *ags_sender_create(ags_tracker *tracker) {
  ags_sender *sender = calloc(1, sizeof *sender);
  if (sender == NULL) return NULL;
  if (!ags_destination_copy(&sender->destination, &tracker->settings.destination)) {
    free(sender);
    return NULL;
  }
  sender->tracker = tracker;
  sender->destination_version = 1;
  sender->due_ms = INT64_MAX;
  pthread_mutex_init(&sender->mutex, NULL);
  ags_condition_init(&sender->changed);
  return sender;
}

/* Until there is news, that time has come, or the thread shall end. */
static void wait_for_work(ags_sender *sender, int64_t until_ns) {
  if (until_ns == 0) return; /* there is some already */
  struct timespec deadline = ags_deadline_at(until_ns);
  pthread_mutex_lock(&sender->mutex);
  while (!atomic_load(&sender->stop) && !sender->news) {
    if (until_ns == INT64_MAX)
      pthread_cond_wait(&sender->changed, &sender->mutex);
    else if (pthread_cond_timedwait(&sender->changed, &sender->mutex, &deadline) == ETIMEDOUT)
      break;
  }
  pthread_mutex_unlock(&sender->mutex);
}

/* Of which sender this thread is the one. */
static _Thread_local const ags_sender *running_here;

bool ags_sender_runs_here(const ags_sender *sender) {
  return running_here == sender;
}

static void *run(void *argument) {
  ags_sender *sender = argument;
  running_here = sender;
  while (!atomic_load(&sender->stop)) wait_for_work(sender, ags_sender_step(sender));
  pthread_mutex_lock(&sender->mutex);
  sender->ended = true;
  pthread_cond_broadcast(&sender->changed);
  pthread_mutex_unlock(&sender->mutex);
  return NULL;
}

/* Under the mutex. The thread gets no signals: they are the host's. */
static bool start(ags_sender *sender) {
  if (atomic_load(&sender->stop)) return false;
  if (sender->started) return true;
  sender->due_ms = ags_sender_next_due_ms(sender);
  if (sender->tracker->system->wait_until != NULL) return sender->started = true;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  sender->started = pthread_create(&sender->thread, NULL, run, sender) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return sender->started;
}

/* Under the mutex. */
static void announce(ags_sender *sender) {
  sender->news = true;
  pthread_cond_broadcast(&sender->changed);
}

void ags_sender_wake(ags_sender *sender, bool due) {
  pthread_mutex_lock(&sender->mutex);
  if (start(sender) && due) {
    sender->due = true;
    announce(sender);
  }
  pthread_mutex_unlock(&sender->mutex);
}

/* Under the mutex: where there is no thread, does its work until the request is done; false when the deadline
 * passed before. */
static bool work_until_done(ags_sender *sender, const ags_send_request *request, uint32_t timeout_ms) {
  const ags_system *system = sender->tracker->system;
  int64_t deadline = timeout_ms == 0 ? INT64_MAX : ags_clock_monotonic_ns() + timeout_ms * INT64_C(1000000);
  while (!request->done && ags_clock_monotonic_ns() < deadline) {
    pthread_mutex_unlock(&sender->mutex);
    int64_t next = ags_sender_step(sender);
    if (!request->done && next > 0) system->wait_until(system->context, next < deadline ? next : deadline);
    pthread_mutex_lock(&sender->mutex);
  }
  return request->done;
}

/* Under the mutex: until the request is done; false when the deadline passed before. */
static bool wait_until_done(ags_sender *sender, const ags_send_request *request, uint32_t timeout_ms) {
  if (sender->tracker->system->wait_until != NULL) return work_until_done(sender, request, timeout_ms);
  struct timespec deadline = ags_deadline_at(ags_clock_monotonic_ns() + timeout_ms * INT64_C(1000000));
  while (!request->done) {
    if (timeout_ms == 0)
      pthread_cond_wait(&sender->changed, &sender->mutex);
    else if (pthread_cond_timedwait(&sender->changed, &sender->mutex, &deadline) == ETIMEDOUT)
      return request->done;
  }
  return true;
}

static bool wait_uncancelled(ags_sender *sender, ags_send_request *request, uint32_t timeout_ms) {
  int before = ags_cancel_forbid();
  bool done = wait_until_done(sender, request, timeout_ms);
  ags_cancel_allow_as(before);
  return done;
}

static void enqueue(ags_sender *sender, ags_send_request *request) {
  if (sender->first == NULL)
    sender->first = request;
  else
    sender->last->next = request;
  sender->last = request;
  announce(sender);
}

/* Under the mutex: the caller waits no longer. */
static ags_status abandon(ags_send_request *request, uint32_t timeout_ms) {
  request->abandoned = true;
  bool failed = request->status != AGS_OK;
  return ags_fail(AGS_ERROR_TIMEOUT, "timeout_ms: %u ms passed; sending goes on%s%s", (unsigned)timeout_ms,
                  failed ? "; last failure: " : "", failed ? request->error : "");
}

ags_status ags_sender_send(ags_sender *sender, const ags_send_options *options, ags_report *report) {
  ags_send_request *request = ags_send_request_create(sender, options);
  if (request == NULL) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  pthread_mutex_lock(&sender->mutex);
  ags_status status;
  if (!start(sender)) {
    ags_send_request_free(request);
    status = ags_fail(AGS_ERROR_THREAD, atomic_load(&sender->stop) ? "the process is ending"
                                                                   : "the system gave no thread for sending");
  } else {
    request->job.has_deadline = options->timeout_ms > 0;
    request->job.deadline_ms = ags_clock_monotonic_ns() / 1000000 + options->timeout_ms;
    enqueue(sender, request);
    bool done = wait_uncancelled(sender, request, options->timeout_ms);
    *report = request->report;
    if (!done)
      status = abandon(request, options->timeout_ms);
    else
      status = request->status != AGS_OK ? ags_fail(request->status, "%s", request->error) : AGS_OK;
    if (done) ags_send_request_free(request);
  }
  pthread_mutex_unlock(&sender->mutex);
  return status;
}

ags_status ags_sender_reconfigure(ags_sender *sender, const char *api_key, const char *endpoint,
                                  bool allow_insecure_http) {
  ags_destination changed;
  pthread_mutex_lock(&sender->mutex);
  ags_status status =
      ags_destination_change(&changed, &sender->destination, api_key, endpoint, allow_insecure_http);
  if (status == AGS_OK) {
    ags_trackers_lock(); /* a child inherits the one or the other, nothing between */
    ags_destination before = sender->destination;
    sender->destination = changed;
    sender->destination_version++;
    ags_trackers_unlock();
    ags_destination_free(&before);
    for (ags_send_request *each = sender->first; each != NULL; each = each->next) each->again_ms = 0;
    sender->round.again_ms = 0; /* what kept them waiting is gone */
    announce(sender);
  }
  pthread_mutex_unlock(&sender->mutex);
  return status;
}

bool ags_sender_take_destination(ags_sender *sender, ags_destination *mine, bool *changed) {
  pthread_mutex_lock(&sender->mutex);
  *changed = sender->taken_version != sender->destination_version;
  ags_destination copy = {0};
  bool copied = !*changed || ags_destination_copy(&copy, &sender->destination);
  if (copied) sender->taken_version = sender->destination_version;
  pthread_mutex_unlock(&sender->mutex);
  if (*changed && copied) {
    ags_destination_free(mine);
    *mine = copy;
  }
  return copied;
}

const atomic_bool *ags_sender_stop_flag(const ags_sender *sender) {
  return &sender->stop;
}

void ags_sender_count_request(ags_sender *sender, uint64_t bytes) {
  atomic_fetch_add(&sender->counters.requests, 1);
  atomic_fetch_add(&sender->counters.bytes_sent, bytes);
}

void ags_sender_count_delivered(ags_sender *sender, uint64_t events) {
  atomic_fetch_add(&sender->counters.delivered, events);
}

const ags_sender_counters *ags_sender_read_counters(const ags_sender *sender) {
  return &sender->counters;
}

void ags_sender_start_over(ags_sender *sender) {
  *sender = (ags_sender){.tracker = sender->tracker,
                         .destination = sender->destination,
                         .destination_version = 1,
                         .due_ms = INT64_MAX};
  pthread_mutex_init(&sender->mutex, NULL);
  ags_condition_init(&sender->changed);
}

void ags_sender_end(ags_sender *sender) {
  struct timespec deadline = ags_deadline_at(ags_clock_monotonic_ns() + END_WAIT_NS);
  pthread_mutex_lock(&sender->mutex);
  atomic_store(&sender->stop, true);
  pthread_cond_broadcast(&sender->changed);
  bool has_thread = sender->started && sender->tracker->system->wait_until == NULL;
  bool wait = has_thread;
  while (wait && !sender->ended)
    wait = pthread_cond_timedwait(&sender->changed, &sender->mutex, &deadline) != ETIMEDOUT;
  pthread_mutex_unlock(&sender->mutex);
  if (!wait) return;
  pthread_join(sender->thread, NULL);
  sender->started = false;
}

void ags_sender_free(ags_sender *sender) {
  if (sender == NULL) return;
  pthread_mutex_lock(&sender->mutex);
  atomic_store(&sender->stop, true);
  pthread_cond_broadcast(&sender->changed);
  pthread_mutex_unlock(&sender->mutex);
  bool has_thread = sender->started && sender->tracker->system->wait_until == NULL;
  if (has_thread) pthread_join(sender->thread, NULL);
  ags_delivery_free(sender->delivery);
  while (sender->first != NULL) {
    ags_send_request *next = sender->first->next;
    ags_send_request_free(sender->first);
    sender->first = next;
  }
  ags_destination_free(&sender->destination);
  pthread_cond_destroy(&sender->changed);
  pthread_mutex_destroy(&sender->mutex);
  free(sender);
}
