#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Durations, counted in buckets whose bounds grow by 2 %: sums are exact, percentiles within 1 % of the
/// duration, and histograms of two stretches of time add up to the one of both.
public struct DurationHistogram: Sendable, Equatable {
  private static let growth = 1.02
  private static let logarithm = log(growth)

  private(set) var buckets: [Int: Int] = [:]
  public private(set) var count = 0
  /// Milliseconds, of all together.
  public private(set) var sum = 0.0

  public init() {}

  public mutating func add(milliseconds: Double) {
    guard milliseconds.isFinite, milliseconds >= 0 else { return }
    buckets[Self.bucket(of: milliseconds), default: 0] += 1
    count += 1
    sum += milliseconds
  }

  public mutating func add(_ other: DurationHistogram) {
    buckets.merge(other.buckets, uniquingKeysWith: +)
    count += other.count
    sum += other.sum
  }

  /// Milliseconds; nil where there is none.
  public var mean: Double? { count == 0 ? nil : sum / Double(count) }

  /// The smallest duration, in milliseconds, that at least this part of all do not exceed; nil where there
  /// is none.
  public func percentile(_ part: Double) -> Double? {
    guard count > 0 else { return nil }
    let rank = max(1, Int((part * Double(count)).rounded(.up)))
    var seen = 0
    for bucket in buckets.keys.sorted() {
      seen += buckets[bucket]!
      if seen >= rank { return Self.middle(of: bucket) }
    }
    return nil
  }

  /// 0 for less than a microsecond; else the number of steps from one microsecond.
  private static func bucket(of milliseconds: Double) -> Int {
    let microseconds = milliseconds * 1000
    return microseconds <= 1 ? 0 : Int((log(microseconds) / logarithm).rounded(.up))
  }

  private static func middle(of bucket: Int) -> Double {
    bucket == 0 ? 0 : pow(growth, Double(bucket)) * 2 / (1 + growth) / 1000
  }
}

extension DurationHistogram {
  /// As rollups store it; nil where there is nothing to store.
  var encoded: [UInt8]? {
    guard count > 0 else { return nil }
    var writer = VarintWriter()
    writer.fixed(sum.bitPattern)
    var last = 0
    for bucket in buckets.keys.sorted() {
      writer.number(UInt64(bucket - last))
      writer.number(UInt64(buckets[bucket]!))
      last = bucket
    }
    return writer.bytes
  }

  /// Adds what a rollup holds.
  mutating func add(encoded bytes: [UInt8]) {
    var reader = VarintReader(bytes)
    guard let pattern = reader.fixed() else { return }
    sum += Double(bitPattern: pattern)
    var bucket = 0
    while let step = reader.number(), let number = reader.number() {
      bucket += Int(step)
      buckets[bucket, default: 0] += Int(number)
      count += Int(number)
    }
  }
}
