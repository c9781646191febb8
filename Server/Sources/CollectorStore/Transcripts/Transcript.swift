/// What happened in a conversation, each kind in its order.
public struct Transcript: Sendable, Equatable {
  public internal(set) var messages: [MessageRow] = []
  public internal(set) var actions: [ActionRow] = []
  public internal(set) var buttons: [ButtonRow] = []
  /// Newest first.
  public internal(set) var feedbacks: [FeedbackRow] = []
  public internal(set) var tokenUsage: [TokenUsageRow] = []
  /// Newest first.
  public internal(set) var tickets: [TicketRow] = []

  public init() {}

  /// One thing that happened, for readers who want all of it in order.
  public enum Item: Sendable, Equatable {
    case message(MessageRow)
    case action(ActionRow)
    case button(ButtonRow)

    public var place: Place {
      switch self {
      case .message(let row): row.place
      case .action(let row): row.place
      case .button(let row): row.place
      }
    }
  }

  /// Messages, actions and buttons by time; what happened in the same microsecond, as it arrived.
  public var items: [Item] {
    let said = messages.filter { !$0.standsForAction }.map(Item.message)
    return (said + actions.map(Item.action) + buttons.map(Item.button)).sorted { $0.place < $1.place }
  }
}

/// Where something stands in its conversation.
public struct Place: Sendable, Hashable, Comparable {
  public let timestamp: Timestamp
  /// The row of the span it came from, which tells the order of arrival.
  public let span: Int64
  /// Its own row, which tells its order within the span.
  let row: Int64

  public static func < (left: Place, right: Place) -> Bool {
    (left.timestamp, left.span, left.row) < (right.timestamp, right.span, right.row)
  }
}

public struct MessageRow: Sendable, Equatable {
  public let id: Int64
  public let place: Place
  /// `end_user`, `agent` or `system`.
  public let sender: String
  public let content: String
  /// JSON text.
  public let metadata: String?
  /// Milliseconds from the question to this answer.
  public let latency: Double?
  /// Whether this is the synthetic message of an action instead of something said.
  public let standsForAction: Bool
  public internal(set) var attachments: [AttachmentRow] = []
}

public struct ActionRow: Sendable, Equatable {
  public let id: Int64
  public let place: Place
  /// The action's definition.
  public let actionID: Int64
  public let name: String
  public let messageID: Int64
  public let startedAt: Timestamp?
  public let endedAt: Timestamp?
  /// Milliseconds.
  public let duration: Double?
  /// JSON text.
  public let toolsUsed: String?
  public let response: String?
  public let errorMessage: String
  /// JSON text.
  public let metadata: String?
}

public struct ButtonRow: Sendable, Equatable {
  public let id: Int64
  public let place: Place
  public let event: String
  public let label: String
  public let value: String
  /// JSON text.
  public let metadata: String?
}

/// The tokens that one model used in a conversation.
public struct TokenUsageRow: Sendable, Equatable {
  public let model: String
  /// Column name and count, in the order of the contract.
  public let counts: [(name: String, count: Int64)]
  /// Without the calls that nobody knows the cost of.
  public let cost: Money
  /// `backend`, `reported` or `unpriced`.
  public let costSource: String

  public static func == (left: TokenUsageRow, right: TokenUsageRow) -> Bool {
    left.model == right.model && left.counts.elementsEqual(right.counts, by: ==) && left.cost == right.cost
      && left.costSource == right.costSource
  }
}
