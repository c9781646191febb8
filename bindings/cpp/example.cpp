/* A whole conversation from C++: track in memory, send, look at the result.
 *
 *   c++ -std=c++17 example.cpp $(pkg-config --cflags --libs agentsight) -o example
 *   AGENTSIGHT_API_KEY=ags_... ./example [CONVERSATION_ID [CA_FILE]]
 */
#include <agentsight.hpp>
#include <iostream>

using namespace std::chrono_literals;

static int fail(const char *what, const agentsight::status &status) {
  std::cerr << what << ": " << status.message() << '\n';
  return 1;
}

/* Every call says whether it recorded its event; this program stops at the first that did not. */
static agentsight::status track_conversation(const agentsight::tracker &tracker) {
  agentsight::action search;
  search.name = "search";
  search.tools_used = R"({"query":"opening hours"})";
  search.response = R"([{"day":"Monday","hours":"9-17"}])";
  search.duration = 12500us;

  auto status = tracker.track_question({}, "When are you open?", {{"language", "en"}});
  if (status) status = tracker.track_action({}, search);
  if (status) status = tracker.track_answer({}, "On Monday from 9 to 17.");
  if (status) status = tracker.track_button({}, {"helpful", "👍", "positive_feedback"});
  return status;
}

int main(int argc, char **argv) {
  agentsight::options options;
  options.conversation_id = argc > 1 ? argv[1] : "example_cpp";
  if (argc > 2) options.ca_file = argv[2];
  if (auto status = options.take_environment(); !status) return fail("environment", status);

  auto tracker = agentsight::tracker::create(options);
  if (!tracker) return fail("create", tracker);
  if (auto status = track_conversation(*tracker); !status) return fail("track", status);
  auto report = tracker->send(10s);
  if (!report) return fail("send", report);
  std::cout << report->delivered << " events delivered\n";
}
