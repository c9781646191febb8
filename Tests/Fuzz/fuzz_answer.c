/* What a server answers to an upload: an id that is taken from it fits into the next request. */
#include "attachment_upload.c"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input input = {data, size};
  ags_view text = fuzz_bytes(&input);
  ags_response response = {.body = {.data = (char *)(uintptr_t)text.data, .size = text.size}};
  ags_view id = answered_id(&response);
  if (id.size > 0) {
    EXPECT(id.data >= text.data && id.data + id.size <= text.data + text.size);
    ags_buffer body = {0};
    AGS_PUT(&body, "{\"conversation\":\"");
    ags_buffer_put(&body, id.data, id.size);
    AGS_PUT(&body, "\"}");
    EXPECT(fuzz_is_object(body.data, body.size));
    ags_buffer_free(&body);
    for (size_t i = 0; i < id.size; i++)
      EXPECT((unsigned char)id.data[i] >= 0x20); /* nor ends a form's line */
  }
  fuzz_free(text);
  return 0;
}
