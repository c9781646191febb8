#include "delivery.h"

#include "error.h"
#include "exchange.h"
#include "spool.h"
#include "tracker.h"
#include "uploads.h"

#include <stdio.h>
#include <stdlib.h>

struct ags_delivery {
  ags_tracker *tracker;
  ags_sender *sender;
  ags_backend backend;
  ags_exchange exchange;
  ags_batch batch;   /* empty between two steps, unless memory ran out */
  ags_item *items;   /* room to tell of a batch */
  ags_retry retry;   /* of batches */
  ags_retry uploads; /* of uploads, which do not wait in the batches' way */

  /* The last attempt that failed, for those who come while nothing may be sent. */
  ags_status status;
  char error[256];
};

ags_delivery *ags_delivery_create(ags_tracker *tracker, ags_sender *sender) {
  ags_delivery *delivery = calloc(1, sizeof *delivery);
  if (delivery == NULL) return NULL;
  delivery->tracker = tracker;
  delivery->sender = sender;
  ags_retry_init(&delivery->retry, &tracker->settings.retry);
  ags_retry_init(&delivery->uploads, &tracker->settings.retry);
  delivery->items = calloc(tracker->settings.batch_events, sizeof *delivery->items);
  bool batch = ags_batch_create(&delivery->batch, tracker->settings.batch_events);
  bool backend = ags_backend_create(&delivery->backend, tracker, sender);
  if (ags_exchange_create(&delivery->exchange) && batch && backend && delivery->items != NULL)
    return delivery;
  ags_delivery_free(delivery);
  return NULL;
}

void ags_delivery_free(ags_delivery *delivery) {
  if (delivery == NULL) return;
  ags_drain *drain = &delivery->tracker->drain;
  pthread_mutex_lock(&drain->mutex);
  if (delivery->batch.count > 0) ags_batch_release(&delivery->batch, &delivery->tracker->pool);
  drain->in_flight = NULL;
  pthread_mutex_unlock(&drain->mutex);
  ags_batch_destroy(&delivery->batch);
  ags_backend_destroy(&delivery->backend);
  ags_exchange_destroy(&delivery->exchange);
  free(delivery->items);
  free(delivery);
}

static int64_t now_ms(void) {
  return ags_clock_monotonic_ns() / 1000000;
}

static uint64_t random_number(const ags_delivery *delivery) {
  const ags_system *system = delivery->tracker->system;
  uint64_t random;
  return system->random(system->context, &random, sizeof random) ? random : ags_clock_unique_ns();
}

/* ------------------------------------------------------------- what a step came to */

/* Whether a job that nobody gave a deadline has failed often enough. */
static bool has_failed(const ags_delivery *delivery, const ags_delivery_job *job, uint32_t failures) {
  return !job->automatic && !job->has_deadline && failures >= delivery->retry.policy.attempts;
}

/* Whether the job ends before what it waits for. */
static bool is_hopeless(const ags_delivery *delivery, const ags_delivery_job *job, uint32_t failures,
                        int64_t until) {
  const ags_retry_policy *policy = &delivery->retry.policy;
  if (job->automatic) return false;
  if (job->has_deadline) return until >= job->deadline_ms;
  return has_failed(delivery, job, failures) || until - now_ms() > policy->cap_ms;
}

static void remember(ags_delivery *delivery, ags_status status) {
  delivery->status = status;
  snprintf(delivery->error, sizeof delivery->error, "%s", ags_last_error());
}

/* The job waits, or is at its end when that is hopeless. */
static ags_delivery_result wait(const ags_delivery *delivery, const ags_delivery_job *job, bool failed) {
  int64_t until = delivery->retry.until;
  ags_fail(delivery->status, "%s", delivery->error);
  return (ags_delivery_result){.done = is_hopeless(delivery, job, job->failures, until),
                               .failed = failed,
                               .status = delivery->status,
                               .again_ms = until};
}

