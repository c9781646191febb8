/* What the calls about sending and waiting share. */
#ifndef AGSPY_SENDING_H
#define AGSPY_SENDING_H

#include "tracker_type.h"

#include <stdbool.h>

/* False with an exception set. */
bool agspy_is_open(agspy_tracker *self);

/* A conversation id or None, as a NUL-terminated text that lives as long as `object`. False with ValueError
 * for one that has none. */
bool agspy_take_id(PyObject *object, const char **id);

#endif
