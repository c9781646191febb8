/* For each line of hex digits on standard input: 1 when its bytes are a JSON object, else 0. */
#include "json_check.h"

#include "test.h"

#define LINE_MAX_SIZE 65536

static int digit(char c) {
  return c <= '9' ? c - '0' : c - 'a' + 10;
}

int main(void) {
  static char line[LINE_MAX_SIZE];
  while (fgets(line, sizeof line, stdin) != NULL) {
    size_t size = strcspn(line, "\n") / 2;
    char *bytes = malloc(size > 0 ? size : 1);
    CHECK(bytes != NULL);
    for (size_t i = 0; i < size; i++) bytes[i] = (char)(digit(line[2 * i]) << 4 | digit(line[2 * i + 1]));
    puts(ags_json_check_object(bytes, size).expected == NULL ? "1" : "0");
    free(bytes);
  }
}