static void log_failure(const ags_delivery *delivery, const ags_retry *retry, bool told_before) {
  ags_log_level level = told_before ? AGS_LOG_DEBUG : AGS_LOG_ERROR;
  if (delivery->backend.response.http_status != 0)
    ags_log(&delivery->tracker->settings.logger, level, "%s: %s%s", delivery->backend.destination.endpoint,
            delivery->error, retry->wait == AGS_WAIT_HOLD ? "; sending is held" : "");
}

/* ------------------------------------------------------------------------- batches */

/* Takes the next events of the job. An empty batch is the end. */
static ags_status next_batch(ags_delivery *delivery, ags_delivery_job *job) {
  ags_drain *drain = &delivery->tracker->drain;
  ags_batch *batch = &delivery->batch;
  bool complete = true;
  pthread_mutex_lock(&drain->mutex);
  ags_spool *spool = delivery->tracker->pool.spool;
  delivery->retry.spooling = spool != NULL && !atomic_load(&spool->failing);
  delivery->uploads.spooling = delivery->retry.spooling;
  if (spool != NULL) ags_spool_adopt(spool);
  if (job->cut == 0) {
    job->cut = ags_drain_cut(delivery->tracker);
    /* What has waited through so many attempts is read while the clock's past is still known. */
    if (drain->timeline.count == AGS_TIMELINE_SPANS) ags_drain_hold(delivery->tracker, job->cut);
  }
  size_t suspects;
  if (job->only.data != NULL && batch->count > 0)
    complete = ags_batch_empty(batch, drain, &delivery->tracker->pool, &suspects);
  if (complete && batch->count == 0) complete = ags_batch_fill(batch, delivery->tracker, job->cut, job->only);
  drain->in_flight = batch->count > 0 ? batch : NULL;
  pthread_mutex_unlock(&drain->mutex);
  return complete || batch->count > 0 ? AGS_OK : ags_fail(AGS_ERROR_MEMORY, "out of memory");
}

static ags_delivery_result after_attempt(ags_delivery *delivery, ags_account *account, ags_retry_step step,
                                         const ags_attempt *attempt) {
  ags_delivery_job *job = account->job;
  ags_delivery_result result = {0};
  if (step == AGS_STEP_WAIT) {
    job->failures++;
    result = wait(delivery, job, true);
    if (result.done || job->automatic) ags_settle_failed(account, &delivery->batch, attempt->status);
  } else {
    job->failures = 0;
  }
  if (step == AGS_STEP_HALVE) ags_batch_shrink(&delivery->batch);
  if (step == AGS_STEP_GO_ON) ags_batch_grow(&delivery->batch);
  if (step == AGS_STEP_DROP) {
    bool large = attempt->answer.kind == AGS_ANSWER_TOO_LARGE;
    ags_batch_drop_first(&delivery->batch, large ? AGS_DROP_TOO_LARGE : AGS_DROP_INVALID,
                         large ? AGS_ERROR_TOO_LARGE : AGS_ERROR_REFUSED);
  }
  ags_settle_batch(account, &delivery->batch, step, attempt->named);
  return result;
}

static ags_delivery_result attempt_batch(ags_delivery *delivery, ags_account *account) {
  ags_attempt attempt =
      ags_exchange_attempt(&delivery->exchange, &delivery->backend, &delivery->batch, account->report);
  bool held = delivery->retry.wait == AGS_WAIT_HOLD;
  uint64_t random = random_number(delivery);
  ags_retry_step step = ags_retry_take(&delivery->retry, attempt.answer, delivery->batch.count,
                                       attempt.doubtful, now_ms(), random);
  if (attempt.status != AGS_OK) remember(delivery, attempt.status);
  /* What is held is probed for as long as it takes, and told of once. */
  bool told_before = held && delivery->retry.wait == AGS_WAIT_HOLD;
  if (step == AGS_STEP_WAIT) log_failure(delivery, &delivery->retry, told_before);
  ags_delivery_result result = after_attempt(delivery, account, step, &attempt);
  result.told_before = told_before;
  return result;
}

