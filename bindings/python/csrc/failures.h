/* What the core refuses, as exceptions. */
#ifndef AGSPY_FAILURES_H
#define AGSPY_FAILURES_H

#include "agentsight.h"
#include "platform.h"
#include "python.h"

/* Sets the exception that belongs to the status, with the core's sentence; always NULL. */
AGS_COLD PyObject *agspy_fail(ags_status status);

/* The same for an event of the kind, whose text the caller calls `text_name`. */
AGS_COLD PyObject *agspy_fail_event(ags_status status, ags_kind kind, const char *text_name);

/* The same with a sentence of its own; the exception is agentsight.exceptions.<name>. */
AGS_COLD PyObject *agspy_raise(const char *name, const char *message);

#endif
