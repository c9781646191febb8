// The tracking calls of AgentSight Embedded.
#include "agentsight.hpp"
#include "candidate.hpp"
#include "directory.hpp"
#include "event.h"
#include "fixture.h"

#include <cstdlib>
#include <memory>

namespace {

constexpr std::size_t variants = 256; // of metadata that differs

agentsight::tracker cpp_tracker() {
  agentsight::options options;
  static_cast<ags_options &>(options) = fixture_options();
  auto made = agentsight::tracker::create(options);
  must(made.code());
  return std::move(*made);
}

ags_tracker *spooling_tracker(const char *directory) {
  ags_options options = fixture_options();
  options.spool_directory = directory;
  ags_tracker *tracker;
  must(ags_tracker_create(&options, &tracker));
  return tracker;
}

struct Setup {
  agentsight::tracker in_cpp = cpp_tracker();
  ags_tracker *tracker = fixture_tracker();
  ags_tracker *elsewhere = fixture_tracker();
  Directory directory;
  ags_tracker *spooling = spooling_tracker(directory.path());
  ags_conversation *conversation = nullptr;
  ags_metadata *metadata = nullptr;
  std::vector<std::string> differing;

  Setup() {
    must(ags_conversation_create(EVENT_ID, EVENT_ID_SIZE, &conversation));
    must(ags_metadata_create_json(EVENT_METADATA, EVENT_METADATA_SIZE, &metadata));
    for (std::size_t i = 0; i < variants; i++) {
      std::string json = EVENT_METADATA;
      json[json.size() - 4] = static_cast<char>('a' + i / 16);
      json[json.size() - 3] = static_cast<char>('a' + i % 16);
      differing.push_back(json);
    }
  }
  Setup(const Setup &) = delete;
  Setup &operator=(const Setup &) = delete;
  ~Setup() {
    ags_metadata_free(metadata);
    ags_conversation_free(conversation);
    ags_tracker_free(tracker);
    ags_tracker_free(elsewhere);
    ags_tracker_free(spooling);
  }
};

// A refused call would be fast and worth nothing; checking costs a predicted branch.
inline void check(ags_status status) {
  if (__builtin_expect(status != AGS_OK, 0)) must(status);
}

ags_pair string_pair(const char *key, const char *value) {
  ags_pair pair = {};
  pair.key = key;
  pair.type = AGS_TYPE_STRING;
  pair.string = value;
  return pair;
}

auto with_lengths(ags_tracker *tracker) {
  return [tracker](unsigned) {
    return [tracker](std::size_t) {
      check(ags_track_question_n(tracker, EVENT_ID, EVENT_ID_SIZE, EVENT_TEXT, EVENT_TEXT_SIZE,
                                 EVENT_METADATA, EVENT_METADATA_SIZE));
    };
  };
}

// Each thread records conversations of its own, as where each serves one person.
auto with_own_id(ags_tracker *tracker) {
  return [tracker](unsigned worker) {
    std::string id = EVENT_ID;
    id.back() = static_cast<char>('a' + worker);
    return [tracker, id](std::size_t) {
      check(ags_track_question_n(tracker, id.data(), EVENT_ID_SIZE, EVENT_TEXT, EVENT_TEXT_SIZE,
                                 EVENT_METADATA, EVENT_METADATA_SIZE));
    };
  };
}

auto with_pairs(ags_tracker *tracker) {
  return [tracker](unsigned) {
    return [tracker](std::size_t) {
      const ags_pair pairs[] = {string_pair("user_type", "premium"), string_pair("language", "en")};
      ags_event event = {};
      event.size = sizeof event;
      event.kind = AGS_KIND_QUESTION;
      event.conversation_id = EVENT_ID;
      event.conversation_id_size = EVENT_ID_SIZE;
      event.text = EVENT_TEXT;
      event.text_size = EVENT_TEXT_SIZE;
      event.pairs = pairs;
      event.pair_count = 2;
      check(ags_track(tracker, &event));
    };
  };
}

auto with_action(ags_tracker *tracker) {
  return [tracker](unsigned) {
    return [tracker](std::size_t) {
      ags_action action = {};
      action.size = sizeof action;
      action.name = "search";
      action.tools_used = "{\"search\":\"enabled\"}";
      action.response = EVENT_TEXT;
      action.response_size = EVENT_TEXT_SIZE;
      action.duration_ns = 50000000;
      check(
          ags_track_action_n(tracker, EVENT_ID, EVENT_ID_SIZE, &action, EVENT_METADATA, EVENT_METADATA_SIZE));
    };
  };
}

auto with_button(ags_tracker *tracker) {
  return [tracker](unsigned) {
    return [tracker](std::size_t) {
      ags_button button = {};
      button.size = sizeof button;
      button.event = "helpful";
      button.label = "Yes, thanks";
      button.value = "positive_feedback";
      check(
          ags_track_button_n(tracker, EVENT_ID, EVENT_ID_SIZE, &button, EVENT_METADATA, EVENT_METADATA_SIZE));
    };
  };
}

} // namespace

