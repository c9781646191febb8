/*
 * AgentSight Embedded for C++17 and later: agentsight.h with RAII, std::string_view and lambdas. Header-only;
 * link the C library.
 *
 *   agentsight::options options;
 *   options.api_key = "ags_...";
 *
 *   auto tracker = agentsight::tracker::create(options);
 *   if (!tracker) std::cerr << tracker.message() << '\n';
 *
 *   tracker->track_question("user_123", "What is machine learning?", {{"language", "en"}});
 *   tracker->track_answer("user_123", "A field of AI that ...");
 *   auto report = tracker->send(std::chrono::seconds(10));
 *
 * What the calls do, from which threads, how long they take and how they fail is said in agentsight.h; each
 * comment here names its call there and adds what is different. Rules that hold throughout:
 *   - Nothing throws, and nothing needs exceptions or RTTI. A call that can fail returns a status, or a
 * result: a status with a value.
 *   - A std::string_view need not be NUL-terminated, and nothing keeps it after the call. A view without
 * data, such as `{}`, means "not given"; an empty string is one that says nothing.
 *   - A conversation id may contain NUL. Calls that C makes with NUL-terminated ids (send, pending, discard,
 *     token_usage_of, initialize_conversation) cannot name such a one: AGS_ERROR_CONVERSATION_ID.
 *   - No tracking call allocates more than its call in C.
 *   - Kinds, outcomes, log levels, wires, policies and status codes are those of agentsight.h:
 * AGS_KIND_QUESTION, AGS_OK, ...
 *   - Objects that own something can be moved, not copied. A moved-from one is empty: its calls return
 *     AGS_ERROR_ARGUMENT, or as said.
 *   - A callback must not throw: an exception would end the program.
 */
#ifndef AGENTSIGHT_HPP
#define AGENTSIGHT_HPP

#include "agentsight.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace agentsight {

/* ------------------------------------------------------------------ status */

/* What a call says. May be ignored: what was refused is counted (ags_stats.rejected). */
class status {
public:
  constexpr status() noexcept = default; // AGS_OK
  constexpr status(ags_status code) noexcept : code_(code) {}
  constexpr status(ags_status code, const char *rule) noexcept : code_(code), rule_(rule) {}

  constexpr ags_status code() const noexcept { return code_; }

  constexpr explicit operator bool() const noexcept { return code_ == AGS_OK; }

  /* A sentence that names the field and its rule, as ags_last_error(): to be read by the thread that made the
   * call, before its next failing one. "" after AGS_OK. */
  std::string_view message() const noexcept {
    if (code_ == AGS_OK) return "";
    return rule_ != nullptr ? rule_ : ags_last_error();
  }

  /* A constant sentence for the code; see ags_status_text(). */
  std::string_view text() const noexcept { return ags_status_text(code_); }

  friend constexpr bool operator==(const status &a, const status &b) noexcept { return a.code_ == b.code_; }
  friend constexpr bool operator!=(const status &a, const status &b) noexcept { return a.code_ != b.code_; }

private:
  ags_status code_ = AGS_OK;
  const char *rule_ = nullptr; // of a check made here; else the library has the sentence
};

/* A status with what the call has made or filled in. After an error a handle is empty; a report is filled in
 * whatever the status. */
template <class T> class result : public status {
public:
  result(const status &what, T value) noexcept : status(what), value_(std::move(value)) {}

  T &operator*() noexcept { return value_; }
  const T &operator*() const noexcept { return value_; }
  T *operator->() noexcept { return &value_; }
  const T *operator->() const noexcept { return &value_; }

private:
  T value_;
};

/* The version of the library at run time; see ags_version(). */
inline std::string_view version() noexcept {
  return ags_version();
}

/* ---------------------------------------------------------------- details */

