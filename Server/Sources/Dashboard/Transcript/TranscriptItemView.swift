import CollectorStore

/// One thing that happened, as a transcript shows it: exactly one of message, action and button is set.
struct TranscriptItemView {
  let anchor: String
  let time: PageTime
  /// Milliseconds since what came before; nil for the first.
  let silence: Double?
  /// The same for a reader, where it is long.
  var gap: String?
  var message: Message?
  var action: Action?
  var button: Button?
  /// The trace of the turn that ends here.
  var trace: TraceView?

  struct Message {
    /// The class that decides the side and the colour.
    let side: String
    let speaker: String
    let content: String
    /// How long the person waited for it.
    let wait: String?
    let details: [Detail]
    let files: [File]
  }

  struct File {
    let filename: String
    /// Nil where the reader may not have it.
    let address: String?
    let size: String
  }

  struct Action {
    let name: String
    let duration: String?
    let failure: String?
    let details: [Detail]
  }

  struct Detail {
    let name: String
    let value: String

    /// Characters shown of one.
    private static let most = 8000

    /// Nil where there is nothing to show.
    init?(_ name: String, _ value: String?) {
      guard let value else { return nil }
      self.name = name
      self.value =
        value.utf8.count <= Self.most
        ? value
        : value.prefix(Self.most) + "\n… cut here; the API has all \(grouped(value.utf8.count)) bytes."
    }
  }

  struct Button {
    let label: String
    let event: String
    let value: String
  }

  init(_ item: Transcript.Item, after earlier: Transcript.Item?, _ reader: TranscriptReader) {
    time = PageTime(item.place.timestamp, in: reader.calendar)
    silence = earlier.map {
      Double(item.place.timestamp.microseconds - $0.place.timestamp.microseconds) / 1000
    }
    switch item {
    case .message(let row):
      anchor = "message-\(row.id)"
      var wait: Double?
      if row.sender == "agent", case .message(let question)? = earlier, question.sender == "end_user" {
        wait = silence
      }
      message = Message(row, wait: wait, reader)
    case .action(let row):
      anchor = "action-\(row.id)"
      action = Action(row, reader)
    case .button(let row):
      anchor = "button-\(row.id)"
      button = Button(label: row.label, event: row.event, value: row.value)
    }
  }

  /// Bytes of a page that it takes, about.
  var weight: Int {
    let details = (message?.details ?? []) + (action?.details ?? [])
    return 600 + (message?.content.utf8.count ?? 0) + (action?.failure?.utf8.count ?? 0)
      + details.reduce(0) { $0 + $1.value.utf8.count } + (trace?.weight ?? 0)
      + (message?.files.count ?? 0) * 300
  }
}

extension TranscriptItemView.Message {
  init(_ row: MessageRow, wait: Double?, _ reader: TranscriptReader) {
    content = row.content
    self.wait = wait.map { "after \(readableDuration(milliseconds: $0))" }
    files = row.attachments.map { attachment in
      TranscriptItemView.File(
        filename: attachment.filename, address: reader.links?.path(to: attachment),
        size: readableSize(attachment.size))
    }
    details =
      reader.seesEverything ? [.init("Metadata", row.metadata)].compactMap(\.self) : []
    switch row.sender {
    case "end_user": (side, speaker) = ("person", "Person")
    case "agent": (side, speaker) = ("agent", "Agent")
    default: (side, speaker) = ("system", "System")
    }
  }
}

extension TranscriptItemView.Action {
  init(_ row: ActionRow, _ reader: TranscriptReader) {
    name = row.name
    // An action that was tracked without times has a span of no length.
    duration = row.duration.flatMap { $0 > 0 ? readableDuration(milliseconds: $0) : nil }
    failure = row.errorMessage.isEmpty ? nil : reader.seesEverything ? row.errorMessage : "It failed."
    let all: [TranscriptItemView.Detail?] = [
      .init("Tools used", row.toolsUsed), .init("Response", row.response), .init("Metadata", row.metadata),
    ]
    details = reader.seesEverything ? all.compactMap(\.self) : []
  }
}
