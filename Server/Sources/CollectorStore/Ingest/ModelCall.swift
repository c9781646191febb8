/// One call of a language model and the tokens it used.
public struct ModelCall: Sendable, Equatable {
  public var model = ""
  public var promptTokens: Int64 = 0
  public var completionTokens: Int64 = 0
  public var embeddingTokens: Int64 = 0
  public var cacheReadTokens: Int64 = 0
  public var cacheWriteTokens: Int64 = 0
  public var reasoningTokens: Int64 = 0
  public var audioInputTokens: Int64 = 0
  public var audioOutputTokens: Int64 = 0
  /// Whether the model said how many tokens it used.
  public var isReported = true
  /// What the caller says the call cost; it counts where the model has no price here.
  public var reportedCost: Money?

  public init() {}
}
