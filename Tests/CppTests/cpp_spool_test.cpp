// What a process leaves in options.spool_directory, the next one has, however the first one ended.
#include "cpp_fixture.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <sys/wait.h>
#include <unistd.h>

static std::string directory;

static agentsight::options spool_options() {
  agentsight::options options = fixture_options();
  options.spool_directory = directory.c_str();
  options.close_timeout_ms = 0;
  return options;
}

[[noreturn]] static void track_and_die() {
  const agentsight::tracker tracker = fixture_tracker(spool_options());
  CHECK(tracker.track_question("c", "Will this arrive?"));
  CHECK(tracker.track_answer("c", "It waits."));
  CHECK_INT(tracker.stats()->spooled, 2);
  std::raise(SIGKILL);
  std::abort();
}

static void test_a_killed_process() {
  const pid_t child = fork();
  if (child == 0) track_and_die();
  int status = 0;
  CHECK_INT(waitpid(child, &status, 0), child);
  CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  const agentsight::tracker tracker = fixture_tracker(spool_options());
  CHECK_INT(tracker.stats()->adopted, 2);
  const std::vector<Waiting> left = waiting(tracker);
  CHECK_STRING(left[0].text.c_str(), "Will this arrive?");
  CHECK_STRING(left[1].text.c_str(), "It waits.");
  tracker.discard();
}

static void test_a_tracker_without_time_to_send() {
  CHECK(fixture_tracker(spool_options()).track_question("c", "left"));
  const agentsight::tracker tracker = fixture_tracker(spool_options());
  CHECK_STRING(waiting(tracker).at(0).text.c_str(), "left");
  tracker.discard();
}

static void test_more_than_memory() {
  agentsight::options options = spool_options();
  options.when_full = AGS_WHEN_FULL_SPOOL;
  options.memory_limit = 1 << 20;
  const agentsight::tracker tracker = fixture_tracker(options);
  const std::string text(10000, 'x');
  for (int i = 0; i < 300; i++) CHECK(tracker.track_question("c", text));
  CHECK_INT(tracker.stats()->spooled, 300);
  tracker.discard();
}

static void test_rules() {
  agentsight::options options = fixture_options();
  options.spool_directory = "/dev/null/spool";
  auto refused = agentsight::tracker::create(options);
  CHECK(refused == AGS_ERROR_OPTION);
  CHECK(refused.message().find("spool_directory") != std::string_view::npos);
}

int main() {
  char made[] = "/tmp/agentsight-cpp-XXXXXX";
  CHECK(mkdtemp(made) != nullptr);
  directory = made;
  test_a_killed_process();
  test_a_tracker_without_time_to_send();
  test_more_than_memory();
  test_rules();
  std::filesystem::remove_all(directory);
}
