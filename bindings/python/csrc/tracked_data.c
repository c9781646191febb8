/* What waits, with all that is known of it: as the rest wire would say it. */
#include "failures.h"
#include "pending.h"
#include "python_string.h"
#include "record_parts.h"
#include "sending.h"
#include "tracker_type.h"
#include "wire_rest.h"

#include <stdlib.h>

/* Copies of records: nothing may touch Python while the core goes through what waits. */
typedef struct copies {
  ags_drained *items; /* their records are copies */
  size_t count, capacity;
  bool incomplete; /* memory ran out */
} copies;

static bool reserve(copies *all) {
  if (all->count < all->capacity) return true;
  size_t capacity = all->capacity > 0 ? all->capacity * 2 : 64;
  ags_drained *items = realloc(all->items, capacity * sizeof *items);
  if (items == NULL) return false;
  all->items = items;
  all->capacity = capacity;
  return true;
}

static void copy(void *context, const ags_drained *item) {
  copies *all = context;
  size_t size = atomic_load_explicit(&item->record->size, memory_order_relaxed);
  ags_record *record = malloc(size);
  if (record == NULL || !reserve(all)) {
    free(record);
    all->incomplete = true;
    return;
  }
  memcpy((void *)record, (const void *)item->record, size);
  all->items[all->count] = *item;
  all->items[all->count++].record = record;
}

/* [(filename, mime_type, bytes)]; None for an event that has no files. */
static PyObject *files_of(const ags_record *record) {
  if (record->kind != AGS_KIND_ATTACHMENTS) Py_RETURN_NONE;
  ags_attachments_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  const char *at = ags_record_part(record) + sizeof part;
  PyObject *files = PyList_New(0);
  for (uint32_t i = 0; i < part.count && files != NULL; i++) {
    ags_file file = ags_file_read(&at);
    PyObject *tuple =
        Py_BuildValue("(s#s#y#)", file.filename.data, (Py_ssize_t)file.filename.size, file.mime_type.data,
                      (Py_ssize_t)file.mime_type.size, file.data, (Py_ssize_t)file.size);
    if (tuple == NULL || PyList_Append(files, tuple) != 0) Py_CLEAR(files);
    Py_XDECREF(tuple);
  }
  if (files == NULL) return NULL;
  return Py_BuildValue("(Nii)", files, part.from_agent != 0, part.mode == AGS_ATTACHMENT_FORM);
}

/* (kind, time in microseconds, JSON, files, whether they are of a message) */
static PyObject *tuple_of(const ags_tracker *tracker, const ags_drained *item) {
  ags_buffer body = {0};
  ags_wire_rest_encode(item, tracker, (ags_view){0}, &body);
  PyObject *files = files_of(item->record), *tuple = NULL;
  bool of_message = files != Py_None && ags_record_is_of_message(item->record);
  if (body.failed)
    PyErr_NoMemory();
  else if (files != NULL)
    tuple = Py_BuildValue("(iLy#Oi)", (int)item->record->kind, (long long)item->us, body.data,
                          (Py_ssize_t)body.size, files, (int)of_message);
  Py_XDECREF(files);
  ags_buffer_free(&body);
  return tuple;
}

static PyObject *list_of(const ags_tracker *tracker, const copies *all) {
  PyObject *list = all->incomplete ? PyErr_NoMemory() : PyList_New(0);
  for (size_t i = 0; i < all->count && list != NULL; i++) {
    PyObject *tuple = tuple_of(tracker, &all->items[i]);
    if (tuple == NULL || PyList_Append(list, tuple) != 0) Py_CLEAR(list);
    Py_XDECREF(tuple);
  }
  return list;
}

PyObject *agspy_tracked(PyObject *object, PyObject *conversation_id) {
  agspy_tracker *self = (agspy_tracker *)object;
  const char *id;
  copies all = {0};
  if (!agspy_is_open(self) || !agspy_take_id(conversation_id, &id)) return NULL;
  ags_status status;
  Py_BEGIN_ALLOW_THREADS;
  status = ags_pending_visit(self->core, ags_view_of(id), copy, &all);
  Py_END_ALLOW_THREADS;
  PyObject *list = status == AGS_OK ? list_of(self->core, &all) : agspy_fail(status);
  for (size_t i = 0; i < all.count; i++) free((void *)all.items[i].record);
  free(all.items);
  return list;
}
