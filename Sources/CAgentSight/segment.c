#include "segment.h"

#include "deadline.h"
#include "spool.h"

#include <errno.h>
#include <sys/mman.h>

/* Up to 16 MiB stay at hand; beyond that memory goes back to the system. */
#define POOL_SEGMENTS 64
#define PAGE          ((size_t)4096)

static ags_segment *map_aligned(size_t capacity) {
  /* Alignment by mapping more than needed and giving back both ends. */
  size_t room = capacity + AGS_SEGMENT_SIZE;
  char *start = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED) return NULL;
  size_t before = -(uintptr_t)start & (AGS_SEGMENT_SIZE - 1);
  size_t after = room - before - capacity;
  if (before > 0) munmap(start, before);
  if (after > 0) munmap(start + before + capacity, after);
  return (ags_segment *)(void *)(start + before);
}

static void make_ready(ags_segment *segment, size_t capacity) {
#if defined(MADV_DONTFORK)
  madvise(segment, capacity, MADV_DONTFORK); /* what a process tracked is its own */
#endif
#if defined(MADV_POPULATE_WRITE)
  /* Faulting all pages in at once costs a fraction of doing it one by one in the tracking calls. */
  if (capacity == AGS_SEGMENT_SIZE) madvise(segment, capacity, MADV_POPULATE_WRITE);
#endif
}

/* New memory; with a spool, that of a file where one can be had. */
static ags_segment *make_segment(ags_segment_pool *pool, size_t capacity) {
  ags_segment *segment = map_aligned(capacity);
  if (segment == NULL) return NULL;
  if (pool->spool != NULL) ags_spool_map(pool->spool, segment, capacity);
  make_ready(segment, capacity);
  return segment;
}

static void unmap(ags_segment *segment) {
  munmap(segment, segment->capacity);
}

static ags_segment *pop(ags_segment **list) {
  ags_segment *segment = *list;
  if (segment != NULL) *list = segment->next;
  return segment;
}

void ags_segment_pool_init(ags_segment_pool *pool, size_t limit) {
  *pool = (ags_segment_pool){.limit = limit};
  pthread_mutex_init(&pool->mutex, NULL);
  ags_condition_init(&pool->room);
}

void ags_segment_pool_destroy(ags_segment_pool *pool) {
  while (pool->free != NULL) unmap(pop(&pool->free));
  while (pool->free_files != NULL) {
    ags_segment *segment = pop(&pool->free_files);
    ags_spool_remove(pool->spool, segment);
    unmap(segment);
  }
  pthread_cond_destroy(&pool->room);
  pthread_mutex_destroy(&pool->mutex);
}

static size_t capacity_for(size_t payload, bool first) {
  size_t needed = sizeof(ags_segment) + payload;
  if (first && needed <= AGS_FIRST_SEGMENT_SIZE) return AGS_FIRST_SEGMENT_SIZE;
  if (needed <= AGS_SEGMENT_SIZE) return AGS_SEGMENT_SIZE;
  return (needed + PAGE - 1) & ~(PAGE - 1);
}

ags_segment_result ags_segment_take(ags_segment_pool *pool, size_t payload, bool first,
                                    ags_segment **result) {
  size_t capacity = capacity_for(payload, first);
  ags_segment *segment = NULL;
  pthread_mutex_lock(&pool->mutex);
  bool room = capacity <= pool->limit - pool->used_bytes;
  if (room) {
    pool->used_bytes += capacity;
    if (capacity == AGS_SEGMENT_SIZE) segment = pop(pool->spool != NULL ? &pool->free_files : &pool->free);
    if (segment != NULL) pool->free_count--;
  }
  pthread_mutex_unlock(&pool->mutex);
  if (!room) return AGS_SEGMENT_LIMIT;

  if (segment == NULL) segment = make_segment(pool, capacity);
  if (segment == NULL) {
    pthread_mutex_lock(&pool->mutex);
    pool->used_bytes -= capacity;
    pthread_mutex_unlock(&pool->mutex);
    return AGS_SEGMENT_NO_MEMORY;
  }
  atomic_init(&segment->next, NULL);
  segment->capacity = capacity;
  segment->open = 0;
  segment->passed = segment->is_relieved = segment->is_adopted = false;
  atomic_init(&((ags_record *)(void *)segment->bytes)->size, 0);
  *result = segment;
  return AGS_SEGMENT_OK;
}