namespace detail {

/* A field of a C struct, where a length of 0 stands for a NUL-terminated string. */
inline void put(std::string_view from, const char *&to, std::size_t &size) noexcept {
  to = from.data() != nullptr && from.empty() ? "" : from.data();
  size = from.size();
}

/* What C takes NUL-terminated: a copy, on the stack while it is short. */
class c_string {
public:
  c_string(std::string_view text, ags_status error, const char *rule) noexcept {
    if (text.data() == nullptr) return;
    if (std::memchr(text.data(), '\0', text.size()) != nullptr) {
      failure_ = status(error, rule);
      return;
    }
    char *to = local_;
    if (text.size() >= sizeof local_) {
      heap_.reset(new (std::nothrow) char[text.size() + 1]);
      to = heap_.get();
    }
    if (to == nullptr) {
      failure_ = status(AGS_ERROR_MEMORY, "out of memory");
      return;
    }
    std::memcpy(to, text.data(), text.size());
    to[text.size()] = '\0';
    data_ = to;
  }
  c_string(const c_string &) = delete;
  c_string &operator=(const c_string &) = delete;

  const char *get() const noexcept { return data_; } // NULL: not given
  const status &failure() const noexcept { return failure_; }

private:
  char local_[1024];
  std::unique_ptr<char[]> heap_;
  const char *data_ = nullptr;
  status failure_;
};

inline c_string conversation_id(std::string_view id) noexcept {
  return {id, AGS_ERROR_CONVERSATION_ID, "conversation_id: must not contain NUL"};
}

/* 0 stands for "as long as it takes"; a time that has passed already must not become that. */
inline std::uint32_t milliseconds(std::chrono::milliseconds time) noexcept {
  constexpr std::chrono::milliseconds::rep most = std::numeric_limits<std::uint32_t>::max();
  if (time.count() < 0) return 1;
  return static_cast<std::uint32_t>(time.count() < most ? time.count() : most);
}

template <class T, void (*release)(T *)> struct releaser {
  void operator()(T *handle) const noexcept { release(handle); }
};
template <class T, void (*release)(T *)> using owner = std::unique_ptr<T, releaser<T, release>>;

} // namespace detail

/* ------------------------------------------------------------------- items */

using kind = ags_kind;
using outcome = ags_outcome;
using log_level = ags_log_level;
using when_full = ags_when_full;
using wire = ags_wire;

/* One tracked event, as ags_item shows it; the strings are valid during the callback only. */
struct item {
  agentsight::kind kind;
  agentsight::outcome outcome;
  status error; /* why it failed; its code and text() */
  std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds> time;
  std::string_view conversation_id;
  std::string_view text;
};

namespace detail {

/* The caller's function, or function object, on its way through the library. */
template <class F> void *user_of(F &f) noexcept {
  if constexpr (std::is_function_v<F>)
    return reinterpret_cast<void *>(&f);
  else
    return const_cast<void *>(static_cast<const volatile void *>(std::addressof(f)));
}
template <class F> F &function_of(void *user) noexcept {
  if constexpr (std::is_function_v<F>)
    return *reinterpret_cast<F *>(user);
  else
    return *static_cast<F *>(user);
}

template <class F> void receive_item(void *user, const ags_item *from) noexcept {
  const item shown{from->kind,
                   from->outcome,
                   status(from->error),
                   decltype(item::time)(std::chrono::microseconds(from->time_us)),
                   {from->conversation_id, from->conversation_id_size},
                   {from->text, from->text_size}};
  function_of<F>(user)(shown);
}

template <class F> void receive_line(void *user, ags_log_level level, const char *message) noexcept {
  function_of<F>(user)(level, std::string_view(message));
}

} // namespace detail

/* ----------------------------------------------------------------- options */

/*
 * The fields of ags_options with their defaults. Strings are NUL-terminated here, as configuration is, and
 * need to live until tracker::create() returns; function objects are not copied and must outlive the tracker:
 *
 *   auto log = [](agentsight::log_level, std::string_view line) { std::cerr << line << '\n'; };
 *   options.set_log(log);
 */
struct options : ags_options {
  options() noexcept : ags_options() { ags_options_init(this, sizeof(ags_options)); }

  /* Fills in what is not set; see ags_options_from_environment(). */
  status take_environment() noexcept { return ags_options_from_environment(this); }

