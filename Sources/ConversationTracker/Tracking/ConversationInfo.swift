internal import CAgentSight

/// What is known about a conversation, on its way to the core.
struct ConversationInfo {
  var customerID: String?
  var customerIPAddress: String?
  var device: String?
  var source: String?
  var language: String?
  var name: String?
  var environment: String?

  /// Calls `body` with the fields as the core takes them, which end with the call.
  func withCore<Result>(_ body: (inout ags_conversation_info) -> Result) -> Result {
    let fields = [customerID, customerIPAddress, device, source, language, name, environment]
    return withCTexts(fields[...], after: []) { fields in
      var info = ags_conversation_info()
      info.size = MemoryLayout<ags_conversation_info>.stride
      (info.customer_id, info.customer_id_size) = (fields[0].start, fields[0].size)
      (info.customer_ip_address, info.customer_ip_address_size) = (fields[1].start, fields[1].size)
      (info.device, info.device_size) = (fields[2].start, fields[2].size)
      (info.source, info.source_size) = (fields[3].start, fields[3].size)
      (info.language, info.language_size) = (fields[4].start, fields[4].size)
      (info.name, info.name_size) = (fields[5].start, fields[5].size)
      (info.environment, info.environment_size) = (fields[6].start, fields[6].size)
      return body(&info)
    }
  }
}

/// Calls `body` with the bytes of several strings where they lie.
private func withCTexts<Result>(
  _ strings: ArraySlice<String?>, after texts: [CText], _ body: ([CText]) -> Result
) -> Result {
  guard let first = strings.first else { return body(texts) }
  return withCText(first) { withCTexts(strings.dropFirst(), after: texts + [$0], body) }
}
