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

  /// In the order of their numbers, none of them empty.
  private(set) var buckets: [Bucket] = []
  public private(set) var count = 0
  /// Milliseconds, of all together.
  public private(set) var sum = 0.0

  public init() {}

  struct Bucket: Sendable, Equatable {
    let number: Int
    var count: Int
  }

  public mutating func add(milliseconds: Double) {
    guard milliseconds.isFinite, milliseconds >= 0 else { return }
    _ = add(1, to: Self.bucket(of: milliseconds), notBefore: 0)
    sum += milliseconds
  }

  public mutating func add(_ other: DurationHistogram) {
    var place = 0
    for bucket in other.buckets { place = add(bucket.count, to: bucket.number, notBefore: place) }
    sum += other.sum
  }

  /// Looks for the bucket from a place on; answers its place.
  private mutating func add(_ more: Int, to number: Int, notBefore place: Int) -> Int {
    var place = place
    while place < buckets.count, buckets[place].number < number { place += 1 }
    if place < buckets.count, buckets[place].number == number {
      buckets[place].count += more
    } else {
      buckets.insert(Bucket(number: number, count: more), at: place)
    }
    count += more
    return place
  }

  /// Milliseconds; nil where there is none.
  public var mean: Double? { count == 0 ? nil : sum / Double(count) }

  /// The smallest duration, in milliseconds, that at least this part of all do not exceed; nil where there
  /// is none.
  public func percentile(_ part: Double) -> Double? {
    guard count > 0 else { return nil }
    let rank = max(1, Int((part * Double(count)).rounded(.up)))
    var seen = 0
    for bucket in buckets {
      seen += bucket.count
      if seen >= rank { return Self.middle(of: bucket.number) }
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
    for bucket in buckets {
      writer.number(UInt64(bucket.number - last))
      writer.number(UInt64(bucket.count))
      last = bucket.number
    }
    return writer.bytes
  }

  /// Adds what a rollup holds.
  mutating func add(encoded bytes: ArraySlice<UInt8>) {
    var reader = VarintReader(bytes)
    guard let pattern = reader.fixed() else { return }
    sum += Double(bitPattern: pattern)
    var (number, place) = (0, 0)
    while let step = reader.number(), let more = reader.number() {
      number += Int(step)
      place = add(Int(more), to: number, notBefore: place)
    }
  }
}