ags_segment *ags_segment_take_for_file(ags_segment_pool *pool, size_t size) {
  if (size > pool->limit) return NULL;
  size_t capacity = (size + PAGE - 1) & ~(PAGE - 1);
  size_t most = capacity > pool->limit / 2 ? pool->limit : pool->limit / 2;
  pthread_mutex_lock(&pool->mutex);
  bool room = pool->used_bytes + capacity <= most;
  if (room) pool->used_bytes += capacity;
  pthread_mutex_unlock(&pool->mutex);
  ags_segment *segment = room ? map_aligned(capacity) : NULL;
  if (segment != NULL) {
    make_ready(segment, 0);
    return segment;
  }
  pthread_mutex_lock(&pool->mutex);
  if (room) pool->used_bytes -= capacity;
  pthread_mutex_unlock(&pool->mutex);
  return NULL;
}

void ags_segment_relieve(ags_segment_pool *pool, ags_segment *segment) {
  if (!pool->may_relieve || segment->run == NULL) return;
  pthread_mutex_lock(&pool->mutex);
  bool relieve = pool->used_bytes > pool->limit / 2;
  if (relieve) pool->used_bytes -= segment->capacity;
  segment->is_relieved = relieve;
  pthread_mutex_unlock(&pool->mutex);
  if (relieve) madvise(segment, segment->capacity, MADV_DONTNEED); /* a file's pages stay in its cache */
}

/* With a spool, memory without a file is for when there is no other: none of it is kept at hand. */
static bool is_worth_keeping(const ags_segment_pool *pool, const ags_segment *segment) {
  if (segment->capacity != AGS_SEGMENT_SIZE || pool->free_count >= POOL_SEGMENTS) return false;
  return pool->spool == NULL || (segment->run != NULL && !segment->is_adopted && !pool->spool->is_closed);
}

void ags_segment_give_back(ags_segment_pool *pool, ags_segment *segment) {
  if (segment->run != NULL && !pool->spool->is_closed) ags_spool_end(segment);
  pthread_mutex_lock(&pool->mutex);
  if (!segment->is_relieved) pool->used_bytes -= segment->capacity;
  bool keep = is_worth_keeping(pool, segment);
  if (keep) {
    ags_segment **list = segment->run != NULL ? &pool->free_files : &pool->free;
    segment->next = *list;
    *list = segment;
    pool->free_count++;
  }
  pool->given_back++;
  pthread_cond_broadcast(&pool->room);
  pthread_mutex_unlock(&pool->mutex);
  if (keep) return;
  if (segment->run != NULL && !pool->spool->is_closed) ags_spool_remove(pool->spool, segment);
  unmap(segment);
}

size_t ags_segment_used_bytes(ags_segment_pool *pool) {
  pthread_mutex_lock(&pool->mutex);
  size_t bytes = pool->used_bytes;
  pthread_mutex_unlock(&pool->mutex);
  return bytes;
}

bool ags_segment_can_fit(const ags_segment_pool *pool, size_t payload) {
  return capacity_for(payload, true) <= pool->limit;
}

uint64_t ags_segment_given_back(ags_segment_pool *pool) {
  pthread_mutex_lock(&pool->mutex);
  uint64_t count = pool->given_back;
  pthread_mutex_unlock(&pool->mutex);
  return count;
}

bool ags_segment_wait(ags_segment_pool *pool, uint64_t given_back, const struct timespec *deadline) {
  int error = 0, before = ags_cancel_forbid();
  pthread_mutex_lock(&pool->mutex);
  while (pool->given_back == given_back && error != ETIMEDOUT)
    error = pthread_cond_timedwait(&pool->room, &pool->mutex, deadline);
  bool more = pool->given_back != given_back;
  pthread_mutex_unlock(&pool->mutex);
  ags_cancel_allow_as(before);
  return more;
}
