/* Whatever happens, the library writes nothing to standard output or standard error. */
#include "fixture.h"
#include "unreachable.h"

#include <sys/stat.h>
#include <unistd.h>

static void live_badly(const char *endpoint) {
  ags_tracker *tracker;
  ags_options options = fixture_options();
  options.api_key = "malformed";
  (void)ags_tracker_create(&options, &tracker);
  options = fixture_options();
  options.endpoint = endpoint;
  options.log_level = AGS_LOG_DEBUG; /* and no callback: then nothing is logged */
  (void)ags_tracker_create(&options, &tracker);
  (void)ags_track_question(tracker, NULL, "\xFF", "{");
  (void)ags_track_question(tracker, "c", "\xFF", "{");
  (void)ags_track_question(tracker, "c", "text", NULL);
  (void)ags_send(tracker, 100, NULL);
  (void)ags_send(NULL, 100, NULL);
  options.endpoint = "https://127.0.0.1:9";
  options.ca_file = "/does/not/exist.pem";
  ags_tracker *secure;
  (void)ags_tracker_create(&options, &secure);
  (void)ags_track_question(secure, "c", "text", NULL);
  (void)ags_send(secure, 100, NULL);
  ags_tracker_free(secure);
  ags_tracker_free(tracker);
}

int main(void) {
  char path[] = "/tmp/agentsight-silence-XXXXXX";
  int file = mkstemp(path);
  CHECK(file >= 0);
  unlink(path);
  const char *endpoint = unreachable_endpoint();
  int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
  dup2(file, STDOUT_FILENO);
  dup2(file, STDERR_FILENO);
  live_badly(endpoint);
  fflush(NULL);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);

  struct stat written;
  CHECK_INT(fstat(file, &written), 0);
  CHECK_INT(written.st_size, 0);
}
