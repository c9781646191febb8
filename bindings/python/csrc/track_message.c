/* Questions and answers: the calls that are made most. */
#include "arguments.h"
#include "call_log.h"
#include "failures.h"
#include "log_lines.h"
#include "metadata_memo.h"
#include "python_string.h"
#include "tracker_type.h"

static agspy_signature question = {
    "track_question", 3, 2, 1, {"question", "metadata", "conversation_id"}, {0}};
static agspy_signature answer = {"track_answer", 3, 2, 1, {"answer", "metadata", "conversation_id"}, {0}};

#define MESSAGE_PARAMETERS                                                                                   \
  { "message", "attachments", "attachment_mode", "metadata", "conversation_id" }
static agspy_signature human = {"track_human_message", 5, 4, 1, MESSAGE_PARAMETERS, {0}};
static agspy_signature agent = {"track_agent_message", 5, 4, 1, MESSAGE_PARAMETERS, {0}};

bool agspy_track_message_prepare(void) {
  return agspy_signature_prepare(&question) && agspy_signature_prepare(&answer) &&
         agspy_signature_prepare(&human) && agspy_signature_prepare(&agent);
}

AGS_INLINE bool is_given(PyObject *object) {
  return object != NULL && object != Py_None;
}

/* In another conversation than the tracker's own. */
static ags_status track_in(agspy_tracker *self, ags_kind kind, ags_view id, ags_view text,
                           const ags_metadata *metadata) {
  ags_view json = ags_metadata_view(metadata);
  return kind == AGS_KIND_QUESTION
             ? ags_track_question_n(self->core, id.data, id.size, text.data, text.size, json.data, json.size)
             : ags_track_answer_n(self->core, id.data, id.size, text.data, text.size, json.data, json.size);
}

/* With a conversation id or metadata already at hand. False with an exception set. */
AGS_INLINE bool record(agspy_tracker *self, ags_kind kind, const char *name, ags_view text,
                       const ags_metadata *metadata, PyObject *conversation_id) {
  ags_status status;
  bool named = is_given(conversation_id);
  if (AGS_LIKELY(!named)) {
    status = ags_track_message(self->core, kind, self->conversation, text.data, text.size, metadata);
  } else {
    agspy_string id;
    if (!agspy_string_take(&id, "conversation_id", conversation_id)) return false;
    status = track_in(self, kind, id.view, text, metadata);
    agspy_string_drop(&id);
  }
  if (AGS_UNLIKELY(status != AGS_OK)) {
    agspy_fail_event(status, kind, name);
    return false;
  }
  if (AGS_UNLIKELY(agspy_call_log_wanted()))
    agspy_call_log_write(kind == AGS_KIND_QUESTION ? "question" : "answer",
                         named ? conversation_id : self->conversation_id);
  agspy_log_lines_check();
  return true;
}

/* With metadata that has to be written first. */
static bool write_and_record(agspy_tracker *self, ags_kind kind, const char *name, ags_view text,
                             PyObject *metadata, PyObject *conversation_id) {
  agspy_json json;
  bool done = agspy_json_take(&json, "metadata", metadata);
  if (done) {
    const ags_metadata *handle = agspy_json_handle(&json);
    if (handle != NULL && PyDict_CheckExact(metadata)) agspy_memo_keep(metadata, handle);
    done = record(self, kind, name, text, handle, conversation_id);
  }
  agspy_json_drop(&json);
  return done;
}

/* In a tracker whose calls may wait. */
static AGS_COLD bool track_waiting(agspy_tracker *self, ags_kind kind, ags_view text, PyObject *metadata,
                                   PyObject *conversation_id) {
  ags_event event = {.kind = kind, .text = text.data, .text_size = text.size};
  PyObject *done = agspy_record(self, &event, metadata, conversation_id,
                                kind == AGS_KIND_QUESTION ? "question" : "answer");
  Py_XDECREF(done);
  return done != NULL;
}

AGS_INLINE bool track(agspy_tracker *self, ags_kind kind, const char *name, PyObject *text,
                      PyObject *metadata, PyObject *conversation_id) {
  agspy_string words;
  const ags_metadata *handle = NULL;
  if ((AGS_UNLIKELY(!self->quick) && !agspy_tracker_make_ready(self)) ||
      !agspy_string_take(&words, name, text))
    return false;
  bool done;
  if (AGS_UNLIKELY(!self->quick))
    done = track_waiting(self, kind, words.view, metadata, conversation_id);
  else if (!is_given(metadata) ||
           (AGS_LIKELY(PyDict_CheckExact(metadata)) && (handle = agspy_memo_recall(metadata)) != NULL))
    done = record(self, kind, name, words.view, handle, conversation_id);
  else
    done = write_and_record(self, kind, name, words.view, metadata, conversation_id);
  agspy_string_drop(&words);
  return done;
}

PyObject *agspy_track_question(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names) {
  PyObject *values[3];
  if (!agspy_sort_arguments(&question, args, count, names, values) ||
      !track((agspy_tracker *)self, AGS_KIND_QUESTION, "question", values[0], values[1], values[2]))
    return NULL;
  Py_RETURN_NONE;
}

PyObject *agspy_track_answer(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names) {
  PyObject *values[3];
  if (!agspy_sort_arguments(&answer, args, count, names, values) ||
      !track((agspy_tracker *)self, AGS_KIND_ANSWER, "answer", values[0], values[1], values[2]))
    return NULL;
  Py_RETURN_NONE;
}

/* The files are checked first: a message whose files are refused is not recorded either. */
static AGS_COLD PyObject *track_with_files(PyObject *self, ags_kind kind, PyObject **values) {
  PyObject *mode = values[2] != NULL ? values[2] : Py_None;
  PyObject *prepared = PyObject_CallMethod(self, "_prepare_files", "OO", values[1], mode);
  if (prepared == NULL) return NULL;
  PyObject *done = NULL;
  if (track((agspy_tracker *)self, kind, "message", values[0], values[3], values[4]))
    done = PyObject_CallMethod(
        self, "_track_message_files", "OOOO", prepared, kind == AGS_KIND_ANSWER ? Py_True : Py_False,
        values[3] != NULL ? values[3] : Py_None, values[4] != NULL ? values[4] : Py_None);
  Py_DECREF(prepared);
  return done;
}

static PyObject *track_message(const agspy_signature *signature, PyObject *self, ags_kind kind,
                               PyObject *const *args, Py_ssize_t count, PyObject *names) {
  PyObject *values[5];
  if (!agspy_sort_arguments(signature, args, count, names, values)) return NULL;
  if (is_given(values[1]) && PyObject_IsTrue(values[1]) != 0) return track_with_files(self, kind, values);
  if (!track((agspy_tracker *)self, kind, "message", values[0], values[3], values[4])) return NULL;
  Py_RETURN_NONE;
}

PyObject *agspy_track_human_message(PyObject *self, PyObject *const *args, Py_ssize_t count,
                                    PyObject *names) {
  return track_message(&human, self, AGS_KIND_QUESTION, args, count, names);
}

PyObject *agspy_track_agent_message(PyObject *self, PyObject *const *args, Py_ssize_t count,
                                    PyObject *names) {
  return track_message(&agent, self, AGS_KIND_ANSWER, args, count, names);
}
