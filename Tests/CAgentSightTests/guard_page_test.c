/* Strings given with their length may end where readable memory ends: nothing reads a byte more. */
#include "taken.h"

#include <sys/mman.h>
#include <unistd.h>

/* A page followed by one that must not be touched. */
typedef struct page {
  char *start, *end;
} page;

static page page_create(void) {
  size_t size = (size_t)sysconf(_SC_PAGESIZE);
  char *start = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(start != MAP_FAILED);
  CHECK_INT(mprotect(start + size, size, PROT_NONE), 0);
  return (page){start, start + size};
}

/* The text, moved to the very end of the page. */
static const char *at_end(page p, const char *text, size_t size) {
  return memcpy(p.end - size, text, size);
}

static void test_messages(ags_tracker *tracker, page id, page text, page json) {
  static const char plain[] = "0123456789012345678901234567890123456789012345678901234567890123456789";
  static const char metadata[] = "{\"k\":\"0123456789012345678901234567890123456789\"}";
  for (size_t size = 1; size < sizeof plain; size++) {
    CHECK_INT(ags_track_question_n(tracker, at_end(id, plain, size), size, at_end(text, plain, size), size,
                                   at_end(json, metadata, sizeof metadata - 1), sizeof metadata - 1),
              AGS_OK);
    /* Other checks: multi-byte text, and metadata that ends too early. */
    char accented[sizeof plain];
    memcpy(accented, plain, sizeof plain);
    memcpy(accented, "\xC3\xA9", 2);
    ags_status expected = size == 1 ? AGS_ERROR_TEXT : AGS_OK;
    CHECK_INT(ags_track_answer_n(tracker, "c", 1, at_end(text, accented, size), size, NULL, 0), expected);
    if (size >= sizeof metadata - 1) continue;
    CHECK_INT(ags_track_answer_n(tracker, "c", 1, "t", 1, at_end(json, metadata, size), size),
              AGS_ERROR_METADATA);
  }
}

/* Text that breaks off within a character, or is blank to its last byte. */
static void test_broken(ags_tracker *tracker, page text) {
  static const char *const pieces[] = {"\xF0", "\xF0\x9F", "\xF0\x9F\x98", "\xE2",        "\xE2\x80",
                                       "\xC2", " ",        "\xC2\xA0",     "\xE2\x80\x83"};
  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
    size_t size = strlen(pieces[i]);
    const char *piece = at_end(text, pieces[i], size);
    CHECK_INT(ags_track_question_n(tracker, "c", 1, piece, size, NULL, 0), AGS_ERROR_TEXT);
    CHECK_INT(ags_track_question_n(tracker, piece, size, "t", 1, NULL, 0), AGS_ERROR_CONVERSATION_ID);
    CHECK_INT(ags_track_question_n(tracker, "c", 1, "t", 1, piece, size), AGS_ERROR_METADATA);
  }
  CHECK_INT(ags_track_question_n(tracker, "c", 1, text.end, 0, NULL, 0), AGS_ERROR_TEXT);
  CHECK_INT(ags_track_question_n(tracker, text.end, 0, "t", 1, NULL, 0), AGS_ERROR_CONVERSATION_ID);
}

static void test_structs(ags_tracker *tracker, page first, page second, page third) {
  for (size_t size = 2; size < 40; size++) {
    char text[40], json[40];
    memset(text, 'n', sizeof text);
    memset(json, ' ', sizeof json);
    json[0] = '{';
    json[size - 1] = '}';
    ags_action action = {.size = sizeof action,
                         .name = at_end(first, text, size),
                         .name_size = size,
                         .tools_used = at_end(second, json, size),
                         .tools_used_size = size,
                         .response = at_end(third, text, size),
                         .response_size = size};
    CHECK_INT(ags_track_action_n(tracker, "c", 1, &action, action.tools_used, size), AGS_OK);
    ags_button button = {.size = sizeof button,
                         .event = action.name,
                         .event_size = size,
                         .label = at_end(second, text, size),
                         .label_size = size,
                         .value = action.response,
                         .value_size = size};
    CHECK_INT(ags_track_button_n(tracker, "c", 1, &button, NULL, 0), AGS_OK);
  }
}

int main(void) {
  ags_tracker *tracker = fixture_tracker();
  page a = page_create(), b = page_create(), c = page_create();
  test_messages(tracker, a, b, c);
  test_broken(tracker, b);
  test_structs(tracker, a, b, c);
  ags_tracker_free(tracker);
}
