/*
 * Everything that the core asks of the world around it: time, randomness, the network, files, and a thread to
 * send from. A tracker made by ags_tracker_create() has the real ones; a test gives others to
 * ags_tracker_create_in() and so can run a tracker from a single thread, on a clock and against a server of
 * its own, as often and as badly as it likes.
 */
#ifndef AGS_SYSTEM_H
#define AGS_SYSTEM_H

#include "clock.h"
#include "files.h"
#include "transport.h"

typedef struct ags_system {
  void *context; /* handed to the functions here and to those of `network` and `files` */

  /* NULL: the system's, with the time-stamp counter. A tracking call stamps its event without looking its
   * tracker up, so another one becomes the clock of the whole process. */
  const ags_clock_source *clock;

  /* NULL: the tracker sends from a thread of its own. Otherwise it has none: whoever calls ags_send() does
   * the work himself (and whoever made the table may call ags_sender_step()), and this is called whenever
   * nothing can be done before that time of the monotonic clock; INT64_MAX: before something happens. */
  void (*wait_until)(void *context, int64_t monotonic_ns);

  /* Fills `bytes`; false when there is no randomness to give. */
  bool (*random)(void *context, void *bytes, size_t size);

  const ags_network *network;
  const ags_files *files;
} ags_system;

extern const ags_system ags_system_default;

#endif