/* ------------------------------------------------------------------------- uploads */

static ags_delivery_result attempt_upload(ags_delivery *delivery, ags_account *account) {
  ags_delivery_job *job = account->job;
  ags_answer answer;
  ags_status status = ags_uploads_attempt(account, &delivery->backend, &answer);
  bool held = delivery->uploads.wait == AGS_WAIT_HOLD;
  uint64_t random = random_number(delivery);
  ags_retry_take(&delivery->uploads, answer, 1, false, now_ms(), random);
  job->upload_failures = status == AGS_OK ? 0 : job->upload_failures + 1;
  if (status == AGS_OK) return (ags_delivery_result){0};
  remember(delivery, status);
  bool told_before = held && delivery->uploads.wait == AGS_WAIT_HOLD;
  log_failure(delivery, &delivery->uploads, told_before);
  /* A server that asks for patience means all of us. */
  if (delivery->uploads.wait == AGS_WAIT_PAUSE) ags_retry_pause(&delivery->retry, delivery->uploads.until);
  return (ags_delivery_result){.failed = true, .told_before = told_before};
}

/* Nothing but uploads is left of the job. */
static ags_delivery_result wait_for_uploads(const ags_delivery *delivery, const ags_account *account) {
  /* As long as batches may not be sent, uploads are not either. */
  int64_t until = delivery->uploads.until;
  if (until < delivery->retry.until) until = delivery->retry.until;
  bool done = is_hopeless(delivery, account->job, account->job->upload_failures, until);
  ags_fail(delivery->status, "%s", delivery->error);
  if (done) ags_settle_failed_uploads(account, delivery->status);
  return (ags_delivery_result){
      .done = done, .only_uploads = true, .status = delivery->status, .again_ms = until};
}

/* --------------------------------------------------------------------------- steps */

/* Whether a request may be made; a job's first one may shorten a backoff. */
static bool may_send(ags_retry *retry, const ags_delivery_job *job, bool *asked) {
  bool first = !job->automatic && !*asked;
  *asked = true;
  return ags_retry_may_send(retry, now_ms(), first);
}

static ags_delivery_result out_of_memory(ags_delivery *delivery, const ags_delivery_job *job) {
  remember(delivery, ags_fail(AGS_ERROR_MEMORY, "out of memory"));
  return (ags_delivery_result){.done = !job->automatic,
                               .failed = true,
                               .status = AGS_ERROR_MEMORY,
                               .again_ms = now_ms() + delivery->retry.policy.base_ms};
}

ags_delivery_result ags_delivery_step(ags_delivery *delivery, ags_delivery_job *job, ags_report *report) {
  bool rest = delivery->tracker->settings.wire == AGS_WIRE_REST;
  ags_account account = {delivery->tracker,
                         delivery->sender,
                         job,
                         report,
                         delivery->items,
                         rest ? &delivery->backend.response : NULL};
  bool changed;
  if (!ags_backend_follow(&delivery->backend, &changed)) return out_of_memory(delivery, job);
  if (changed) ags_retry_forget(&delivery->retry);
  if (changed) ags_retry_forget(&delivery->uploads);

  bool uploads = ags_uploads_wait(&account);
  if (uploads && !has_failed(delivery, job, job->upload_failures) && now_ms() >= delivery->retry.until &&
      may_send(&delivery->uploads, job, &job->asked_for_upload))
    return attempt_upload(delivery, &account);
  if (next_batch(delivery, job) != AGS_OK) return out_of_memory(delivery, job);
  if (delivery->batch.count == 0) {
    if (uploads) return wait_for_uploads(delivery, &account);
    ags_exchange_forget(&delivery->exchange, job->only);
    return (ags_delivery_result){.done = true};
  }
  if (may_send(&delivery->retry, job, &job->asked_for_batch)) return attempt_batch(delivery, &account);
  ags_settle_batch(&account, &delivery->batch, AGS_STEP_WAIT, false);
  return wait(delivery, job, false);
}
