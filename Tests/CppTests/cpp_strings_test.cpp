// Views without a NUL behind them, empty ones, absent ones.
#include "cpp_fixture.hpp"

using namespace std::literals;

// Each field is a part of one text: whoever looks for a NUL reads what does not belong to it.
static void test_parts_of_a_text() {
  const agentsight::tracker tracker = fixture_tracker();
  constexpr std::string_view all = "conversation|question|event|label|value|{\"a\":1}|rest";
  auto part = [&](std::string_view of) { return all.substr(all.find(of), of.size()); };
  auto id = part("conversation"), text = part("question"), json = part("{\"a\":1}");
  CHECK(tracker.track_question(id, text, json));
  CHECK(tracker.track_question(id, text, {{part("label"), part("value")}}));
  CHECK(tracker.track_button(id, {part("event"), part("label"), part("value")}, json));
  CHECK(tracker.track_action(id, {part("event"), json, part("value"), part("label")}));
  CHECK(tracker.track_attachments(id, {{part("label"), part("value"), part("event")}}));
  auto items = waiting(tracker, id);
  CHECK_INT(items.size(), 5);
  for (const Waiting &item : items) CHECK_VIEW(item.conversation_id, "conversation");
  CHECK_VIEW(items[0].text, "question");
  CHECK_VIEW(items[2].text, "event");
  CHECK_VIEW(items[3].text, "event");
  CHECK_VIEW(items[4].text, "label");
  CHECK_INT(*tracker.discard(part("rest")), 0);
  CHECK_INT(*tracker.discard(id), 5);
}

// Length 0 stands for "NUL-terminated" in C's structs; an empty view must not be read on.
static void test_empty_is_not_absent() {
  const agentsight::tracker tracker = fixture_tracker();
  const std::string_view empty = "behind"sv.substr(0, 0);
  CHECK(tracker.track_question(empty, "text") == AGS_ERROR_CONVERSATION_ID);
  CHECK(tracker.track_question("c", empty) == AGS_ERROR_TEXT);
  CHECK(tracker.track_question("c", "text", empty) == AGS_ERROR_METADATA);
  CHECK(tracker.track_question(empty, "text", {{"a", 1}}) == AGS_ERROR_CONVERSATION_ID);
  CHECK(tracker.track_button("c", {empty, "label", "value"}) == AGS_ERROR_BUTTON);
  CHECK(tracker.track_action("c", {"name", empty}) == AGS_ERROR_ACTION);
  CHECK(tracker.track_action("c", {"name", {}, empty, {}}));
  CHECK(tracker.track_question("c", "text", std::string_view()));
  CHECK(tracker.track_question("c", "text", static_cast<const char *>(nullptr)));
  CHECK(tracker.track_attachments("c", {{"empty.txt", {}, empty}}));
  CHECK(tracker.track_attachments("c", {{"nothing.txt"}}) == AGS_ERROR_ATTACHMENT);
}

// C would stop at the NUL and take another conversation.
static void test_nul() {
  const agentsight::tracker tracker = fixture_tracker();
  CHECK(tracker.track_question("a", "text"));
  const std::string_view id = "a\0b"sv;
  auto discarded = tracker.discard(id);
  CHECK(discarded == AGS_ERROR_CONVERSATION_ID);
  CHECK_VIEW(discarded.message(), "conversation_id: must not contain NUL");
  CHECK(tracker.pending(id) == AGS_ERROR_CONVERSATION_ID);
  CHECK(tracker.send({{}, id}) == AGS_ERROR_CONVERSATION_ID);
  CHECK(tracker.token_usage_of(id) == AGS_ERROR_CONVERSATION_ID);
  CHECK(tracker.initialize_conversation(id) == AGS_ERROR_CONVERSATION_ID);
  CHECK(tracker.initialize_conversation("a", {}, "{}\0"sv) == AGS_ERROR_METADATA);
  CHECK(tracker.reconfigure("\0"sv) == AGS_ERROR_API_KEY);
  CHECK(tracker.reconfigure({}, "http://127.0.0.1\0x"sv) == AGS_ERROR_ENDPOINT);
  CHECK_INT(waiting(tracker).size(), 1);
  CHECK(tracker.track_answer(id, "text")); // it has its place in what is sent, and is not "a"
  CHECK_INT(waiting(tracker, "a").size(), 1);
  CHECK_INT(waiting(tracker).size(), 2);
}

static void test_long_ids() {
  const agentsight::tracker tracker = fixture_tracker();
  std::string longest;
  for (int i = 0; i < 255; i++) longest += "\U0001F600";
  CHECK(tracker.track_question(longest, "text"));
  CHECK_INT(*tracker.discard(std::string(5000, 'x')), 0);
  CHECK_INT(*tracker.discard(longest), 1);
}

static void test_generated_ids() {
  auto id = agentsight::generate_conversation_id();
  CHECK(id);
  CHECK_INT(std::string_view(*id).size(), AGS_CONVERSATION_ID_SIZE - 1);
  const agentsight::tracker tracker = fixture_tracker();
  CHECK(tracker.track_question(*id, "text"));
  CHECK_VIEW(waiting(tracker)[0].conversation_id, id->characters);
}

int main() {
  test_parts_of_a_text();
  test_empty_is_not_absent();
  test_nul();
  test_long_ids();
  test_generated_ids();
}
