import CollectorStore
import JSONText

extension ModelCall {
  /// Takes the value of one attribute of a span; one that says nothing about a model's call is skipped.
  mutating func decode(_ key: JSONSlice, _ reader: inout JSONReader) throws(JSONError) {
    switch key {
    case "gen_ai.request.model": model = try reader.optionalText() ?? ""
    case "gen_ai.usage.input_tokens": promptTokens = try reader.optionalCount() ?? 0
    case "gen_ai.usage.output_tokens": completionTokens = try reader.optionalCount() ?? 0
    case "agentsight.llm.embedding_tokens": embeddingTokens = try reader.optionalCount() ?? 0
    case "agentsight.llm.cache_read_tokens": cacheReadTokens = try reader.optionalCount() ?? 0
    case "agentsight.llm.cache_write_tokens": cacheWriteTokens = try reader.optionalCount() ?? 0
    case "agentsight.llm.reasoning_tokens": reasoningTokens = try reader.optionalCount() ?? 0
    case "agentsight.llm.audio_input_tokens": audioInputTokens = try reader.optionalCount() ?? 0
    case "agentsight.llm.audio_output_tokens": audioOutputTokens = try reader.optionalCount() ?? 0
    case "agentsight.llm.usage_reported": isReported = try reader.optionalBoolean() ?? true
    case "agentsight.llm.cost_usd", "gen_ai.usage.cost":
      reportedCost = try reader.optionalText().flatMap { Money(text: $0) }
    default: _ = try reader.skip()
    }
  }
}
