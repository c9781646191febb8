#include "cold.hpp"

#include "event.h"
#include "fixture.h"
#include "statistics.h"
#include "ticks.h"

#include <cstdint>
#include <vector>

namespace {

constexpr int trackers = 101;
constexpr int following_calls = 10000;

void track(ags_tracker *tracker) {
  must(ags_track_question_n(tracker, EVENT_ID, EVENT_ID_SIZE, EVENT_TEXT, EVENT_TEXT_SIZE, EVENT_METADATA,
                            EVENT_METADATA_SIZE));
}

} // namespace

Cold measure_cold(double ns_per_tick) {
  std::vector<double> first, following;
  for (int i = 0; i < trackers; i++) {
    ags_tracker *tracker = fixture_tracker();
    std::uint64_t start = ticks_now();
    track(tracker);
    std::uint64_t middle = ticks_now();
    for (int n = 0; n < following_calls; n++) track(tracker);
    std::uint64_t end = ticks_now();
    first.push_back(static_cast<double>(middle - start) * ns_per_tick);
    following.push_back(static_cast<double>(end - middle) * ns_per_tick / following_calls);
    ags_tracker_free(tracker);
  }
  return {median(first.data(), first.size()), median(following.data(), following.size())};
}