  /* Calls `f(log_level, std::string_view line)`; see ags_log_fn. */
  template <class F> void set_log(F &f) noexcept {
    log = detail::receive_line<F>;
    log_user = detail::user_of(f);
  }
  template <class F> void set_log(const F &&) = delete;

  /* Calls `f(const item &)` with each event's outcome; see ags_options.on_item. */
  template <class F> void set_on_item(F &f) noexcept {
    on_item = detail::receive_item<F>;
    item_user = detail::user_of(f);
  }
  template <class F> void set_on_item(const F &&) = delete;
};

/* ---------------------------------------------------------------- metadata */

/* Marks a string as the JSON text of an object. */
struct json {
  std::string_view text;
};

/* A key and its value: text, a number, true or false, nullptr, or json{...}. An unsigned value that an
 * int64_t does not hold becomes the nearest double. Keeps pointers to what it is given. */
struct pair : ags_pair {
  pair(std::string_view name, std::string_view value) noexcept : pair(name, AGS_TYPE_STRING) {
    detail::put(value, string, string_size);
  }
  pair(std::string_view name, const char *value) noexcept : pair(name, std::string_view(value)) {}
  pair(std::string_view name, const std::string &value) noexcept : pair(name, std::string_view(value)) {}
  pair(std::string_view name, json value) noexcept : pair(name, AGS_TYPE_JSON) {
    detail::put(value.text, string, string_size);
  }
  pair(std::string_view name, std::nullptr_t) noexcept : pair(name, AGS_TYPE_NULL) {}
  /* A template, so that a pointer or an enumerator does not pass for a bool. */
  template <class T, std::enable_if_t<std::is_arithmetic_v<T>, int> = 0>
  pair(std::string_view name, T value) noexcept : pair(name, AGS_TYPE_NUMBER) {
    if constexpr (std::is_same_v<T, bool>) {
      type = AGS_TYPE_BOOLEAN;
      boolean = value;
    } else if constexpr (std::is_floating_point_v<T>) {
      number = static_cast<double>(value);
    } else if (std::is_signed_v<T> ||
               static_cast<std::uint64_t>(value) <= std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
      type = AGS_TYPE_INTEGER;
      integer = static_cast<std::int64_t>(value);
    } else {
      number = static_cast<double>(value);
    }
  }

private:
  pair(std::string_view name, ags_type of) noexcept : ags_pair() {
    type = of;
    detail::put(name, key, key_size);
  }
};
static_assert(sizeof(pair) == sizeof(ags_pair), "an array of pairs is handed to C as it is");

/* Metadata made ready once, to be used with many events from any thread. */
class metadata {
public:
  metadata() noexcept = default; // empty: none

  /* See ags_metadata_create(). */
  [[nodiscard]] static result<metadata> create(const pair *pairs, std::size_t count) noexcept {
    ags_metadata *made = nullptr;
    status what = ags_metadata_create(pairs, count, &made);
    return {what, metadata(made)};
  }
  [[nodiscard]] static result<metadata> create(std::initializer_list<pair> pairs) noexcept {
    return create(pairs.begin(), pairs.size());
  }

  /* Of the JSON text of one object; see ags_metadata_create_json(). */
  [[nodiscard]] static result<metadata> create(json object) noexcept {
    ags_metadata *made = nullptr;
    status what = ags_metadata_create_json(object.text.data(), object.text.size(), &made);
    return {what, metadata(made)};
  }

  const ags_metadata *get() const noexcept { return handle_.get(); }

private:
  explicit metadata(ags_metadata *made) noexcept : handle_(made) {}
  detail::owner<ags_metadata, ags_metadata_free> handle_;
};

