/* Attachments. */
#include "arguments.h"
#include "python_string.h"
#include "tracker_type.h"

#define FILES_MAX 10

/* `files` is a list of (filename, mime_type, bytes); agentsight.ConversationTracker makes it. */
static agspy_signature files_signature = {
    "_track_files",
    6,
    6,
    1,
    {"files", "from_agent", "form", "metadata", "conversation_id", "of_message"},
    {0}};

bool agspy_track_files_prepare(void) {
  return agspy_signature_prepare(&files_signature);
}

/* The strings live as long as the tuple does. */
static bool take_file(ags_attachment *to, agspy_string strings[2], PyObject *file) {
  char *data;
  Py_ssize_t size;
  if (!PyTuple_Check(file) || PyTuple_Size(file) != 3) {
    PyErr_SetString(PyExc_TypeError, "files: must be tuples of filename, mime_type and bytes");
    return false;
  }
  if (!agspy_string_take(&strings[0], "filename", PyTuple_GetItem(file, 0)) ||
      !agspy_string_take(&strings[1], "mime_type", PyTuple_GetItem(file, 1)) ||
      PyBytes_AsStringAndSize(PyTuple_GetItem(file, 2), &data, &size) != 0)
    return false;
  *to = (ags_attachment){.size = sizeof *to,
                         .filename = strings[0].view.data,
                         .filename_size = strings[0].view.size,
                         .mime_type = strings[1].view.data,
                         .mime_type_size = strings[1].view.size,
                         .data = data,
                         .data_size = (size_t)size};
  return true;
}

PyObject *agspy_track_files(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names) {
  PyObject *values[6];
  if (!agspy_sort_arguments(&files_signature, args, count, names, values)) return NULL;
  if (!PyList_Check(values[0])) {
    PyErr_SetString(PyExc_TypeError, "files: must be a list");
    return NULL;
  }
  ags_attachment files[FILES_MAX];
  agspy_string strings[FILES_MAX][2] = {0};
  Py_ssize_t size = PyList_Size(values[0]);
  bool taken = true;
  for (Py_ssize_t i = 0; i < size && i < FILES_MAX && taken; i++)
    taken = take_file(&files[i], strings[i], PyList_GetItem(values[0], i));
  PyObject *result = NULL;
  if (taken) {
    ags_attachments attachments = {.size = sizeof attachments,
                                   .files = files,
                                   .count = (size_t)size, /* the core refuses too many before it reads them */
                                   .from_agent = values[1] == Py_True,
                                   .of_message = values[5] == Py_True,
                                   .mode =
                                       values[2] == Py_True ? AGS_ATTACHMENT_FORM : AGS_ATTACHMENT_BASE64};
    ags_event event = {.kind = AGS_KIND_ATTACHMENTS, .attachments = &attachments};
    result = agspy_record((agspy_tracker *)self, &event, values[3], values[4], "attachments");
  }
  for (int i = 0; i < FILES_MAX; i++)
    for (int k = 0; k < 2; k++) agspy_string_drop(&strings[i][k]);
  return result;
}
