/* What prepared metadata holds, which only the library sees. */
#include "prepared_text.h"

#include "handles.h"

const char *prepared_text(const ags_metadata *metadata, size_t *size) {
  ags_view view = ags_metadata_view(metadata);
  *size = view.size;
  return view.data;
}
