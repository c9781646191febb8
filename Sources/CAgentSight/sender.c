#include "sender.h"

#include "delivery.h"
#include "error.h"
#include "tracker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ERROR_TEXT 256

/* One ags_send() on its way. The caller may give up waiting, so whoever comes last frees it. */
typedef struct request {
  struct request *next;
  ags_report report;
  ags_status status;
  char error[ERROR_TEXT];
  bool done, abandoned;
} request;

struct ags_sender {
  ags_tracker *tracker;
  pthread_mutex_t mutex;
  pthread_cond_t changed; /* a request was queued or done, or the thread shall stop */
  request *first, *last;  /* queue */
  bool started;
  pthread_t thread;
  atomic_bool stop;
  ags_sender_counters counters;
};

#if defined(__APPLE__)
#define WAIT_CLOCK CLOCK_REALTIME /* the system has no other for condition variables */
#else
#define WAIT_CLOCK CLOCK_MONOTONIC
#endif

static void init_condition(pthread_cond_t *condition) {
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
#if !defined(__APPLE__)
  pthread_condattr_setclock(&attributes, WAIT_CLOCK);
#endif
  pthread_cond_init(condition, &attributes);
  pthread_condattr_destroy(&attributes);
}

ags_sender *ags_sender_create(ags_tracker *tracker) {
  ags_sender *sender = calloc(1, sizeof *sender);
  if (sender == NULL) return NULL;
  sender->tracker = tracker;
  pthread_mutex_init(&sender->mutex, NULL);
  init_condition(&sender->changed);
  return sender;
}

static request *next_request(ags_sender *sender) {
  pthread_mutex_lock(&sender->mutex);
  while (sender->first == NULL && !atomic_load(&sender->stop))
    pthread_cond_wait(&sender->changed, &sender->mutex);
  request *next = atomic_load(&sender->stop) ? NULL : sender->first;
  if (next != NULL) sender->first = next->next;
  pthread_mutex_unlock(&sender->mutex);
  return next;
}

static void finish(ags_sender *sender, request *finished) {
  pthread_mutex_lock(&sender->mutex);
  finished->done = true;
  if (finished->abandoned) free(finished);
  pthread_cond_broadcast(&sender->changed);
  pthread_mutex_unlock(&sender->mutex);
}

static void *run(void *argument) {
  ags_sender *sender = argument;
  ags_delivery *delivery = ags_delivery_create(sender->tracker, &sender->counters, &sender->stop);
  for (request *r = next_request(sender); r != NULL; r = next_request(sender)) {
    r->status = delivery != NULL ? ags_delivery_run(delivery, &r->report)
                                 : ags_fail(AGS_ERROR_MEMORY, "out of memory");
    if (r->status != AGS_OK) snprintf(r->error, sizeof r->error, "%s", ags_last_error());
    finish(sender, r);
  }
  ags_delivery_free(delivery);
  return NULL;
}

/* Under the mutex. The thread gets no signals: they are the host's. */
static bool start(ags_sender *sender) {
  if (sender->started) return true;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  sender->started = pthread_create(&sender->thread, NULL, run, sender) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return sender->started;
}

static void enqueue(ags_sender *sender, request *added) {
  if (sender->first == NULL)
    sender->first = added;
  else
    sender->last->next = added;
  sender->last = added;
  pthread_cond_broadcast(&sender->changed);
}

static struct timespec deadline_in(uint32_t milliseconds) {
  struct timespec t;
  clock_gettime(WAIT_CLOCK, &t);
  t.tv_sec += milliseconds / 1000;
  t.tv_nsec += (long)(milliseconds % 1000) * 1000000;
  if (t.tv_nsec >= 1000000000) {
    t.tv_sec++;
    t.tv_nsec -= 1000000000;
  }
  return t;
}

/* Under the mutex: until the request is done; false when the deadline passed before. */
static bool wait_until_done(ags_sender *sender, const request *r, uint32_t timeout_ms) {
  struct timespec deadline = deadline_in(timeout_ms);
  while (!r->done) {
    if (timeout_ms == 0)
      pthread_cond_wait(&sender->changed, &sender->mutex);
    else if (pthread_cond_timedwait(&sender->changed, &sender->mutex, &deadline) == ETIMEDOUT)
      return r->done;
  }
  return true;
}

ags_status ags_sender_send(ags_sender *sender, uint32_t timeout_ms, ags_report *report) {
  request *r = calloc(1, sizeof *r);
  if (r == NULL) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  pthread_mutex_lock(&sender->mutex);
  if (!start(sender)) {
    pthread_mutex_unlock(&sender->mutex);
    free(r);
    return ags_fail(AGS_ERROR_THREAD, "the system gave no thread for sending");
  }
  enqueue(sender, r);
  bool done = wait_until_done(sender, r, timeout_ms);
  ags_status status = AGS_ERROR_TIMEOUT;
  if (done) {
    *report = r->report;
    status = r->status != AGS_OK ? ags_fail(r->status, "%s", r->error) : AGS_OK;
    free(r);
  } else {
    r->abandoned = true;
    ags_fail(status, "timeout_ms: %u ms passed; sending goes on", (unsigned)timeout_ms);
  }
  pthread_mutex_unlock(&sender->mutex);
  return status;
}

const ags_sender_counters *ags_sender_read_counters(const ags_sender *sender) {
  return &sender->counters;
}

void ags_sender_free(ags_sender *sender) {
  if (sender == NULL) return;
  pthread_mutex_lock(&sender->mutex);
  atomic_store(&sender->stop, true);
  pthread_cond_broadcast(&sender->changed);
  pthread_mutex_unlock(&sender->mutex);
  if (sender->started) pthread_join(sender->thread, NULL);
  while (sender->first != NULL) {
    request *r = sender->first;
    sender->first = r->next;
    free(r);
  }
  pthread_cond_destroy(&sender->changed);
  pthread_mutex_destroy(&sender->mutex);
  free(sender);
}