/* Metadata in any form, as an argument: nothing, the JSON text of one object, pairs, or a handle. */
class metadata_ref {
public:
  metadata_ref() noexcept = default; // none
  metadata_ref(std::string_view object) noexcept : json_(object) {}
  metadata_ref(const std::string &object) noexcept : json_(object) {}
  metadata_ref(const char *object) noexcept { // nullable
    if (object != nullptr) json_ = object;
  }
  metadata_ref(json object) noexcept : json_(object.text) {}
  metadata_ref(std::initializer_list<pair> list) noexcept : pairs_(std::data(list)), count_(list.size()) {}
  metadata_ref(const pair *list, std::size_t count) noexcept : pairs_(list), count_(count) {}
  metadata_ref(const metadata &ready) noexcept : handle_(ready.get()) {}

private:
  friend class tracker;
  std::string_view json_;
  const pair *pairs_ = nullptr;
  std::size_t count_ = 0;
  const ags_metadata *handle_ = nullptr;
};

/* ----------------------------------------------------------- conversations */

/* A conversation id checked once, to be used with many events from any thread. */
class conversation {
public:
  conversation() noexcept = default; // empty: the tracker's own

  /* See ags_conversation_create(). */
  [[nodiscard]] static result<conversation> create(std::string_view id) noexcept {
    ags_conversation *made = nullptr;
    status what = ags_conversation_create(id.data(), id.size(), &made);
    return {what, conversation(made)};
  }

  const ags_conversation *get() const noexcept { return handle_.get(); }

private:
  explicit conversation(ags_conversation *made) noexcept : handle_(made) {}
  detail::owner<ags_conversation, ags_conversation_free> handle_;
};

/* A new conversation id; see ags_generate_conversation_id(). */
struct generated_id {
  char characters[AGS_CONVERSATION_ID_SIZE] = ""; /* NUL-terminated */
  operator std::string_view() const noexcept { return characters; }
};
inline result<generated_id> generate_conversation_id() noexcept {
  generated_id id;
  status what = ags_generate_conversation_id(id.characters, sizeof id.characters);
  return {what, id};
}

/* A conversation as an argument: an id, a handle, or `{}` for the tracker's own. */
class conversation_ref {
public:
  conversation_ref() noexcept = default;
  conversation_ref(std::string_view id) noexcept : id_(id) {}
  conversation_ref(const std::string &id) noexcept : id_(id) {}
  conversation_ref(const char *id) noexcept { // nullable
    if (id != nullptr) id_ = id;
  }
  conversation_ref(const generated_id &id) noexcept : id_(id) {}
  conversation_ref(const conversation &ready) noexcept : handle_(ready.get()) {}

private:
  friend class tracker;
  std::string_view id_;
  const ags_conversation *handle_ = nullptr;
};

/* -------------------------------------------------------- parts of events */

/* See ags_action. Any two of start, end and duration give the third. */
struct action {
  std::string_view name = {};       /* required, not blank */
  std::string_view tools_used = {}; /* the JSON text of one object */
  std::string_view response = {};
  std::string_view error_msg = {};
  std::optional<std::chrono::system_clock::time_point> started_at = {}; /* after 1970-01-01 UTC */
  std::optional<std::chrono::system_clock::time_point> ended_at = {};
  std::optional<std::chrono::nanoseconds> duration = {};
};

/* See ags_button; all three are required, not blank. */
struct button {
  std::string_view event = {};
  std::string_view label = {};
  std::string_view value = {};
};

/* See ags_token_usage. */
struct token_usage {
  std::int64_t prompt = 0;
  std::int64_t completion = 0;
  std::int64_t total = 0;
  std::int64_t embedding = 0;
};

/* See ags_conversation_info. */
struct conversation_info {
  std::string_view customer_id = {};
  std::string_view customer_ip_address = {};
  std::string_view device = {};
  std::string_view source = {};
  std::string_view language = {};
  std::string_view name = {};
  std::string_view environment = {};
};

/* See ags_attachment: either data or a path. */
struct attachment {
  std::string_view filename = {}; /* required; with a path: {} takes the path's last part */
  std::string_view mime_type = {};
  std::string_view data = {};
  const char *path = nullptr; /* NUL-terminated, as open() takes it */
};

