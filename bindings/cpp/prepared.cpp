/* An agent that serves many conversations: ids and metadata made ready once, a look at what waits, and a
 * report of what became of each event.
 *
 *   c++ -std=c++17 prepared.cpp $(pkg-config --cflags --libs agentsight) -o prepared
 *   AGENTSIGHT_API_KEY=ags_... ./prepared
 */
#include <agentsight.hpp>
#include <iostream>

using namespace std::chrono_literals;

static agentsight::status track(const agentsight::tracker &tracker, const agentsight::metadata &channel) {
  for (const char *id : {"desk_1", "desk_2"}) {
    auto desk = agentsight::conversation::create(id);
    if (!desk) return desk;
    auto status = tracker.track_question(*desk, "Anyone there?", channel);
    if (status) status = tracker.track_answer(*desk, "How can I help?");
    if (!status) return status;
  }
  return tracker.track_button("desk_1", {"rating", "5 stars", "5"}, {{"page", 3}, {"returning", true}});
}

/* One conversation alone; the other stays, to be given up. */
static agentsight::status send_first(const agentsight::tracker &tracker) {
  auto summary = tracker.pending();
  if (!summary) return summary;
  std::cout << summary->count << " events wait, " << summary->count_of[AGS_KIND_BUTTON]
            << " of them buttons\n";

  auto report = tracker.send({10s, "desk_1"}, [](const agentsight::item &item) {
    std::cout << item.text << ": "
              << (item.outcome == AGS_OUTCOME_DELIVERED ? "delivered" : item.error.text()) << '\n';
  });
  std::cout << report->delivered << " events delivered, " << report->remaining << " remain\n";
  if (!report) return report;
  auto discarded = tracker.discard("desk_2");
  std::cout << *discarded << " events given up\n";
  return discarded;
}

int main() {
  agentsight::options options;
  auto status = options.take_environment();
  auto tracker = agentsight::tracker::create(options);
  auto channel = agentsight::metadata::create({{"channel", "chat"}});
  if (status) status = tracker;
  if (status) status = channel;
  if (status) status = track(*tracker, *channel);
  if (status) status = send_first(*tracker);
  if (!status) std::cerr << status.message() << '\n';
  return status ? 0 : 1;
}
