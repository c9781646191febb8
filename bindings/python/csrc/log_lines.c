#include "log_lines.h"

#include "call_log.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define LINES      64
#define LINE_BYTES 512

typedef struct line {
  ags_log_level level;
  char text[LINE_BYTES];
} line;

/* The oldest lines stay when there are too many: they tell how it began. */
static struct {
  pthread_mutex_t mutex;
  size_t count;
  unsigned lost;
  bool ended;     /* the interpreter takes no more calls */
  bool scheduled; /* it has been asked to call flush() */
  line lines[LINES];
} queue = {.mutex = PTHREAD_MUTEX_INITIALIZER};

atomic_bool agspy_log_lines_waiting;

static int flush_soon(void *unused) {
  (void)unused;
  agspy_log_lines_flush();
  return 0;
}

void agspy_log_line(void *user, ags_log_level level, const char *message) {
  (void)user;
  pthread_mutex_lock(&queue.mutex);
  if (queue.count == LINES) {
    queue.lost++;
  } else if (!queue.ended) {
    line *added = &queue.lines[queue.count++];
    added->level = level;
    snprintf(added->text, sizeof added->text, "%s", message);
    atomic_store(&agspy_log_lines_waiting, true);
    /* Some calls take the lines along; where there are none, the main thread does when it next runs Python.
     */
    if (!queue.scheduled) queue.scheduled = Py_AddPendingCall(flush_soon, NULL) == 0;
  }
  pthread_mutex_unlock(&queue.mutex);
}

static bool take(line *taken, unsigned *lost) {
  pthread_mutex_lock(&queue.mutex);
  bool any = queue.count > 0;
  *lost = queue.lost;
  queue.lost = 0;
  if (any) {
    *taken = queue.lines[0];
    memmove(queue.lines, queue.lines + 1, --queue.count * sizeof(line));
  }
  if (queue.count == 0) {
    queue.scheduled = false;
    atomic_store(&agspy_log_lines_waiting, false);
  }
  pthread_mutex_unlock(&queue.mutex);
  return any;
}

static int python_level(ags_log_level level) {
  return level == AGS_LOG_DEBUG ? 10 : level == AGS_LOG_INFO ? 20 : level == AGS_LOG_WARNING ? 30 : 40;
}

void agspy_log_lines_flush(void) {
  PyObject *type, *value, *traceback; /* an exception that is on its way stays on its way */
  PyErr_Fetch(&type, &value, &traceback);
  line taken;
  unsigned lost;
  while (take(&taken, &lost)) {
    agspy_log_write(python_level(taken.level), taken.text);
    if (lost > 0) {
      snprintf(taken.text, sizeof taken.text, "%u more lines were lost", lost);
      agspy_log_write(python_level(AGS_LOG_WARNING), taken.text);
    }
  }
  PyErr_Restore(type, value, traceback);
}

PyObject *agspy_log_lines_end(PyObject *module, PyObject *none) {
  (void)module;
  (void)none;
  agspy_log_lines_flush();
  pthread_mutex_lock(&queue.mutex);
  queue.ended = true;
  pthread_mutex_unlock(&queue.mutex);
  Py_RETURN_NONE;
}

PyObject *agspy_log_lines_forget(PyObject *module, PyObject *none) {
  (void)module;
  (void)none;
  /* Another thread of the parent may have held the mutex when the process was copied. */
  queue.mutex = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
  queue.count = queue.lost = 0;
  queue.scheduled = false;
  atomic_store(&agspy_log_lines_waiting, false);
  Py_RETURN_NONE;
}