/* From whom attachments are, and how they travel; see ags_attachments. */
struct attachment_options {
  bool from_agent = false;
  ags_attachment_mode mode = AGS_ATTACHMENT_BASE64;
};

/* How to send; see ags_send_options. */
struct send_options {
  std::chrono::milliseconds timeout{};   /* 0: as long as it takes */
  std::string_view conversation_id = {}; /* {}: all conversations */
};

/* ----------------------------------------------------------------- tracker */

/* Records events for one API key; see ags_tracker. Any thread may call any function at the same time, but not
 * beside a move or the destructor. */
class tracker {
public:
  tracker() noexcept = default; // empty

  /* See ags_tracker_create(). */
  [[nodiscard]] static result<tracker> create(const agentsight::options &options) noexcept {
    ags_tracker *made = nullptr;
    status what = ags_tracker_create(&options, &made);
    return {what, tracker(made)};
  }

  /* For calls of agentsight.h. */
  ags_tracker *get() const noexcept { return handle_.get(); }

  /* What the person said; see ags_track_question(). Ids and metadata made ready once are the fastest form. */
  status track_question(conversation_ref id, std::string_view text, metadata_ref about = {}) const noexcept {
    return track_message(AGS_KIND_QUESTION, id, text, about, ags_track_question_n);
  }

  /* What the agent said; see ags_track_answer(). */
  status track_answer(conversation_ref id, std::string_view text, metadata_ref about = {}) const noexcept {
    return track_message(AGS_KIND_ANSWER, id, text, about, ags_track_answer_n);
  }

  /* Something the agent did; see ags_track_action(). */
  status track_action(conversation_ref id, const action &what, metadata_ref about = {}) const noexcept {
    ags_action core = {};
    core.size = sizeof core;
    detail::put(what.name, core.name, core.name_size);
    detail::put(what.tools_used, core.tools_used, core.tools_used_size);
    detail::put(what.response, core.response, core.response_size);
    detail::put(what.error_msg, core.error_msg, core.error_msg_size);
    if (what.started_at) core.started_at_ns = nanoseconds(what.started_at->time_since_epoch());
    if (what.ended_at) core.ended_at_ns = nanoseconds(what.ended_at->time_since_epoch());
    if (what.duration) {
      core.duration_ns = what.duration->count();
      /* In C a duration of 0 is none, and an action with a start alone ends with its call. */
      if (core.duration_ns == 0 && !what.ended_at) core.ended_at_ns = core.started_at_ns;
    }
    ags_event event = event_of(AGS_KIND_ACTION, id, about);
    event.action = &core;
    return ags_track(get(), &event);
  }

  /* A button that the person pressed; see ags_track_button(). */
  status track_button(conversation_ref id, const button &what, metadata_ref about = {}) const noexcept {
    ags_button core = {};
    core.size = sizeof core;
    detail::put(what.event, core.event, core.event_size);
    detail::put(what.label, core.label, core.label_size);
    detail::put(what.value, core.value, core.value_size);
    ags_event event = event_of(AGS_KIND_BUTTON, id, about);
    event.button = &core;
    return ags_track(get(), &event);
  }

  /* What a language model used; see ags_track_token_usage(). */
  status track_token_usage(conversation_ref id, const token_usage &used,
                           metadata_ref about = {}) const noexcept {
    const ags_token_usage core = {sizeof core, used.prompt, used.completion, used.total, used.embedding};
    ags_event event = event_of(AGS_KIND_TOKEN_USAGE, id, about);
    event.token_usage = &core;
    return ags_track(get(), &event);
  }

  /* One to ten files; see ags_track_attachments(). */
  status track_attachments(conversation_ref id, const attachment *files, std::size_t count,
                           const attachment_options &how = {}, metadata_ref about = {}) const noexcept {
    ags_attachment list[files_shown] = {};
    for (std::size_t i = 0; i < count && i < files_shown; i++) list[i] = core_of(files[i]);
    ags_attachments core = {};
    core.size = sizeof core;
    core.files = list;
    core.count = count < files_shown ? count : files_shown;
    core.from_agent = how.from_agent;
    core.mode = how.mode;
    ags_event event = event_of(AGS_KIND_ATTACHMENTS, id, about);
    event.attachments = &core;
    return ags_track(get(), &event);
  }
  status track_attachments(conversation_ref id, std::initializer_list<attachment> files,
                           const attachment_options &how = {}, metadata_ref about = {}) const noexcept {
    return track_attachments(id, files.begin(), files.size(), how, about);
  }

