/* The Python type around a tracker of the core, base of agentsight.ConversationTracker. */
#ifndef AGSPY_TRACKER_TYPE_H
#define AGSPY_TRACKER_TYPE_H

#include "agentsight.h"
#include "platform.h"
#include "python.h"

#include <stdbool.h>

typedef struct agspy_tracker {
  PyObject_HEAD ags_tracker *core; /* NULL until open() */
  ags_conversation *conversation;  /* of calls that name none; NULL: none yet */
  PyObject *conversation_id;       /* its str, or NULL */
  bool may_wait;                   /* a tracking call may, for room in memory */
  bool quick;                      /* core and conversation are there, and no call waits */
} agspy_tracker;

/* Adds the type to the module. False with an exception set. */
bool agspy_tracker_prepare(PyObject *module);

/* Sees to it that the tracker is open and knows a conversation: makes one up where there is none, as the
 * published clients do when they send. False with an exception set. */
AGS_COLD bool agspy_tracker_make_ready(agspy_tracker *self);

/* Records an event whose kind's own part is set, in the conversation and with the metadata that the call
 * names. `what` is what the log calls it. None, or NULL with an exception set. */
PyObject *agspy_record(agspy_tracker *self, ags_event *event, PyObject *metadata, PyObject *conversation_id,
                       const char *what);

/* Each makes the methods of its file ready; false with an exception set. */
bool agspy_track_message_prepare(void);
bool agspy_track_event_prepare(void);
bool agspy_track_conversation_prepare(void);
bool agspy_track_files_prepare(void);

PyObject *agspy_track_question(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names);
PyObject *agspy_track_answer(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names);
PyObject *agspy_track_human_message(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names);
PyObject *agspy_track_agent_message(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names);
PyObject *agspy_track_action(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names);
PyObject *agspy_track_button(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names);
PyObject *agspy_track_token_usage(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names);
PyObject *agspy_track_files(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names);
PyObject *agspy_track_conversation(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names);

PyObject *agspy_send(PyObject *self, PyObject *args);
PyObject *agspy_tracked(PyObject *self, PyObject *conversation_id);
PyObject *agspy_pending(PyObject *self, PyObject *conversation_id);
PyObject *agspy_discard(PyObject *self, PyObject *conversation_id);
PyObject *agspy_token_sums(PyObject *self, PyObject *conversation_id);
PyObject *agspy_statistics(PyObject *self, PyObject *none);
PyObject *agspy_reconfigure(PyObject *self, PyObject *args);

#endif
