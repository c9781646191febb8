/*
 * A host that may have no more threads or files. scarcity_test.py runs it against a recording server:
 *
 *   scarcity threads|forbidden|files ENDPOINT
 *
 * Exits with 77 where the system does not let itself be limited.
 */
#include "fixture.h"
#include "retries.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EVENTS  10
#define NOBODY  65534
#define SKIPPED 77

static ags_tracker *tracker;

static void must(bool done) {
  if (done) return;
  perror("cannot limit this process");
  exit(SKIPPED);
}

/* The soft limit, within the hard one. */
static void limit(__rlimit_resource_t what, rlim_t most) {
  struct rlimit limit;
  CHECK_INT(getrlimit(what, &limit), 0);
  limit.rlim_cur = most < limit.rlim_max ? most : limit.rlim_max;
  must(setrlimit(what, &limit) == 0);
}

/* The limit of threads is a user's, and none for root. */
static void become_nobody(void) {
  if (geteuid() == 0) must(setresgid(NOBODY, NOBODY, NOBODY) == 0 && setresuid(NOBODY, NOBODY, NOBODY) == 0);
}

/* As in a sandbox: what makes threads is not there, or not allowed. */
static void forbid_threads(void) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  must(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0);
}

static void track(void) {
  for (int i = 0; i < EVENTS; i++) CHECK_INT(ags_track_question(tracker, "c", "Hello?", NULL), AGS_OK);
}

static void expect_failure(ags_status status) {
  ags_report report = {.size = sizeof report};
  CHECK_INT(ags_send(tracker, 300, &report), status);
  CHECK(ags_last_error()[0] != '\0');
  if (status == AGS_ERROR_NETWORK) CHECK(report.requests > 1); /* tried again after a while */
  CHECK_INT(fixture_stats(tracker).buffered, EVENTS);
}

static void expect_delivery(uint64_t events) {
  ags_status status = ags_send(tracker, 20000, NULL);
  CHECK_STRING(status == AGS_OK ? "" : ags_last_error(), "");
  CHECK_INT(fixture_stats(tracker).delivered, events);
}

int main(int count, char **arguments) {
  CHECK_INT(count, 3);
  const char *what = arguments[1];
  ags_options options = fixture_options();
  options.endpoint = arguments[2];
  tracker = fixture_create(&options);
  test_set_retries(tracker, &(test_retries){.base_ms = 10, .cap_ms = 50});
  track();
  if (strcmp(what, "threads") == 0) {
    become_nobody();
    limit(RLIMIT_NPROC, 0);
    expect_failure(AGS_ERROR_THREAD);
    limit(RLIMIT_NPROC, RLIM_INFINITY);
    expect_delivery(EVENTS);
  } else if (strcmp(what, "files") == 0) {
    limit(RLIMIT_NOFILE, 3);
    expect_failure(AGS_ERROR_NETWORK);
    limit(RLIMIT_NOFILE, 1000);
    expect_delivery(EVENTS);
  } else {
    CHECK_STRING(what, "forbidden");
    forbid_threads();
    expect_failure(AGS_ERROR_THREAD);
    track(); /* and the end of the process does not hang, nor crash */
    return 0;
  }
  ags_tracker_free(tracker);
}
