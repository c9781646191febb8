#include "tracker.h"

#include "deadline.h"
#include "error.h"
#include "process.h"
#include "random.h"
#include "sender.h"
#include "spool.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

AGS_FAST_TLS ags_lane_cache_entry ags_lane_cache[AGS_LANE_CACHE];
AGS_FAST_TLS ags_lane_cache_entry ags_fast_lane;

/* All trackers of the process, for the one question that comes without a tracker: which lanes does this
 * thread leave behind when it ends? */
static pthread_mutex_t registry_mutex = PTHREAD_MUTEX_INITIALIZER;
static ags_tracker *registry;
static uint64_t last_tracker_id;
static pthread_cond_t unpinned = PTHREAD_COND_INITIALIZER;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t thread_end_key;
static bool has_thread_end_key, is_watching;

/* Names the calling thread among those alive. */
static const void *thread_token(void) {
  return ags_lane_cache;
}

/* The next new thread continues a lane whose thread has ended, so that threads which come and go do not
 * pile up lanes. */
static void on_thread_end(void *token) {
  pthread_mutex_lock(&registry_mutex);
  for (ags_tracker *tracker = registry; tracker != NULL; tracker = tracker->next)
    for (ags_lane *lane = tracker->lanes; lane != NULL; lane = lane->next)
      if (lane->thread == token) lane->thread = NULL;
  pthread_mutex_unlock(&registry_mutex);
  /* A destructor that runs after this one may track: it must not find the lane it no longer owns. */
  memset(ags_lane_cache, 0, sizeof ags_lane_cache);
  memset(&ags_fast_lane, 0, sizeof ags_fast_lane);
}

static void setup(void) {
  ags_clock_setup();
  has_thread_end_key = pthread_key_create(&thread_end_key, on_thread_end) == 0;
  ags_transport_setup();
  is_watching = ags_process_watch();
}

/* After dlclose() no thread may call into code that is gone. */
__attribute__((destructor)) static void unload(void) {
  if (has_thread_end_key) pthread_key_delete(thread_end_key);
}

static ags_lane *adopt_lane(ags_tracker *tracker, const void *token) {
  ags_lane *free_lane = NULL;
  for (ags_lane *lane = tracker->lanes; lane != NULL; lane = lane->next) {
    if (lane->thread == token) return lane;
    if (lane->thread == NULL) free_lane = lane;
  }
  if (free_lane != NULL) free_lane->thread = token;
  return free_lane;
}

static ags_lane *create_lane(ags_tracker *tracker, const void *token) {
  ags_lane *lane = NULL;
  if (posix_memalign((void **)&lane, AGS_CACHE_LINE, sizeof *lane) != 0) return NULL;
  *lane = (ags_lane){.thread = token, .serial = ++tracker->next_lane_serial, .next = tracker->lanes};
  tracker->lanes = lane;
  uint64_t only = lane->next == NULL ? ags_lane_number(lane) : 0;
  atomic_store_explicit(&tracker->claims.all, only, memory_order_relaxed);
  for (ags_lane *each = lane; each != NULL; each = each->next) /* their shares become smaller */
    atomic_store_explicit(&each->until_wake, 0, memory_order_relaxed);
  return lane;
}

ags_lane *ags_tracker_find_lane(ags_tracker *tracker) {
  const void *token = thread_token();
  pthread_mutex_lock(&registry_mutex);
  ags_lane *lane = adopt_lane(tracker, token);
  if (lane == NULL) lane = create_lane(tracker, token);
  pthread_mutex_unlock(&registry_mutex);
  if (lane == NULL) return NULL;
  if (has_thread_end_key) pthread_setspecific(thread_end_key, token);
  ags_lane_cache[tracker->id % AGS_LANE_CACHE] = (ags_lane_cache_entry){tracker->id, lane};
  return lane;
}

ags_lane *ags_tracker_lanes(ags_tracker *tracker) {
  pthread_mutex_lock(&registry_mutex);
  ags_lane *first = tracker->lanes;
  pthread_mutex_unlock(&registry_mutex);
  return first;
}

static void enter_registry(ags_tracker *tracker) {
  pthread_mutex_lock(&registry_mutex);
  tracker->id = ++last_tracker_id;
  tracker->next = registry;
  registry = tracker;
  pthread_mutex_unlock(&registry_mutex);
}

static void leave_registry(ags_tracker *tracker) {
  pthread_mutex_lock(&registry_mutex);
  while (tracker->pins > 0) pthread_cond_wait(&unpinned, &registry_mutex);
  ags_tracker **at = &registry;
  while (*at != tracker) at = &(*at)->next;
  *at = tracker->next;
  pthread_mutex_unlock(&registry_mutex);
}

void ags_trackers_lock(void) {
  pthread_mutex_lock(&registry_mutex);
}

void ags_trackers_unlock(void) {
  pthread_mutex_unlock(&registry_mutex);
}

ags_tracker *ags_trackers_next(ags_tracker *tracker) {
  pthread_mutex_lock(&registry_mutex);
  ags_tracker *next = tracker == NULL ? registry : tracker->next;
  if (tracker != NULL) tracker->pins--;
  if (next != NULL) next->pins++;
  pthread_cond_broadcast(&unpinned);
  pthread_mutex_unlock(&registry_mutex);
  return next;
}

static void use_spool(ags_tracker *tracker, ags_spool *spool) {
  tracker->pool.spool = spool;
  tracker->pool.may_relieve = spool != NULL && tracker->settings.when_full == AGS_WHEN_FULL_SPOOL;
}

