/* A line in the "agentsight" logger for each tracking call, where somebody reads such lines. */
#ifndef AGSPY_CALL_LOG_H
#define AGSPY_CALL_LOG_H

#include "platform.h"
#include "python.h"

#include <stdbool.h>

/* Finds the logger. False with an exception set. */
bool agspy_call_log_prepare(void);

/* Whether lines of level DEBUG are wanted. Asks the memory of its answers that a logger has, which logging
 * empties whenever a level changes; asking the logger itself would cost more than the whole call. */
bool agspy_call_log_wanted(void);

/* logger.debug("Stored %s for conversation: %s", what, conversation_id). What the host's handlers raise stays
 * with them, as logging has it: a failure here is written off. */
AGS_COLD void agspy_call_log_write(const char *what, PyObject *conversation_id);

/* logger.log(level, "%s", text), the same way. */
AGS_COLD void agspy_log_write(int level, const char *text);

#endif
