/* Log lines of the core on their way to Python. The core's threads never touch Python: they leave their lines
 * here, and a thread that holds the interpreter's lock takes them to the "agentsight" logger. */
#ifndef AGSPY_LOG_LINES_H
#define AGSPY_LOG_LINES_H

#include "agentsight.h"
#include "platform.h"
#include "python.h"

#include <stdatomic.h>
#include <stdbool.h>

/* An ags_log_fn. */
void agspy_log_line(void *user, ags_log_level level, const char *message);

/* Whether lines wait; costs one load. */
extern atomic_bool agspy_log_lines_waiting;

/* Hands them over. With the interpreter's lock held; runs handlers, so anything may happen meanwhile. */
AGS_COLD void agspy_log_lines_flush(void);

AGS_INLINE void agspy_log_lines_check(void) {
  if (AGS_UNLIKELY(atomic_load_explicit(&agspy_log_lines_waiting, memory_order_relaxed)))
    agspy_log_lines_flush();
}

/* Python callables for the module: the interpreter ends; this is the child of a fork. */
PyObject *agspy_log_lines_end(PyObject *module, PyObject *none);
PyObject *agspy_log_lines_forget(PyObject *module, PyObject *none);

#endif
