#include "item_list.h"

#include <stdlib.h>
#include <string.h>

static bool reserve(agspy_item_list *list) {
  if (list->count < list->capacity) return true;
  size_t capacity = list->capacity > 0 ? list->capacity * 2 : 64;
  agspy_item *items = realloc(list->items, capacity * sizeof *items);
  if (items == NULL) return false;
  list->items = items;
  list->capacity = capacity;
  return true;
}

void agspy_item_list_add(void *context, const ags_item *item) {
  agspy_item_list *list = context;
  char *strings = malloc(item->conversation_id_size + item->text_size + item->response_size + 1);
  if (strings == NULL || !reserve(list)) {
    free(strings);
    list->incomplete = true;
    return;
  }
  agspy_item *kept = &list->items[list->count++];
  *kept = (agspy_item){*item, strings};
  memcpy(strings, item->conversation_id, item->conversation_id_size);
  if (item->text_size > 0) memcpy(strings + item->conversation_id_size, item->text, item->text_size);
  kept->item.conversation_id = strings;
  kept->item.text = strings + item->conversation_id_size;
  kept->item.response = kept->item.text + item->text_size;
  if (item->response_size > 0)
    memcpy(strings + item->conversation_id_size + item->text_size, item->response, item->response_size);
}

static PyObject *tuple_of(const ags_item *item) {
  return Py_BuildValue(
      "(iiiLs#s#y#ii)", (int)item->kind, (int)item->outcome, (int)item->error, (long long)item->time_us,
      item->conversation_id, (Py_ssize_t)item->conversation_id_size, item->text, (Py_ssize_t)item->text_size,
      item->response, (Py_ssize_t)item->response_size, (int)item->http_status, (int)item->of_message);
}

PyObject *agspy_item_list_take(agspy_item_list *list) {
  PyObject *result = list->incomplete ? PyErr_NoMemory() : PyList_New((Py_ssize_t)list->count);
  for (size_t i = 0; i < list->count; i++) {
    PyObject *tuple = result != NULL ? tuple_of(&list->items[i].item) : NULL;
    if (tuple != NULL)
      PyList_SetItem(result, (Py_ssize_t)i, tuple);
    else
      Py_CLEAR(result);
    free(list->items[i].strings);
  }
  free(list->items);
  *list = (agspy_item_list){0};
  return result;
}
