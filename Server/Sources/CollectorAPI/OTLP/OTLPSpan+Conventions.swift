import CollectorStore

/// What a span of OpenTelemetry's GenAI conventions (1.37) is in a conversation. A span with AgentSight's own
/// attributes is what they say.
extension OTLPSpan {
  var conversationID: String? {
    attributes.text("agentsight.conversation.id", "gen_ai.conversation.id", "session.id")
  }

  var customerID: String? {
    attributes.text("agentsight.conversation.customer_id", "user.id", "enduser.id")
  }

  var environment: String? {
    attributes.text("agentsight.conversation.environment")
      ?? resource.text("deployment.environment.name", "deployment.environment")
  }

  var kind: String {
    if let kind = attributes.text("agentsight.span.kind") { return kind }
    switch attributes.text("gen_ai.operation.name") {
    case "chat", "text_completion", "generate_content", "embeddings": return "llm"
    case "execute_tool": return "tool"
    case "invoke_agent": return "turn"
    default: return "unknown"
    }
  }

  var status: String { statusCode == 1 ? "ok" : statusCode == 2 ? "error" : "unset" }

  /// The attributes with what AgentSight calls otherwise added under its own names.
  var translatedAttributes: OTLPAttributes {
    var translated = attributes
    func copy(_ key: String, to name: String) {
      if let text = attributes.text(key), attributes[name] == nil { translated.set(name, .text(text)) }
    }
    switch kind {
    case "llm": translateModelCall(&translated)
    case "tool", "task":
      copy("gen_ai.tool.name", to: "agentsight.tool.name")
      copy("gen_ai.tool.call.arguments", to: "agentsight.tool.arguments")
      copy("gen_ai.tool.call.result", to: "agentsight.tool.response")
      if statusCode == 2, attributes["agentsight.tool.error"] == nil {
        let reason = attributes.text("error.type") ?? "error"
        translated.set("agentsight.tool.error", .text(statusMessage.isEmpty ? reason : statusMessage))
      }
    case "turn":
      if attributes["agentsight.turn.complete"] == nil {
        translated.set("agentsight.turn.complete", .boolean(statusCode != 2))
        if statusCode == 2 { translated.set("agentsight.turn.incomplete_reason", .text("error")) }
      }
    default: break
    }
    // A trace is one exchange, unless its spans say otherwise.
    if attributes["agentsight.turn.id"] == nil, kind != "turn" {
      translated.set("agentsight.turn.id", .text(traceID))
    }
    return translated
  }

  /// OpenTelemetry counts what came from or went to a cache as input, AgentSight apart from it.
  private func translateModelCall(_ translated: inout OTLPAttributes) {
    if let model = attributes.text("gen_ai.response.model") {
      if let requested = attributes.text("gen_ai.request.model"), requested != model {
        translated.set("agentsight.llm.requested_model", .text(requested))
      }
      translated.set("gen_ai.request.model", .text(model))
    }
    let read = attributes.count("gen_ai.usage.cache_read.input_tokens")
    let written = attributes.count("gen_ai.usage.cache_creation.input_tokens")
    let input = attributes.count("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens") ?? 0
    let rest = max(0, input - (read ?? 0) - (written ?? 0))
    if let read { translated.set("agentsight.llm.cache_read_tokens", .integer(read)) }
    if let written { translated.set("agentsight.llm.cache_write_tokens", .integer(written)) }
    let isEmbedding = attributes.text("gen_ai.operation.name") == "embeddings"
    translated.set("gen_ai.usage.input_tokens", .integer(isEmbedding ? 0 : rest))
    if isEmbedding { translated.set("agentsight.llm.embedding_tokens", .integer(rest)) }
    if let output = attributes.count("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens") {
      translated.set("gen_ai.usage.output_tokens", .integer(output))
    } else if attributes["agentsight.llm.usage_reported"] == nil, input == 0 {
      translated.set("agentsight.llm.usage_reported", .boolean(false))
    }
  }
}