  /* Tells what is known about a conversation; see ags_get_or_create_conversation(). */
  status get_or_create_conversation(conversation_ref id, const conversation_info &info = {},
                                    metadata_ref about = {}) const noexcept {
    const ags_conversation_info core = core_of(info);
    ags_event event = event_of(AGS_KIND_CONVERSATION, id, about);
    event.info = &core;
    return ags_track(get(), &event);
  }

  /* A visit, sent at once; see ags_initialize_conversation(). `object` is the JSON text of one object. */
  status initialize_conversation(std::string_view id, const conversation_info &info = {},
                                 std::string_view object = {},
                                 std::chrono::milliseconds timeout = {}) const noexcept {
    const detail::c_string name = detail::conversation_id(id);
    const detail::c_string about(object, AGS_ERROR_METADATA, "metadata: must not contain NUL");
    if (!name.failure()) return name.failure();
    if (!about.failure()) return about.failure();
    const ags_conversation_info core = core_of(info);
    return ags_initialize_conversation(get(), name.get(), &core, about.get(), detail::milliseconds(timeout));
  }

  /* Sums not yet delivered; see ags_get_token_usage(). */
  result<agentsight::token_usage> token_usage_of(std::string_view id = {}) const noexcept {
    const detail::c_string name = detail::conversation_id(id);
    if (!name.failure()) return {name.failure(), {}};
    ags_token_usage sum = {};
    sum.size = sizeof sum;
    status what = ags_get_token_usage(get(), name.get(), &sum);
    return {what, {sum.prompt, sum.completion, sum.total, sum.embedding}};
  }

  /* Delivers everything tracked before the call and waits; see ags_send(). A timeout of 0: as long as it
   * takes. */
  result<ags_report> send(std::chrono::milliseconds timeout = {}) const noexcept {
    return send(send_options{timeout, {}}, nullptr, nullptr);
  }

  /* See ags_send_with(). */
  result<ags_report> send(const send_options &how) const noexcept { return send(how, nullptr, nullptr); }

  /* The same, and calls `f(const item &)` with each event's outcome, from the sending thread, until it
   * returns. */
  template <class F> result<ags_report> send(const send_options &how, F &&f) const noexcept {
    return send(how, detail::receive_item<std::remove_reference_t<F>>, detail::user_of(f));
  }

  /* What waits, all of it or that of one conversation; see ags_pending(). */
  result<ags_summary> pending(std::string_view id = {}) const noexcept {
    return pending(id, nullptr, nullptr);
  }

  /* The same, and calls `f(const item &)` with each event, in order. */
  template <class F> result<ags_summary> pending(std::string_view id, F &&f) const noexcept {
    return pending(id, detail::receive_item<std::remove_reference_t<F>>, detail::user_of(f));
  }

  /* Gives up what waits, all of it or that of one conversation; its value says how many events. See
   * ags_discard(). */
  result<std::uint64_t> discard(std::string_view id = {}) const noexcept {
    const detail::c_string name = detail::conversation_id(id);
    if (!name.failure()) return {name.failure(), 0};
    std::uint64_t count = 0;
    status what = ags_discard(get(), name.get(), &count);
    return {what, count};
  }

  /* Another key, endpoint or both; `{}` leaves as it is. See ags_reconfigure(). */
  status reconfigure(std::string_view api_key, std::string_view endpoint = {}) const noexcept {
    const detail::c_string key(api_key, AGS_ERROR_API_KEY, "api_key: must not contain NUL");
    const detail::c_string url(endpoint, AGS_ERROR_ENDPOINT, "endpoint: must not contain NUL");
    if (!key.failure()) return key.failure();
    if (!url.failure()) return url.failure();
    return ags_reconfigure(get(), key.get(), url.get());
  }

