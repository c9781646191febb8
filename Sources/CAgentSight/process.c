#include "process.h"

#include "sender.h"
#include "tracker.h"

#include <stdlib.h>

/*
 * A child has the thread that forked and no other. What the others were doing is half done in it, so nothing
 * of it is looked at: only the list of trackers is kept whole over the fork, and each begins anew. The
 * segments are not there any more (MADV_DONTFORK); the rest that the child inherits, a few pages, is left
 * where it is.
 *
 * These handlers are registered by code of this library and go with it at dlclose(). vfork() and
 * posix_spawn() do not call them, and their children do nothing but exec.
 */
static void before_fork(void) {
  ags_trackers_lock();
}

static void in_parent(void) {
  ags_trackers_unlock();
}

static void in_child(void) {
  ags_trackers_start_over();
  ags_trackers_unlock();
}

void ags_process_end(void) {
  ags_tracker *tracker = ags_trackers_next(NULL);
  if (tracker == NULL) return; /* and a test's clock may be gone */
  int64_t start_ns = ags_clock_monotonic_ns();
  for (; tracker != NULL; tracker = ags_trackers_next(tracker))
    if (!ags_sender_runs_here(tracker->sender) && ags_tracker_must_close(tracker))
      ags_sender_wake(tracker->sender, true);
  for (tracker = ags_trackers_next(NULL); tracker != NULL; tracker = ags_trackers_next(tracker)) {
    /* Whoever calls exit() from a callback of the sending thread sends no more. */
    if (ags_sender_runs_here(tracker->sender)) continue;
    ags_tracker_close(tracker, (ags_clock_monotonic_ns() - start_ns) / 1000000);
    ags_sender_end(tracker->sender);
  }
}

/* Run by exit() and by dlclose(). What was registered later has been run before, so this must be registered
 * after the TLS library's own handler. */
static void at_end(void *argument) {
  (void)argument;
  ags_process_end();
}

/* What atexit() comes to in a library: the handler goes with it at dlclose(). Said outright, because
 * ThreadSanitizer's own atexit() forgets whose handler it is. */
extern int __cxa_atexit(void (*handler)(void *), void *argument, void *owner);
extern void *__dso_handle;

bool ags_process_watch(void) {
  return pthread_atfork(before_fork, in_parent, in_child) == 0 &&
         __cxa_atexit(at_end, NULL, &__dso_handle) == 0;
}
