// The C++ layer itself allocates nothing while it tracks, sends or looks.
#include "cpp_fixture.hpp"

static int allocations;

void *operator new(std::size_t size) {
  allocations++;
  return std::malloc(size);
}
void *operator new[](std::size_t size, const std::nothrow_t &) noexcept {
  allocations++;
  return std::malloc(size);
}
void operator delete(void *memory) noexcept {
  std::free(memory);
}
void operator delete(void *memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void *memory) noexcept {
  std::free(memory);
}

void operator delete[](void *memory, std::size_t) noexcept {
  std::free(memory);
}

int main() {
  const agentsight::tracker tracker = fixture_tracker();
  auto conversation = agentsight::conversation::create("ready");
  auto metadata = agentsight::metadata::create({{"a", 1}});
  int before = allocations;
  CHECK(tracker.track_question("c", "text", R"({"a":1})"));
  CHECK(tracker.track_answer(*conversation, "text", *metadata));
  CHECK(tracker.track_question("c", "text", {{"a", 1}, {"b", "two"}}));
  CHECK(tracker.track_action("c", {"search", "{}", "response", "error"}));
  CHECK(tracker.track_button("c", {"event", "label", "value"}));
  CHECK(tracker.track_attachments("c", {{"a.txt", {}, "data"}}));
  CHECK(tracker.pending("c", [](const agentsight::item &) {}));
  CHECK(tracker.discard("c"));
  CHECK_INT(allocations, before);
  CHECK(tracker.discard(std::string_view("longer than any id").substr(0, 3)));
  CHECK_INT(allocations, before);
}
