extension PriceList {
  /// The list prices that the providers published by the end of 2025, without discounts, tiers and taxes: on
  /// openai.com/api/pricing, claude.com/pricing, ai.google.dev/gemini-api/docs/pricing, mistral.ai/pricing and
  /// api-docs.deepseek.com/quick_start/pricing. Who pays others gives a list of their own, which replaces this
  /// one as a whole.
  public static let standard: PriceList = {
    do { return try PriceList(text: standardText) } catch { fatalError("the built-in price list: \(error)") }
  }()

  static let standardText = """
    {"models": {
    "gpt-5.2": {"input": "1.75", "output": "14", "cache_read": "0.175"},
    "gpt-5.1": {"input": "1.25", "output": "10", "cache_read": "0.125"},
    "gpt-5": {"input": "1.25", "output": "10", "cache_read": "0.125"},
    "gpt-5-mini": {"input": "0.25", "output": "2", "cache_read": "0.025"},
    "gpt-5-nano": {"input": "0.05", "output": "0.40", "cache_read": "0.005"},
    "gpt-4.1": {"input": "2", "output": "8", "cache_read": "0.50"},
    "gpt-4.1-mini": {"input": "0.40", "output": "1.60", "cache_read": "0.10"},
    "gpt-4.1-nano": {"input": "0.10", "output": "0.40", "cache_read": "0.025"},
    "gpt-4o": {"input": "2.50", "output": "10", "cache_read": "1.25"},
    "gpt-4o-mini": {"input": "0.15", "output": "0.60", "cache_read": "0.075"},
    "gpt-4-turbo": {"input": "10", "output": "30"},
    "gpt-4": {"input": "30", "output": "60"},
    "gpt-3.5-turbo": {"input": "0.50", "output": "1.50"},
    "o1": {"input": "15", "output": "60", "cache_read": "7.50"},
    "o1-mini": {"input": "1.10", "output": "4.40", "cache_read": "0.55"},
    "o3": {"input": "2", "output": "8", "cache_read": "0.50"},
    "o3-mini": {"input": "1.10", "output": "4.40", "cache_read": "0.55"},
    "o4-mini": {"input": "1.10", "output": "4.40", "cache_read": "0.275"},
    "claude-opus-4-5": {"input": "5", "output": "25", "cache_read": "0.50", "cache_write": "6.25"},
    "claude-opus-4-1": {"input": "15", "output": "75", "cache_read": "1.50", "cache_write": "18.75"},
    "claude-opus-4": {"input": "15", "output": "75", "cache_read": "1.50", "cache_write": "18.75"},
    "claude-sonnet-4-5": {"input": "3", "output": "15", "cache_read": "0.30", "cache_write": "3.75"},
    "claude-sonnet-4": {"input": "3", "output": "15", "cache_read": "0.30", "cache_write": "3.75"},
    "claude-haiku-4-5": {"input": "1", "output": "5", "cache_read": "0.10", "cache_write": "1.25"},
    "claude-3-7-sonnet": {"input": "3", "output": "15", "cache_read": "0.30", "cache_write": "3.75"},
    "claude-3-5-sonnet": {"input": "3", "output": "15", "cache_read": "0.30", "cache_write": "3.75"},
    "claude-3-5-haiku": {"input": "0.80", "output": "4", "cache_read": "0.08", "cache_write": "1"},
    "claude-3-opus": {"input": "15", "output": "75", "cache_read": "1.50", "cache_write": "18.75"},
    "claude-3-haiku": {"input": "0.25", "output": "1.25", "cache_read": "0.03", "cache_write": "0.30"},
    "gemini-2.5-pro": {"input": "1.25", "output": "10", "cache_read": "0.125"},
    "gemini-2.5-flash": {"input": "0.30", "output": "2.50", "cache_read": "0.03"},
    "gemini-2.5-flash-lite": {"input": "0.10", "output": "0.40", "cache_read": "0.01"},
    "gemini-2.0-flash": {"input": "0.10", "output": "0.40", "cache_read": "0.025"},
    "gemini-1.5-pro": {"input": "1.25", "output": "5"},
    "gemini-1.5-flash": {"input": "0.075", "output": "0.30"},
    "mistral-large": {"input": "2", "output": "6"},
    "mistral-small": {"input": "0.10", "output": "0.30"},
    "codestral": {"input": "0.30", "output": "0.90"},
    "deepseek-chat": {"input": "0.28", "output": "0.42", "cache_read": "0.028"},
    "deepseek-reasoner": {"input": "0.28", "output": "0.42", "cache_read": "0.028"},
    "text-embedding-3-small": {"input": "0.02", "embedding": "0.02"},
    "text-embedding-3-large": {"input": "0.13", "embedding": "0.13"},
    "text-embedding-ada-002": {"input": "0.10", "embedding": "0.10"}
    }}
    """
}
