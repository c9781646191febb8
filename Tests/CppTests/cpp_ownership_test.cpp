// Who frees what; the sanitizers watch.
#include "cpp_fixture.hpp"

template <class T>
constexpr bool is_move_only =
    std::is_nothrow_move_constructible_v<T> &&std::is_nothrow_move_assignable_v<T> &&
    !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T>;
static_assert(is_move_only<agentsight::tracker>);
static_assert(is_move_only<agentsight::metadata>);
static_assert(is_move_only<agentsight::conversation>);
static_assert(sizeof(agentsight::tracker) == sizeof(void *), "a tracker is its handle");

static void test_moved_tracker() {
  agentsight::tracker first = fixture_tracker();
  ags_tracker *handle = first.get();
  CHECK(first.track_question("c", "one"));
  agentsight::tracker second = std::move(first);
  CHECK(first.get() == nullptr && second.get() == handle);
  CHECK(second.track_question("c", "two"));
  CHECK_INT(waiting(second).size(), 2);
  second = fixture_tracker(); // frees what it had
  CHECK_INT(waiting(second).size(), 0);
}

// Events keep copies: the handles may go before they are sent.
static void test_handles() {
  agentsight::options options = fixture_options();
  options.conversation_id = "own";
  const agentsight::tracker tracker = fixture_tracker(options);
  {
    auto conversation = agentsight::conversation::create("made ready");
    auto metadata = agentsight::metadata::create({{"a", 1}});
    CHECK(conversation && metadata);
    CHECK(tracker.track_question(*conversation, "one", *metadata));
    agentsight::conversation moved = std::move(*conversation);
    CHECK(tracker.track_answer(moved, "two", *metadata));
    CHECK(tracker.track_answer(*conversation, "three")); // moved from: the tracker's own
  }
  auto all = waiting(tracker);
  CHECK_INT(all.size(), 3);
  CHECK_VIEW(all[0].conversation_id, "made ready");
  CHECK_VIEW(all[1].conversation_id, "made ready");
  CHECK_VIEW(all[2].conversation_id, "own");
}

static void test_refused_handles() {
  CHECK(agentsight::conversation::create(" ") == AGS_ERROR_CONVERSATION_ID);
  CHECK(agentsight::metadata::create(agentsight::json{"[]"}) == AGS_ERROR_METADATA);
  CHECK(agentsight::metadata::create({{"\xFF", 1}}) == AGS_ERROR_METADATA);
  CHECK(agentsight::metadata().get() == nullptr);
}

int main() {
  test_moved_tracker();
  test_handles();
  test_refused_handles();
}
