import GRDB

/// The order of a list of conversations. Rows that are equal in it come newest first.
public struct ConversationOrder: Sendable, Equatable {
  public enum Field: String, Sendable, CaseIterable {
    case startedAt = "started_at"
    case endedAt = "ended_at"
    case id
    case customerID = "customer_id"
    case isMarked = "is_marked"
    case language
  }

  public var field: Field
  public var isDescending: Bool

  public static let newestFirst = ConversationOrder(field: .startedAt, isDescending: true)

  public init(field: Field, isDescending: Bool) {
    self.field = field
    self.isDescending = isDescending
  }

  /// Reads `field` or `-field` as it stands in a query; nil for a field that lists are not ordered by.
  public init?(parameter: String) {
    let isDescending = parameter.hasPrefix("-")
    guard let field = Field(rawValue: String(parameter.dropFirst(isDescending ? 1 : 0))) else { return nil }
    self.init(field: field, isDescending: isDescending)
  }

  /// Columns by name from a closed list: nothing of the request gets into the SQL.
  var clause: SQL {
    let direction = isDescending ? "DESC" : "ASC"
    return SQL(sql: "conversations.\(field.rawValue) \(direction), conversations.id \(direction)")
  }
}