void add_ours(Candidates &candidates, unsigned) {
  auto setup = std::make_shared<Setup>();
  ags_tracker *tracker = setup->tracker;
  auto drain = [setup] { must(ags_discard(setup->tracker, nullptr, nullptr)); };

  candidates.push_back(candidate("C, lengths", with_lengths(tracker), drain));
  candidates.push_back(candidate("C, lengths, a conversation a thread", with_own_id(tracker), drain));
  candidates.push_back(candidate(
      "C++, std::string_view",
      [setup](unsigned) {
        return [tracker = &setup->in_cpp](std::size_t) {
          check(tracker
                    ->track_question(std::string_view{EVENT_ID, EVENT_ID_SIZE}, {EVENT_TEXT, EVENT_TEXT_SIZE},
                                     std::string_view{EVENT_METADATA, EVENT_METADATA_SIZE})
                    .code());
        };
      },
      [setup] { must(setup->in_cpp.discard().code()); }));
  candidates.push_back(candidate(
      "C, NUL-terminated",
      [tracker](unsigned) {
        return [tracker](std::size_t) {
          // Where the compiler sees no length, as in a caller's variables.
          const char *id = EVENT_ID, *text = EVENT_TEXT, *metadata = EVENT_METADATA;
          check(ags_track_question(tracker, id, text, metadata));
        };
      },
      drain));
  candidates.push_back(candidate(
      "C, handles",
      [setup, tracker](unsigned) {
        return [tracker, conversation = setup->conversation, metadata = setup->metadata](std::size_t) {
          check(ags_track_message(tracker, AGS_KIND_QUESTION, conversation, EVENT_TEXT, EVENT_TEXT_SIZE,
                                  metadata));
        };
      },
      drain));
  candidates.push_back(candidate(
      "C, lengths, metadata differs",
      [setup, tracker](unsigned) {
        return [tracker, differing = setup->differing.data()](std::size_t i) {
          const std::string &metadata = differing[i % variants];
          check(ags_track_question_n(tracker, EVENT_ID, EVENT_ID_SIZE, EVENT_TEXT, EVENT_TEXT_SIZE,
                                     metadata.data(), metadata.size()));
        };
      },
      drain));
  candidates.push_back(candidate("C, ags_track() with pairs", with_pairs(tracker), drain));
  candidates.push_back(candidate("C, action", with_action(tracker), drain));
  candidates.push_back(candidate("C, button", with_button(tracker), drain));

  candidates.push_back(candidate("C, lengths, with a spool", with_lengths(setup->spooling),
                                 [setup] { must(ags_discard(setup->spooling, nullptr, nullptr)); }));
  candidates.push_back(candidate("C, lengths, drained by another thread", with_lengths(setup->elsewhere),
                                 [setup] { must(ags_discard(setup->elsewhere, nullptr, nullptr)); }));
  candidates.back().drained_elsewhere = true;
}
