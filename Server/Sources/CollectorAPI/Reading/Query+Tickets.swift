extension Query {
  /// Whether `include_tickets` asks for tickets.
  /// - Throws: 400 for what is neither yes nor no.
  func includesTickets() throws -> Bool {
    switch self["include_tickets"]?.lowercased() {
    case nil, "", "0", "false", "no", "off": return false
    case "1", "true", "yes", "on": return true
    default:
      throw APIError(
        field: "include_tickets", "Must be one of: 1, true, yes, on, 0, false, no, off.", listed: true)
    }
  }
}