static void start_over(ags_tracker *tracker) {
  const ags_system *system = tracker->system;
  tracker->id = ++last_tracker_id; /* so that no thread's cache of lanes knows it */
  tracker->lanes = NULL;
  tracker->pins = 0;
  /* Two processes must not give the same id to two events. */
  if (!system->random(system->context, &tracker->nonce, sizeof tracker->nonce))
    tracker->nonce = ags_mix(tracker->nonce ^ (uint64_t)getpid());
  ags_spool *spool = tracker->pool.spool;
  ags_segment_pool_init(&tracker->pool, tracker->settings.memory_limit);
  if (spool != NULL) ags_spool_start_over(spool);
  use_spool(tracker, spool);
  ags_drain_start_over(&tracker->drain);
  tracker->automatic_sending = (ags_automatic){0};
  pthread_mutex_init(&tracker->automatic_sending.mutex, NULL);
  ags_sender_start_over(tracker->sender);
  tracker->rejected = tracker->rejected_full = tracker->blocked = tracker->mended = tracker->adopted = 0;
  for (int reason = 0; reason < AGS_DROP_REASONS; reason++) tracker->dropped[reason] = 0;
}

void ags_trackers_start_over(void) {
  pthread_cond_init(&unpinned, NULL);
  for (ags_tracker *tracker = registry; tracker != NULL; tracker = tracker->next) start_over(tracker);
}

/* A caller compiled against another version knows fewer or more fields; those it does not know keep their
 * defaults. */
static ags_options known_options(const ags_options *options) {
  ags_options known;
  ags_options_init(&known, sizeof known);
  size_t size = options->size < sizeof known ? options->size : sizeof known;
  memcpy(&known, options, size);
  return known;
}

static void free_lanes(ags_tracker *tracker) {
  while (tracker->lanes != NULL) {
    ags_lane *lane = tracker->lanes;
    tracker->lanes = lane->next;
    ags_lane_free(lane, &tracker->pool);
    free(lane);
  }
}

static void destroy(ags_tracker *tracker) {
  ags_spool *spool = tracker->pool.spool;
  ags_sender_free(tracker->sender); /* first: its thread uses everything else */
  ags_drain_destroy(&tracker->drain, &tracker->pool);
  pthread_mutex_destroy(&tracker->automatic_sending.mutex);
  free_lanes(tracker);
  ags_segment_pool_destroy(&tracker->pool);
  if (spool != NULL) ags_spool_free(spool);
  ags_settings_free(&tracker->settings);
}

static ags_status initialize(ags_tracker *tracker, const ags_options *options) {
  ags_options known = known_options(options);
  ags_status status = ags_settings_create(&tracker->settings, &known);
  if (status != AGS_OK) return status;
  const ags_system *system = tracker->system;
  tracker->sender = ags_sender_create(tracker);
  if (tracker->sender == NULL || !system->random(system->context, &tracker->nonce, sizeof tracker->nonce)) {
    ags_sender_free(tracker->sender);
    ags_settings_free(&tracker->settings);
    return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  }
  ags_segment_pool_init(&tracker->pool, tracker->settings.memory_limit);
  ags_drain_init(&tracker->drain);
  pthread_mutex_init(&tracker->automatic_sending.mutex, NULL);
  tracker->automatic = known.send_every_events > 0 || known.send_every_ms > 0;
  ags_spool *spool = NULL;
  if (tracker->settings.spool_directory != NULL) status = ags_spool_create(tracker, &spool);
  use_spool(tracker, spool);
  if (status != AGS_OK) {
    destroy(tracker);
    return status;
  }
  if (spool != NULL) ags_spool_adopt(spool);
  enter_registry(tracker);
  /* What others have left has waited long enough. */
  if (tracker->automatic && atomic_load(&tracker->adopted) > 0) ags_sender_wake(tracker->sender, true);
  return AGS_OK;
}

ags_status ags_tracker_create_in(const ags_system *system, const ags_options *options, ags_tracker **result) {
  if (result == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  *result = NULL;
  if (options == NULL || options->size < sizeof options->size)
    return ags_fail(AGS_ERROR_ARGUMENT, "options: NULL, or not filled by ags_options_init()");
  pthread_once(&once, setup);
  if (system->clock != NULL) ags_clock_replace(system->clock);
  if (!is_watching) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  ags_tracker *tracker = calloc(1, sizeof *tracker);
  if (tracker == NULL) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  tracker->system = system;
  ags_status status = initialize(tracker, options);
  if (status != AGS_OK) {
    free(tracker);
    return status;
  }
  *result = tracker;
  return AGS_OK;
}

ags_status ags_tracker_create(const ags_options *options, ags_tracker **result) {
  return ags_tracker_create_in(&ags_system_default, options, result);
}

static bool has_waiting(ags_tracker *tracker) {
  uint64_t gone =
      atomic_load(&ags_sender_read_counters(tracker->sender)->delivered) + ags_tracker_dropped(tracker);
  return ags_tracker_count_accepted(tracker) > gone;
}

bool ags_tracker_must_close(ags_tracker *tracker) {
  return tracker->settings.close_timeout_ms > 0 && has_waiting(tracker);
}

void ags_tracker_close(ags_tracker *tracker, int64_t elapsed_ms) {
  int64_t left_ms = tracker->settings.close_timeout_ms - elapsed_ms;
  if (ags_tracker_must_close(tracker)) ags_send(tracker, left_ms > 1 ? (uint32_t)left_ms : 1, NULL);
}

void ags_tracker_free(ags_tracker *tracker) {
  if (tracker == NULL) return;
  int before = ags_cancel_forbid();
  ags_tracker_close(tracker, 0);
  leave_registry(tracker); /* from here on nothing else comes upon it */
  ags_sender_end(tracker->sender);
  if (tracker->pool.spool != NULL && has_waiting(tracker)) ags_spool_close(tracker->pool.spool);
  destroy(tracker);
  free(tracker);
  ags_cancel_allow_as(before);
}
