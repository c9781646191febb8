#include "segment.h"

#include "deadline.h"

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
#if defined(MADV_DONTFORK)
  madvise(start + before, capacity, MADV_DONTFORK); /* what a process tracked is its own */
#endif
#if defined(MADV_POPULATE_WRITE)
  /* Faulting all pages in at once costs a fraction of doing it one by one in the tracking calls. */
  if (capacity == AGS_SEGMENT_SIZE) madvise(start + before, capacity, MADV_POPULATE_WRITE);
#endif
  return (ags_segment *)(void *)(start + before);
}

static void unmap(ags_segment *segment) {
  munmap(segment, segment->capacity);
}

void ags_segment_pool_init(ags_segment_pool *pool, size_t limit) {
  *pool = (ags_segment_pool){.limit = limit};
  pthread_mutex_init(&pool->mutex, NULL);
  ags_condition_init(&pool->room);
}

void ags_segment_pool_destroy(ags_segment_pool *pool) {
  while (pool->free != NULL) {
    ags_segment *segment = pool->free;
    pool->free = segment->next;
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
    if (capacity == AGS_SEGMENT_SIZE && pool->free != NULL) {
      segment = pool->free;
      pool->free = segment->next;
      pool->free_count--;
    }
  }
  pthread_mutex_unlock(&pool->mutex);
  if (!room) return AGS_SEGMENT_LIMIT;

  if (segment == NULL) segment = map_aligned(capacity);
  if (segment == NULL) {
    pthread_mutex_lock(&pool->mutex);
    pool->used_bytes -= capacity;
    pthread_mutex_unlock(&pool->mutex);
    return AGS_SEGMENT_NO_MEMORY;
  }
  *segment = (ags_segment){.capacity = capacity};
  atomic_init(&((ags_record *)(void *)segment->bytes)->size, 0);
  *result = segment;
  return AGS_SEGMENT_OK;
}

void ags_segment_give_back(ags_segment_pool *pool, ags_segment *segment) {
  pthread_mutex_lock(&pool->mutex);
  pool->used_bytes -= segment->capacity;
  bool keep = segment->capacity == AGS_SEGMENT_SIZE && pool->free_count < POOL_SEGMENTS;
  if (keep) {
    segment->next = pool->free;
    pool->free = segment;
    pool->free_count++;
  }
  pool->given_back++;
  pthread_cond_broadcast(&pool->room);
  pthread_mutex_unlock(&pool->mutex);
  if (!keep) unmap(segment);
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
