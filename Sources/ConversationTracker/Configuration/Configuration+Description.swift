/// Descriptions show everything but the key, which would otherwise get into logs by way of a `print`.
extension ConversationTracker.Configuration: CustomReflectable, CustomStringConvertible {
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        ("apiKey", apiKey == nil ? "none" : "hidden"),
        ("endpoint", endpoint as Any),
        ("conversationID", conversationID as Any),
        ("environment", environment as Any),
        ("trustRootsFile", trustRootsFile as Any),
        ("wire", wire),
        ("memoryLimit", memoryLimit),
        ("whenFull", whenFull),
        ("spoolDirectory", spoolDirectory as Any),
        ("spoolLimit", spoolLimit),
        ("batchEvents", batchEvents),
        ("connectTimeout", connectTimeout),
        ("requestTimeout", requestTimeout),
        ("closeTimeout", closeTimeout),
        ("sendEveryEvents", sendEveryEvents as Any),
        ("sendInterval", sendInterval as Any),
        ("textLimit", textLimit),
        ("itemHandler", itemHandler == nil ? "none" : "set"),
        ("allowsInsecureHTTP", allowsInsecureHTTP),
        ("logger", logger?.label as Any),
        ("logLevel", logLevel as Any),
      ], displayStyle: .struct)
  }

  public var description: String {
    let fields = customMirror.children.map { "\($0.label ?? ""): \($0.value)" }
    return "Configuration(\(fields.joined(separator: ", ")))"
  }
}
