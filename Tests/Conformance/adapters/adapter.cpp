/*
 * The conformance adapter for C++. `create` says with `form` how events are tracked: "strings", "pairs"
 * (metadata from pairs) or "prepared" (handles).
 */
#include "agentsight.hpp"
#include "lines.h"

#include <iostream>
#include <vector>

namespace {

agentsight::tracker tracker;
std::string form;

std::string_view text(const call &c, const char *name) {
  field found = lines_get(&c, name);
  return found.value != nullptr ? std::string_view(found.value, found.size) : std::string_view();
}

agentsight::status answer(const agentsight::status &status) {
  std::string_view error = status.message();
  lines_put_status(stdout, status.code(), error.data(), error.size());
  return status;
}

/* ---------------------------------------------------------------- tracking */

/* The fields of a call in the form that was asked for; handles live as long as this does. */
struct Arguments {
  explicit Arguments(const call &c) : id(text(c, "conversation_id")), about(text(c, "metadata")) {
    for (std::size_t i = 0; i + 1 < c.count; i++)
      if (lines_is(&c.fields[i], "key")) pairs.push_back(pair_of(c.fields[i], c.fields[i + 1]));
    if (form != "strings" && !pairs.empty()) about = agentsight::metadata_ref(pairs.data(), pairs.size());
    if (form != "prepared") return;
    if (auto made = agentsight::conversation::create(text(c, "conversation_id"))) {
      conversation = std::move(*made);
      id = conversation;
    }
    auto json = agentsight::json{text(c, "metadata")};
    if (json.text.data() == nullptr) return;
    auto made = pairs.empty() ? agentsight::metadata::create(json)
                              : agentsight::metadata::create(pairs.data(), pairs.size());
    if (!made) return; // refused in the same words by the call
    metadata = std::move(*made);
    about = metadata;
  }

  static agentsight::pair pair_of(const field &key, const field &value) {
    const std::string_view name(key.value, key.size), what(value.value, value.size);
    if (lines_is(&value, "string")) return {name, what};
    if (lines_is(&value, "integer")) return {name, std::strtoll(value.value, nullptr, 10)};
    if (lines_is(&value, "number")) return {name, std::strtod(value.value, nullptr)};
    if (lines_is(&value, "boolean")) return {name, what == "true"};
    if (lines_is(&value, "null")) return {name, nullptr};
    return {name, agentsight::json{what}};
  }

  agentsight::conversation_ref id;
  agentsight::metadata_ref about;
  std::vector<agentsight::pair> pairs;
  agentsight::conversation conversation;
  agentsight::metadata metadata;
};

agentsight::conversation_info info_of(const call &c) {
  return {text(c, "customer_id"), text(c, "customer_ip_address"),
          text(c, "device"),      text(c, "source"),
          text(c, "language"),    text(c, "name"),
          text(c, "environment")};
}

agentsight::action action_of(const call &c) {
  using time = std::chrono::system_clock::time_point;
  auto nanoseconds = [&](const char *name) { return std::chrono::nanoseconds(lines_number(&c, name)); };
  agentsight::action action;
  action.name = text(c, "name");
  action.tools_used = text(c, "tools_used");
  action.response = text(c, "response");
  action.error_msg = text(c, "error_msg");
  if (lines_text(&c, "started_at_ns")) action.started_at = time(nanoseconds("started_at_ns"));
  if (lines_text(&c, "ended_at_ns")) action.ended_at = time(nanoseconds("ended_at_ns"));
  if (lines_text(&c, "duration_ns")) action.duration = nanoseconds("duration_ns");
  return action;
}

std::vector<agentsight::attachment> files_of(const call &c) {
  std::vector<agentsight::attachment> files;
  for (std::size_t i = 0; i < c.count; i++) {
    const field &f = c.fields[i];
    if (lines_is(&f, "file")) files.emplace_back();
    if (files.empty()) continue;
    if (lines_is(&f, "filename")) files.back().filename = f.value;
    if (lines_is(&f, "mime_type")) files.back().mime_type = f.value;
    if (lines_is(&f, "path")) files.back().path = f.value;
    if (lines_is(&f, "data")) files.back().data = std::string_view(f.value, f.size);
  }
  return files;
}

agentsight::status track(const call &c) {
  const std::string_view name = c.name;
  const Arguments with(c);
  if (name == "question") return tracker.track_question(with.id, text(c, "text"), with.about);
  if (name == "answer") return tracker.track_answer(with.id, text(c, "text"), with.about);
  if (name == "action") return tracker.track_action(with.id, action_of(c), with.about);
  if (name == "button")
    return tracker.track_button(with.id, {text(c, "event"), text(c, "label"), text(c, "value")}, with.about);
  if (name == "token_usage") {
    auto number = [&](const char *of) { return lines_number(&c, of); };
    return tracker.track_token_usage(
        with.id, {number("prompt"), number("completion"), number("total"), number("embedding")}, with.about);
  }
  if (name == "attachments") {
    auto files = files_of(c);
    agentsight::attachment_options how{lines_number(&c, "from_agent") != 0, lines_number(&c, "form_data") != 0
                                                                                ? AGS_ATTACHMENT_FORM
                                                                                : AGS_ATTACHMENT_BASE64};
    return tracker.track_attachments(with.id, files.data(), files.size(), how, with.about);
  }
  if (name == "get_or_create") return tracker.get_or_create_conversation(with.id, info_of(c), with.about);
  std::abort();
}

/* ------------------------------------------------------------- other calls */

/* Collects what a callback is told, as JSON. */
struct Items {
  std::vector<std::string> texts; // conversation id and text, two and two
  std::vector<long long> numbers; // kind, outcome, error and time, four and four

