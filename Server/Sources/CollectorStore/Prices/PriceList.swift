#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What models cost, and the rate of the euro where one is known.
///
/// Its text form is a JSON object. Prices are US dollars for a million tokens, as text, so that none goes
/// through a binary fraction:
///
///     {"models": {"gpt-4o": {"input": "2.50", "output": "10", "cache_read": "1.25"}}, "eur_per_usd": "0.92"}
public struct PriceList: Sendable, Equatable {
  /// The prices of one model, in 10⁻⁶ US dollars for a million tokens. What has no price costs nothing.
  public struct Prices: Sendable, Equatable {
    var input: Int64 = 0
    var output: Int64 = 0
    var cacheRead: Int64 = 0
    var cacheWrite: Int64 = 0
    var embedding: Int64 = 0
  }

  /// By name in lower case.
  let models: [String: Prices]
  /// Euros in 10⁻⁶ for a dollar.
  let eurosPerDollar: Int64?
  /// The list as it was read.
  public let text: String

  /// - Throws: `StoreError.invalidPrices`, which names the model and the field.
  public init(text: String) throws(StoreError) {
    let form: Form
    do {
      form = try JSONDecoder().decode(Form.self, from: Data(text.utf8))
    } catch {
      throw StoreError.invalidPrices(
        #"it is not {"models": {name: {"input": "2.50", …}}} with texts as prices"#)
    }
    var models: [String: Prices] = [:]
    for (name, prices) in form.models { models[name.lowercased()] = try Prices(prices, of: name) }
    self.models = models
    eurosPerDollar = try form.eurosPerDollar.map { rate throws(StoreError) in
      guard let value = DecimalText.scaled(rate, places: 6), value > 0 else {
        throw StoreError.invalidPrices("eur_per_usd is no positive decimal number: '\(rate)'")
      }
      return value
    }
    self.text = text
  }

  /// The prices of a model: under its own name, without the provider in front of it, or without the date or
  /// version behind it. A model of a similar name is another model.
  func prices(of model: String) -> Prices? {
    let name = model.lowercased()
    if let prices = models[name] { return prices }
    let short = Self.withoutProvider(name)
    if let prices = models[short] { return prices }
    let known = models.keys.filter { short.hasPrefix($0) && Self.isVersion(short.dropFirst($0.count)) }
    return known.max { $0.count < $1.count }.flatMap { models[$0] }
  }

  /// `openai/gpt-4o` and `us.anthropic.claude-3-haiku` without what stands in front.
  private static func withoutProvider(_ name: String) -> String {
    var rest = name[...]
    if let slash = rest.lastIndex(of: "/") { rest = rest[rest.index(after: slash)...] }
    while let dot = rest.firstIndex(of: "."), rest[..<dot].allSatisfy(\.isLetter) {
      rest = rest[rest.index(after: dot)...]
    }
    return String(rest)
  }

  /// `-2024-08-06`, `-20250514-v1:0`, `-001`, `@20250514`, `-latest`, `-preview-05-20`. A single digit is
  /// no version of a model but another model.
  private static func isVersion(_ rest: Substring) -> Bool {
    guard let first = rest.first, "-@:".contains(first) else { return false }
    let words = rest.split(whereSeparator: { "-@:.".contains($0) })
    let marks: Set<Substring> = ["latest", "preview", "exp"]
    guard let start = words.first, marks.contains(start) || start.count >= 3 else { return false }
    return words.allSatisfy { word in
      let digits = word.hasPrefix("v") ? word.dropFirst() : word
      return marks.contains(word) || (!digits.isEmpty && digits.allSatisfy(\.isNumber))
    }
  }

  private struct Form: Decodable {
    let models: [String: [String: String]]
    let eurosPerDollar: String?

    enum CodingKeys: String, CodingKey {
      case models
      case eurosPerDollar = "eur_per_usd"
    }
  }
}

extension PriceList.Prices {
  fileprivate init(_ form: [String: String], of model: String) throws(StoreError) {
    for (field, text) in form {
      guard let price = DecimalText.scaled(text, places: 6), price <= 1_000_000_000_000 else {
        throw StoreError.invalidPrices("\(field) of \(model) is no price: '\(text)'")
      }
      switch field {
      case "input": input = price
      case "output": output = price
      case "cache_read": cacheRead = price
      case "cache_write": cacheWrite = price
      case "embedding": embedding = price
      default:
        throw StoreError.invalidPrices(
          "\(model) has the unknown field '\(field)'; known are input, output, cache_read, cache_write, embedding"
        )
      }
    }
  }

  /// The cost of counts of tokens, rounded to the nearest unit once; nil beyond what an amount holds.
  func cost(input: Int64, output: Int64, cacheRead: Int64, cacheWrite: Int64, embedding: Int64) -> Money? {
    let pairs = [
      (input, self.input), (output, self.output), (cacheRead, self.cacheRead),
      (cacheWrite, self.cacheWrite), (embedding, self.embedding),
    ]
    // 10⁻⁶ dollars for 10⁶ tokens make 10⁻¹² dollars each.
    let sum = pairs.reduce(Int128(0)) { $0 + Int128($1.0) * Int128($1.1) }
    return Int64(exactly: (sum + 5_000) / 10_000).map(Money.init(units:))
  }
}
