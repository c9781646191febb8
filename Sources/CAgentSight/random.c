#include "random.h"

#include "agentsight.h"
#include "error.h"
#include "hex.h"

#include <string.h>

#if defined(__APPLE__)
#include <stdlib.h>
bool ags_random(void *bytes, size_t size) {
  arc4random_buf(bytes, size);
  return true;
}
#else
#include <errno.h>
#include <sys/random.h>
bool ags_random(void *bytes, size_t size) {
  char *to = bytes;
  while (size > 0) {
    ssize_t count = getrandom(to, size, 0);
    if (count < 0 && errno != EINTR) return false;
    if (count <= 0) continue;
    to += count;
    size -= (size_t)count;
  }
  return true;
}
#endif

ags_status ags_generate_conversation_id(char *buffer, size_t size) {
  if (buffer == NULL || size < AGS_CONVERSATION_ID_SIZE)
    return ags_fail(AGS_ERROR_ARGUMENT, "buffer: needs room for %d bytes", AGS_CONVERSATION_ID_SIZE);
  uint64_t words[2];
  if (!ags_random(words, sizeof words)) return ags_fail(AGS_ERROR_MEMORY, "the system gave no randomness");
  memcpy(buffer, "conv_", 5);
  ags_hex_put(buffer + 5, words[0]);
  ags_hex_put(buffer + 21, words[1]);
  buffer[37] = '\0';
  return AGS_OK;
}
