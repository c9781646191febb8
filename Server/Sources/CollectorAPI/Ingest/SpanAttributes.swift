import CollectorStore
import JSONText

/// The attributes of a span that mean something in a conversation.
struct SpanAttributes {
  private var metadata: String?
  private var trackedAt: Timestamp?
  private(set) var turnID: String?
  private var isComplete: Bool?
  private var incompleteReason: String?
  private var entityName: String?
  private var entityInput: String?
  private var entityOutput: String?
  private var toolName: String?
  private var toolArguments: String?
  private var toolResponse: String?
  private var toolError: String?
  private var buttonEvent: String?
  private var buttonLabel: String?
  private var buttonValue: String?
  private(set) var modelCall = ModelCall()

  mutating func decode(_ key: JSONSlice, _ reader: inout JSONReader) throws(JSONError) {
    switch key {
    case "agentsight.metadata": metadata = try reader.optionalText().map(embeddableJSON)
    case "agentsight.tracked_at": trackedAt = try reader.optionalText().flatMap { Timestamp(iso8601: $0) }
    case "agentsight.turn.id": turnID = try reader.optionalText()
    case "agentsight.turn.complete": isComplete = try reader.optionalBoolean()
    case "agentsight.turn.incomplete_reason": incompleteReason = try reader.optionalText()
    case "agentsight.entity.name": entityName = try reader.optionalText()
    case "agentsight.entity.input": entityInput = try reader.optionalText()
    case "agentsight.entity.output": entityOutput = try reader.optionalText()
    case "agentsight.tool.name": toolName = try reader.optionalText()
    case "agentsight.tool.arguments": toolArguments = try reader.optionalText()
    case "agentsight.tool.response": toolResponse = try reader.optionalText()
    case "agentsight.tool.error": toolError = try reader.optionalText()
    case "agentsight.button.event": buttonEvent = try reader.optionalText()
    case "agentsight.button.label": buttonLabel = try reader.optionalText()
    case "agentsight.button.value": buttonValue = try reader.optionalText()
    default: try modelCall.decode(key, &reader)
    }
  }

  /// Nil for a complete turn. A turn that says neither is complete unless it names a reason not to be.
  var incompleteReasonOfTurn: String? {
    isComplete ?? (incompleteReason == nil) ? nil : incompleteReason ?? "unknown"
  }

  func action(spanName: String) -> Action {
    Action(
      name: [toolName, entityName, spanName].compactMap(\.self).first { !$0.isEmpty } ?? "unknown",
      trackedAt: trackedAt, toolsUsed: (toolArguments ?? entityInput).map(embeddableJSON),
      response: toolResponse ?? entityOutput, errorMessage: toolError ?? "", metadata: metadata)
  }

  var button: Button {
    Button(
      trackedAt: trackedAt, event: buttonEvent ?? "", label: buttonLabel ?? "", value: buttonValue ?? "",
      metadata: metadata)
  }
}
