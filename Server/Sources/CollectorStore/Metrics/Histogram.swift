/// How often values fell below each of a few bounds.
public struct Histogram: Sendable, Equatable {
  /// Upper bounds, rising; one more bucket takes what is above the last.
  public let bounds: [Double]
  /// Values in each bucket alone.
  public private(set) var counts: [Int]
  public private(set) var sum = 0.0

  public init(bounds: [Double]) {
    self.bounds = bounds
    counts = Array(repeating: 0, count: bounds.count + 1)
  }

  public var count: Int { counts.reduce(0, +) }

  public mutating func record(_ value: Double) {
    let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
    counts[bucket] += 1
    sum += value
  }

  /// Seconds, from a tenth of a millisecond to ten seconds.
  public static let seconds = Histogram(
    bounds: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10])
}
