import CollectorStore

/// One thing that happened, as a transcript shows it: exactly one of the three is set.
struct TranscriptItemView {
  let time: PageTime
  var message: Message?
  var action: Action?
  var button: Button?

  struct Message {
    /// The class that decides the side and the colour.
    let side: String
    let speaker: String
    let content: String
    let metadata: String?
    let files: [File]
  }

  struct File {
    let name: String
    let path: String
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
  }

  struct Button {
    let label: String
    let event: String
    let value: String
  }

  init(_ item: Transcript.Item, _ links: AttachmentLinks) {
    time = PageTime(item.place.timestamp)
    switch item {
    case .message(let row): message = Message(row, links)
    case .action(let row): action = Action(row)
    case .button(let row): button = Button(label: row.label, event: row.event, value: row.value)
    }
  }
}

extension TranscriptItemView.Message {
  init(_ row: MessageRow, _ links: AttachmentLinks) {
    content = row.content
    files = row.attachments.map { attachment in
      TranscriptItemView.File(
        name: attachment.filename, path: links.path(to: attachment), size: readableSize(attachment.size))
    }
    metadata = row.metadata
    switch row.sender {
    case "end_user": (side, speaker) = ("person", "Person")
    case "agent": (side, speaker) = ("agent", "Agent")
    default: (side, speaker) = ("system", "System")
    }
  }
}

extension TranscriptItemView.Action {
  init(_ row: ActionRow) {
    name = row.name
    // An action that was tracked without times has a span of no length.
    duration = row.duration.flatMap { $0 > 0 ? readableDuration(milliseconds: $0) : nil }
    failure = row.errorMessage.isEmpty ? nil : row.errorMessage
    let values = [("Tools used", row.toolsUsed), ("Response", row.response), ("Metadata", row.metadata)]
    details = values.compactMap { name, value in
      value.map { TranscriptItemView.Detail(name: name, value: $0) }
    }
  }
}
