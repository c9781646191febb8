/// A table as it stands in an export: one line for each row.
///
/// Row ids differ between stores. `parents` says which columns hold them, and `key` what tells a row from all
/// others without its id, which is how an import finds the rows that are there already.
struct TransferTable: Sendable {
  let name: String
  let parents: [String: String]
  let key: [String]
  /// Columns that the database works out itself.
  var generated: Set<String> = []
  /// Whether the database itself keeps two rows of one key apart.
  var isUnique = true

  /// What belongs to an agent, in the order in which it is written.
  static let ofAgent = [
    TransferTable(name: "environments", parents: ["agent_id": "agents"], key: ["agent_id", "slug"]),
    TransferTable(name: "actions", parents: ["agent_id": "agents"], key: ["agent_id", "name"]),
    feedbacks, tickets, ticketComments,
  ]

  static let conversations = TransferTable(
    name: "conversations", parents: ["agent_id": "agents", "environment_id": "environments"],
    key: ["agent_id", "conversation_id"])

  /// What belongs to a conversation, in the order in which it is written: every row after those it refers to.
  static let ofConversation = [
    TransferTable(
      name: "spans", parents: ["conversation": "conversations"], key: ["conversation", "span_id"]),
    TransferTable(
      name: "messages", parents: ["conversation": "conversations", "span": "spans"],
      key: ["conversation", "message_id"]),
    TransferTable(
      name: "action_logs",
      parents: [
        "conversation": "conversations", "action": "actions", "message": "messages", "span": "spans",
      ], key: ["message"]),
    TransferTable(
      name: "buttons", parents: ["conversation": "conversations", "span": "spans"], key: ["span"]),
    TransferTable(
      name: "token_usage", parents: ["conversation": "conversations"],
      key: ["conversation", "turn_id", "model"], generated: ["total_tokens"]),
    TransferTable(
      name: "token_snapshots", parents: ["conversation": "conversations", "span": "spans"], key: ["span"]),
    TransferTable(
      name: "attachments", parents: ["conversation": "conversations", "message": "messages"],
      key: ["conversation", "upload_id", "position"]),
    feedbacks, tickets, ticketComments,
    TransferTable(
      name: "attachment_pieces", parents: ["attachment": "attachments"], key: ["attachment", "position"]),
  ]

  /// What stays behind: keys and secrets belong to one store, and the rest tells of its operation.
  static let leftOut = [
    "clients", "api_keys", "secrets", "tombstones", "erasures", "retention", "imports", "readiness",
    "idempotency_keys", "price_list", "conversation_counts", "people", "memberships", "sessions",
    "invitations", "shares",
    "client_settings", "client_pictures", "misdated", "stale_slots", "rollup_progress", "slot_activity",
    "slot_labels", "stale_days", "day_rollups",
    "message_index_progress", "message_index_data", "message_index_idx", "message_index_config",
    "conversation_index_progress", "conversation_index_data", "conversation_index_idx",
    "conversation_index_config",
    "saved_filters", "access_changes", "country_source",
  ]

  private static let feedbacks = TransferTable(
    name: "feedbacks",
    parents: [
      "agent_id": "agents", "environment_id": "environments", "conversation": "conversations",
      "message": "messages",
    ], key: ["agent_id", "event_id"])

  private static let tickets = TransferTable(
    name: "tickets",
    parents: [
      "agent_id": "agents", "environment_id": "environments", "conversation": "conversations",
      "feedback": "feedbacks",
    ], key: ["agent_id", "created_at", "title", "conversation"], isUnique: false)

  private static let ticketComments = TransferTable(
    name: "ticket_comments", parents: ["ticket": "tickets"], key: ["ticket", "created_at", "author", "body"],
    isUnique: false)

  /// The rows of a conversation, with its row as the argument.
  var ofConversationSQL: String {
    switch name {
    case "attachment_pieces":
      """
      SELECT * FROM attachment_pieces WHERE attachment IN (SELECT id FROM attachments WHERE conversation = ?)
      ORDER BY attachment, position
      """
    case "ticket_comments":
      """
      SELECT * FROM ticket_comments WHERE ticket IN (SELECT id FROM tickets WHERE conversation = ?)
      ORDER BY id
      """
    default: "SELECT * FROM \(name) WHERE conversation = ? ORDER BY rowid"
    }
  }

  /// The rows of an agent that belong to none of its conversations, with its row as the argument.
  var ofAgentSQL: String {
    if name == "ticket_comments" {
      return """
        SELECT * FROM ticket_comments WHERE ticket IN
          (SELECT id FROM tickets WHERE agent_id = ? AND conversation IS NULL) ORDER BY id
        """
    }
    return parents["conversation"] == nil
      ? "SELECT * FROM \(name) WHERE agent_id = ? ORDER BY id"
      : "SELECT * FROM \(name) WHERE agent_id = ? AND conversation IS NULL ORDER BY id"
  }
}
