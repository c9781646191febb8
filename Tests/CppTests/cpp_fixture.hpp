// A tracker to test with, and what waits in it.
#ifndef CPP_FIXTURE_HPP
#define CPP_FIXTURE_HPP

#include "agentsight.hpp"
#include "test.h"

#include <vector>

inline agentsight::options fixture_options() {
  agentsight::options options;
  options.api_key = "ags_0123456789abcdef0123456789ABCDEF_0a1b2c";
  options.endpoint = "http://127.0.0.1:9"; // nothing listens there
  return options;
}

inline agentsight::tracker fixture_tracker(const agentsight::options &options = fixture_options()) {
  auto tracker = agentsight::tracker::create(options);
  if (!tracker) test_fail(__FILE__, __LINE__, ags_last_error());
  return std::move(*tracker);
}

struct Waiting {
  agentsight::kind kind;
  std::string conversation_id, text;
};

inline std::vector<Waiting> waiting(const agentsight::tracker &tracker, std::string_view id = {}) {
  std::vector<Waiting> all;
  auto summary = tracker.pending(id, [&](const agentsight::item &item) {
    all.push_back({item.kind, std::string(item.conversation_id), std::string(item.text)});
  });
  CHECK_INT(summary.code(), AGS_OK);
  CHECK_INT(summary->count, all.size());
  return all;
}

#define CHECK_VIEW(actual, expected) CHECK_STRING(std::string(actual).c_str(), expected)

#endif
