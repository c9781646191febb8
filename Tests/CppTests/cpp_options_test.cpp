// Options are the fields of ags_options, and what they say holds.
#include "cpp_fixture.hpp"

#include <chrono>
#include <cstdlib>

static agentsight::options full_options(agentsight::when_full policy) {
  agentsight::options options = fixture_options();
  options.memory_limit = 1 << 20;
  options.when_full = policy;
  options.close_timeout_ms = 0;
  return options;
}

/* Of more than there is room for: how many were taken. */
static int track_much(const agentsight::tracker &tracker) {
  const std::string text(10000, 'x');
  int taken = 0;
  for (int i = 0; i < 200; i++) taken += tracker.track_question("c", text) ? 1 : 0;
  return taken;
}

static void test_policies() {
  const agentsight::tracker rejecting = fixture_tracker(full_options(AGS_WHEN_FULL_REJECT));
  const int room = track_much(rejecting);
  CHECK(room < 200);
  CHECK_INT(rejecting.stats()->rejected_full, 200 - room);

  const agentsight::tracker dropping = fixture_tracker(full_options(AGS_WHEN_FULL_DROP_OLDEST));
  CHECK_INT(track_much(dropping), 200);
  CHECK(dropping.stats()->dropped_oldest > 0);

  agentsight::options options = full_options(AGS_WHEN_FULL_BLOCK);
  options.block_timeout_ms = 1;
  const agentsight::tracker blocking = fixture_tracker(options);
  CHECK_INT(track_much(blocking), room);
  CHECK_INT(blocking.stats()->blocked, 200 - room);
}

static void test_rules() {
  agentsight::options options = full_options(AGS_WHEN_FULL_BLOCK);
  options.block_timeout_ms = 0;
  auto refused = agentsight::tracker::create(options);
  CHECK(refused == AGS_ERROR_OPTION);
  CHECK(refused.message().find("block_timeout_ms") != std::string_view::npos);
  options = fixture_options();
  options.memory_limit = 1;
  CHECK(agentsight::tracker::create(options) == AGS_ERROR_OPTION);
}

static void test_environment() {
  setenv("AGENTSIGHT_WIRE", "rest", 1);
  agentsight::options options = fixture_options();
  CHECK(options.take_environment());
  CHECK_INT(options.wire, AGS_WIRE_REST);
  CHECK_INT(fixture_tracker(options).stats()->accepted, 0);
  setenv("AGENTSIGHT_WIRE", "pigeon", 1);
  auto refused = options.take_environment();
  CHECK(refused == AGS_ERROR_OPTION);
  CHECK(refused.message().find("AGENTSIGHT_WIRE") != std::string_view::npos);
}

int main() {
  test_policies();
  test_rules();
  test_environment();
}