  /* Counters since creation; see ags_get_stats(). */
  result<ags_stats> stats() const noexcept {
    ags_stats counters = {};
    counters.size = sizeof counters;
    status what = ags_get_stats(get(), &counters);
    return {what, counters};
  }

private:
  explicit tracker(ags_tracker *made) noexcept : handle_(made) {}

  static constexpr std::size_t files_shown = 11; // one more than there may be, so that the library says so

  static std::int64_t nanoseconds(std::chrono::system_clock::duration time) noexcept {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(time).count();
  }

  static ags_attachment core_of(const attachment &file) noexcept {
    ags_attachment core = {};
    core.size = sizeof core;
    detail::put(file.filename, core.filename, core.filename_size);
    detail::put(file.mime_type, core.mime_type, core.mime_type_size);
    core.data = file.data.data();
    core.data_size = file.data.size();
    core.path = file.path;
    return core;
  }

  static ags_conversation_info core_of(const conversation_info &info) noexcept {
    ags_conversation_info core = {};
    core.size = sizeof core;
    detail::put(info.customer_id, core.customer_id, core.customer_id_size);
    detail::put(info.customer_ip_address, core.customer_ip_address, core.customer_ip_address_size);
    detail::put(info.device, core.device, core.device_size);
    detail::put(info.source, core.source, core.source_size);
    detail::put(info.language, core.language, core.language_size);
    detail::put(info.name, core.name, core.name_size);
    detail::put(info.environment, core.environment, core.environment_size);
    return core;
  }

  static ags_event event_of(agentsight::kind of, const conversation_ref &id,
                            const metadata_ref &about) noexcept {
    ags_event event = {};
    event.size = sizeof event;
    event.kind = of;
    event.conversation = id.handle_;
    detail::put(id.id_, event.conversation_id, event.conversation_id_size);
    event.metadata = about.handle_;
    event.pairs = about.pairs_;
    event.pair_count = about.count_;
    detail::put(about.json_, event.metadata_json, event.metadata_json_size);
    return event;
  }

  /* Which of C's calls fits is known where this is inlined. */
  template <class Plain>
  status track_message(agentsight::kind of, const conversation_ref &id, std::string_view text,
                       const metadata_ref &about, Plain *plain) const noexcept {
    if (id.handle_ == nullptr && about.handle_ == nullptr && about.pairs_ == nullptr)
      return plain(get(), id.id_.data(), id.id_.size(), text.data(), text.size(), about.json_.data(),
                   about.json_.size());
    if (id.id_.data() == nullptr && about.json_.data() == nullptr && about.pairs_ == nullptr)
      return ags_track_message(get(), of, id.handle_, text.data(), text.size(), about.handle_);
    ags_event event = event_of(of, id, about);
    detail::put(text, event.text, event.text_size);
    return ags_track(get(), &event);
  }

  result<ags_report> send(const send_options &how, ags_item_fn on_item, void *user) const noexcept {
    const detail::c_string name = detail::conversation_id(how.conversation_id);
    ags_report report = {};
    if (!name.failure()) return {name.failure(), report};
    report.size = sizeof report;
    ags_send_options core = {};
    core.size = sizeof core;
    core.timeout_ms = detail::milliseconds(how.timeout);
    core.conversation_id = name.get();
    core.on_item = on_item;
    core.user = user;
    status what = ags_send_with(get(), &core, &report);
    return {what, report};
  }

  result<ags_summary> pending(std::string_view id, ags_item_fn on_item, void *user) const noexcept {
    const detail::c_string name = detail::conversation_id(id);
    ags_summary summary = {};
    if (!name.failure()) return {name.failure(), summary};
    summary.size = sizeof summary;
    status what = ags_pending(get(), name.get(), on_item, user, &summary);
    return {what, summary};
  }

  detail::owner<ags_tracker, ags_tracker_free> handle_;
};

} // namespace agentsight

#endif
