extension Duration {
  private static let attosecondsPerNanosecond: Int64 = 1_000_000_000

  /// Nanoseconds, without the fraction of one; `nil` beyond 292 years.
  var wholeNanoseconds: Int64? {
    let (seconds, attoseconds) = components
    let (whole, tooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflow) = whole.addingReportingOverflow(attoseconds / Self.attosecondsPerNanosecond)
    return tooLarge || overflow ? nil : sum
  }

  /// Milliseconds, rounded up: a short wait must not become zero, which stands for something else in the
  /// core. 0 for durations of zero and less, at most 49 days.
  var wholeMilliseconds: UInt32 {
    guard self > .zero else { return 0 }
    let (seconds, attoseconds) = components
    guard seconds < Int64(UInt32.max) / 1000 else { return .max }
    let attosecondsPerMillisecond = Self.attosecondsPerNanosecond * 1_000_000
    let fraction = (attoseconds + attosecondsPerMillisecond - 1) / attosecondsPerMillisecond
    return UInt32(seconds * 1000 + fraction)
  }
}