  void operator()(const agentsight::item &item) {
    texts.emplace_back(item.conversation_id);
    texts.emplace_back(item.text);
    numbers.insert(numbers.end(),
                   {item.kind, item.outcome, item.error.code(), item.time.time_since_epoch().count()});
  }

  void put() const {
    std::fputs(",\"items\":[", stdout);
    for (std::size_t i = 0; i < texts.size(); i += 2) {
      std::fputs(i > 0 ? ",[" : "[", stdout);
      for (std::size_t n = 0; n < 4; n++) std::printf("%lld,", numbers[2 * i + n]);
      lines_put_string(stdout, texts[i].data(), texts[i].size());
      std::fputc(',', stdout);
      lines_put_string(stdout, texts[i + 1].data(), texts[i + 1].size());
      std::fputc(']', stdout);
    }
    std::fputc(']', stdout);
  }
};

void create(const call &c) {
  form = text(c, "form");
  agentsight::options options;
  options.api_key = lines_text(&c, "api_key");
  options.endpoint = lines_text(&c, "endpoint");
  options.conversation_id = lines_text(&c, "conversation_id");
  options.environment = lines_text(&c, "environment");
  if (lines_text(&c, "text_limit"))
    options.text_limit = static_cast<uint32_t>(lines_number(&c, "text_limit"));
  if (lines_text(&c, "batch_events"))
    options.batch_events = static_cast<uint32_t>(lines_number(&c, "batch_events"));
  options.send_every_events = static_cast<uint32_t>(lines_number(&c, "send_every_events"));
  auto made = agentsight::tracker::create(options);
  answer(made);
  tracker = std::move(*made);
}

void send(const call &c) {
  Items items;
  auto report = tracker.send({{}, text(c, "conversation_id")}, items);
  answer(report);
  lines_put_number(stdout, "delivered", report->delivered);
  lines_put_numbers(stdout, "delivered_of", report->delivered_of, 8);
  lines_put_number(stdout, "failed", report->failed);
  lines_put_numbers(stdout, "failed_of", report->failed_of, 8);
  lines_put_number(stdout, "remaining", report->remaining);
  lines_put_number(stdout, "requests", report->requests);
  lines_put_number(stdout, "http_status", static_cast<uint64_t>(report->http_status));
  items.put();
}

void pending(const call &c) {
  Items items;
  auto summary = tracker.pending(text(c, "conversation_id"), items);
  answer(summary);
  lines_put_number(stdout, "count", summary->count);
  lines_put_numbers(stdout, "count_of", summary->count_of, 8);
  items.put();
}

void token_sums(const call &c) {
  auto sums = tracker.token_usage_of(text(c, "conversation_id"));
  answer(sums);
  lines_put_number(stdout, "prompt", static_cast<uint64_t>(sums->prompt));
  lines_put_number(stdout, "completion", static_cast<uint64_t>(sums->completion));
  lines_put_number(stdout, "total", static_cast<uint64_t>(sums->total));
  lines_put_number(stdout, "embedding", static_cast<uint64_t>(sums->embedding));
}

void stats() {
  auto all = tracker.stats();
  answer(all);
  lines_put_number(stdout, "accepted", all->accepted);
  lines_put_number(stdout, "rejected", all->rejected);
  lines_put_number(stdout, "delivered", all->delivered);
  lines_put_number(stdout, "dropped", all->dropped);
  lines_put_number(stdout, "discarded", all->discarded);
  lines_put_number(stdout, "buffered", all->buffered);
  lines_put_number(stdout, "spooled", all->spooled);
  lines_put_number(stdout, "requests", all->requests);
  lines_put_number(stdout, "mended", all->mended);
}

void obey(const call &c) {
  const std::string_view name = c.name;
  if (name == "create") {
    create(c);
  } else if (name == "send") {
    send(c);
  } else if (name == "pending") {
    pending(c);
  } else if (name == "token_sums") {
    token_sums(c);
  } else if (name == "stats") {
    stats();
  } else if (name == "discard") {
    auto count = tracker.discard(text(c, "conversation_id"));
    answer(count);
    lines_put_number(stdout, "count", *count);
  } else if (name == "reconfigure") {
    answer(tracker.reconfigure(text(c, "api_key"), text(c, "endpoint")));
  } else if (name == "initialize") {
    answer(tracker.initialize_conversation(text(c, "conversation_id"), info_of(c), text(c, "metadata")));
  } else if (name == "generate") {
    auto id = agentsight::generate_conversation_id();
    answer(id);
    std::printf(",\"id\":\"%s\"", id->characters);
  } else if (name == "free") {
    tracker = {};
    answer(AGS_OK);
  } else {
    answer(track(c));
  }
}

} // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    obey(lines_parse(line.data()));
    std::puts("}");
    std::fflush(stdout);
  }
}
