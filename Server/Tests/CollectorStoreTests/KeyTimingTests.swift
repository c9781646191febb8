import Foundation
import TestSupport
import Testing

@testable import CollectorStore

/// How long it takes to refuse a key says nothing about how much of it is right. `make torture-collector` sets
/// how many refusals are timed.
private let timings = ProcessInfo.processInfo.environment["KEY_TIMINGS"].flatMap { Int($0) }

@Suite(.enabled(if: timings != nil)) struct KeyTimingTests {
  private static let digits = Array("0123456789abcdef")

  /// A key that shares its first `length` characters with `key`.
  private static func guess(_ key: String, sharing length: Int) -> String {
    String(
      key.enumerated().map { index, character in
        index < length || !character.isHexDigit || index < 4 ? character : digits.randomElement()!
      })
  }

  private static func refusal(_ store: CollectorStore, of key: String) async throws -> Double {
    let start = ContinuousClock.now
    await #expect(throws: CredentialError.unknownKey) { try await store.authenticate(key) }
    let time = ContinuousClock.now - start
    return Double(time.components.attoseconds) / 1e9
  }

  @Test func aKeyThatIsNearlyRightIsRefusedAsFastAsAnyOther() async throws {
    let store = try TemporaryStore()
    var times: [[Double]] = [[], []]
    for _ in 0..<(timings ?? 0) {
      let isNear = Bool.random()
      let guess = Self.guess(store.key.text, sharing: isNear ? 41 : 4)
      guard guess != store.key.text else { continue }
      times[isNear ? 1 : 0].append(try await Self.refusal(store.store, of: guess))
    }
    // What takes longest tells of the machine's other work.
    let cut = times.joined().sorted()[times.joined().count * 9 / 10]
    let samples = times.map { $0.filter { $0 < cut } }
    let means = samples.map { $0.reduce(0, +) / Double($0.count) }
    let errors = zip(samples, means).map { sample, mean in
      sample.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sample.count * (sample.count - 1))
    }
    let t = (means[0] - means[1]) / (errors[0] + errors[1]).squareRoot()
    print("t = \(t) over \(samples.map(\.count)) refusals")
    #expect(abs(t) < 4.5)
  }
}
