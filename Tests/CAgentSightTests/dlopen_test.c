/* The shared library comes and goes with dlopen() and dlclose(), also under a thread that used it. */
#include "agentsight.h"
#include "test.h"

#include <dlfcn.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static void *library;
static pthread_barrier_t used, closed;

/* dlsym() gives an object pointer, which ISO C does not turn into a function pointer. */
#define FUNCTION(name)                                                                                       \
  __typeof__(&name) name##_;                                                                                 \
  do {                                                                                                       \
    void *address = dlsym(library, #name);                                                                   \
    CHECK(address != NULL);                                                                                  \
    memcpy(&name##_, &address, sizeof address);                                                              \
  } while (0)

static void use(void) {
  FUNCTION(ags_options_init);
  FUNCTION(ags_tracker_create);
  FUNCTION(ags_track_question);
  FUNCTION(ags_tracker_free);
  ags_options options;
  CHECK_INT(ags_options_init_(&options, sizeof options), AGS_OK);
  options.api_key = "ags_0123456789abcdef0123456789abcdef_012345";
  options.endpoint = "http://127.0.0.1:9";
  ags_tracker *tracker;
  CHECK_INT(ags_tracker_create_(&options, &tracker), AGS_OK);
  CHECK_INT(ags_track_question_(tracker, "c", "text", NULL), AGS_OK);
  ags_tracker_free_(tracker);
}

static void *use_and_end_later(void *argument) {
  use();
  pthread_barrier_wait(&used);
  pthread_barrier_wait(&closed);
  return argument; /* nothing of the library may be called from here */
}

int main(int count, char **arguments) {
  CHECK_INT(count, 2);
  pthread_barrier_init(&used, NULL, 2);
  pthread_barrier_init(&closed, NULL, 2);
  for (int round = 0; round < 10; round++) {
    library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) test_fail(__FILE__, __LINE__, dlerror());
    pthread_t thread;
    CHECK_INT(pthread_create(&thread, NULL, use_and_end_later, NULL), 0);
    use();
    pthread_barrier_wait(&used);
    CHECK_INT(dlclose(library), 0);
    pthread_barrier_wait(&closed);
    pthread_join(thread, NULL);
#if !defined(__SANITIZE_THREAD__) /* which keeps handlers of fork() that dlclose() has taken away */
    pid_t pid = fork();           /* nor from here */
    if (pid == 0) _exit(0);
    int status;
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK_INT(status, 0);
#endif
  }
}
