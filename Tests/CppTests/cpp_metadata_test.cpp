// What pairs become.
#include "cpp_fixture.hpp"
#include "prepared_text.h"

#include <cmath>

static std::string text_of(const agentsight::result<agentsight::metadata> &metadata) {
  if (!metadata) return std::string(metadata.message());
  std::size_t size;
  const char *text = prepared_text(metadata->get(), &size);
  return {text, size};
}

static std::string made_of(std::initializer_list<agentsight::pair> pairs) {
  return text_of(agentsight::metadata::create(pairs));
}

static void test_types() {
  const std::string text = "a \"quoted\" text";
  CHECK_VIEW(made_of({}), "{}");
  CHECK_VIEW(made_of({{"k", "v"}}), "{\"k\":\"v\"}");
  CHECK_VIEW(made_of({{"k", text}, {"e", std::string_view("abc", 0)}}),
             "{\"k\":\"a \\\"quoted\\\" text\",\"e\":\"\"}");
  CHECK_VIEW(made_of({{"t", true}, {"f", false}, {"n", nullptr}}), "{\"t\":true,\"f\":false,\"n\":null}");
  CHECK_VIEW(made_of({{"i", -7}, {"s", short{3}}, {"u", 8u}, {"l", 9L}}),
             "{\"i\":-7,\"s\":3,\"u\":8,\"l\":9}");
  CHECK_VIEW(made_of({{"d", 2.5}, {"f", 0.5f}, {"nan", std::nan("")}}), "{\"d\":2.5,\"f\":0.5,\"nan\":null}");
  CHECK_VIEW(made_of({{"o", agentsight::json{"{\"x\":[1]}"}}}), "{\"o\":{\"x\":[1]}}");
}

static void test_largest_integers() {
  CHECK_VIEW(made_of({{"i", INT64_MIN}, {"j", INT64_MAX}}),
             "{\"i\":-9223372036854775808,\"j\":9223372036854775807}");
  CHECK_VIEW(made_of({{"u", std::uint64_t{INT64_MAX}}}), "{\"u\":9223372036854775807}");
  CHECK_VIEW(made_of({{"u", UINT64_MAX}}), "{\"u\":1.8446744073709552e+19}");
}

static void test_absent_values() {
  CHECK_CONTAINS(made_of({{"k", std::string_view()}}).c_str(), "string: missing");
  CHECK_CONTAINS(made_of({{std::string_view(), 1}}).c_str(), "the key of pair 0 is missing");
}

static void test_json() {
  CHECK_VIEW(text_of(agentsight::metadata::create(agentsight::json{" {\"a\": 1} "})), " {\"a\": 1} ");
  CHECK_CONTAINS(text_of(agentsight::metadata::create(agentsight::json{"{"})).c_str(), "metadata: ");
}

// What is neither a number nor a text must not pass for true or false.
enum class Color { red };
static_assert(!std::is_constructible_v<agentsight::pair, const char *, Color>);
static_assert(!std::is_constructible_v<agentsight::pair, const char *, ags_kind>);
static_assert(!std::is_constructible_v<agentsight::pair, const char *, int *>);

int main() {
  test_types();
  test_largest_integers();
  test_absent_values();
  test_json();
}
