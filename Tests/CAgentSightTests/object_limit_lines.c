/* Reads JSON objects, one in each line, and writes what is sent of them when they are metadata with the limit
 * given. object_limit_test.py makes them and judges what comes back. */
#include "taken.h"

int main(int count, char **arguments) {
  CHECK_INT(count, 2);
  ags_options options = fixture_options();
  options.text_limit = (uint32_t)strtoul(arguments[1], NULL, 10);
  ags_tracker *tracker = fixture_create(&options);
  char *line = NULL;
  size_t capacity = 0;
  ssize_t size;
  while ((size = getline(&line, &capacity, stdin)) > 0) {
    CHECK_INT(ags_track_question_n(tracker, "c", 1, "text", 4, line, (size_t)size - 1), AGS_OK);
    ags_batch batch = taken_batch(tracker, 2);
    const ags_record *record = batch.entries[0].item.record;
    printf("%.*s\n", (int)record->metadata_size, ags_record_metadata(record));
    taken_free(tracker, &batch);
  }
  free(line);
  fprintf(stderr, "%llu\n", (unsigned long long)fixture_stats(tracker).mended);
  ags_tracker_free(tracker);
}
