import AllocationCounter
import CAgentSight
import ConversationTracker

enum Event {
  static let id = "user_1234567"
  static let text = "What is machine learning, and how does it differ from statistics"
  static let json = #"{"user_type":"premium","language":"en"}"#
  static let key = "ags_0123456789abcdef0123456789ABCDEF_0a1b2c"
}

/// A copy on the heap: a literal's bytes lie in the program.
@inline(never)
func onHeap(_ string: String) -> String {
  String(decoding: Array(string.utf8), as: UTF8.self)
}

@inline(never)
func consume<Value>(_ value: Value) {}

/// The core's tracker, for calls of the C function from Swift.
struct Core {
  let tracker: OpaquePointer

  init() {
    var options = ags_options()
    precondition(ags_options_init(&options, MemoryLayout<ags_options>.size) == AGS_OK)
    var made: OpaquePointer?
    Event.key.withCString { key in
      options.api_key = key
      precondition(ags_tracker_create(&options, &made) == AGS_OK)
    }
    tracker = made!
  }

  func track(
    _ id: UnsafeBufferPointer<CChar>, _ text: UnsafeBufferPointer<CChar>, _ json: UnsafeBufferPointer<CChar>
  ) {
    let status = ags_track_question_n(
      tracker, id.baseAddress, id.count, text.baseAddress, text.count, json.baseAddress, json.count)
    precondition(status == AGS_OK)
  }
}

/// The bytes of a string, for ever.
func bytes(_ string: String) -> UnsafeBufferPointer<CChar> {
  let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: string.utf8.count)
  for (index, byte) in string.utf8.enumerated() { copy[index] = CChar(bitPattern: byte) }
  return UnsafeBufferPointer(copy)
}

func makeCandidates() throws -> [Candidate] {
  let core = Core()
  let (idBytes, textBytes, jsonBytes) = (bytes(Event.id), bytes(Event.text), bytes(Event.json))
  return [
    Candidate("clock_gettime(CLOCK_REALTIME)") { calls in for _ in 0..<calls { read_real_time() } },
    Candidate(
      "C, lengths", drain: { ags_discard(core.tracker, nil, nil) },
      loop: { calls in
        for _ in 0..<calls { core.track(idBytes, textBytes, jsonBytes) }
      }),
  ] + (try makeTrackerCandidates())
}

func makeTrackerCandidates() throws -> [Candidate] {
  let (id, text, json) = (onHeap(Event.id), onHeap(Event.text), onHeap(Event.json))
  let (premium, en) = (onHeap("premium"), onHeap("en"))
  var configuration = ConversationTracker.Configuration(apiKey: Event.key)
  configuration.closeTimeout = .zero
  let tracker = try ConversationTracker(configuration: configuration)
  let conversation = try tracker.conversation(id)
  let metadata: ConversationTracker.Metadata = ["user_type": "premium", "language": "en"]
  let prepared = try metadata.prepared()

  func candidate(_ name: String, _ call: @escaping () throws -> Void) -> Candidate {
    Candidate(
      name, drain: { _ = try! tracker.discardTrackedData() },
      loop: { calls in
        for _ in 0..<calls { try call() }
      })
  }

  return [
    candidate("building [String: String] alone") { consume(["user_type": premium, "language": en]) },
    candidate("handles: heap string as text") { try conversation.trackQuestion(text, metadata: prepared) },
    candidate("handles: literal as text") {
      try conversation.trackQuestion(
        "What is machine learning, and how does it differ from statistics", metadata: prepared)
    },
    candidate("handles: no metadata") { try conversation.trackQuestion(text) },
    candidate("heap strings, no metadata") { try tracker.trackQuestion(text, conversationID: id) },
    candidate("heap strings, metadata prepared") {
      try tracker.trackQuestion(text, conversationID: id, metadata: prepared)
    },
    candidate("heap strings, metadata as JSON text") {
      try tracker.trackQuestion(text, conversationID: id, metadata: .init(json: json))
    },
    candidate("heap strings, metadata made once") {
      try tracker.trackQuestion(text, conversationID: id, metadata: metadata)
    },
    candidate("heap strings, literal of constants") {
      try tracker.trackQuestion(
        text, conversationID: id, metadata: ["user_type": "premium", "language": "en"])
    },
    candidate("heap strings, literal of variables") {
      try tracker.trackQuestion(
        text, conversationID: id, metadata: ["user_type": .string(premium), "language": .string(en)])
    },
    candidate("heap strings, [String: String] built per call") {
      let fields = ["user_type": premium, "language": en]
      try tracker.trackQuestion(text, conversationID: id, metadata: .init(fields))
    },
  ]
}
