/// ISO 8601 as it is on the wire. Written by hand because Foundation's formatters lose microseconds and
/// would take most of the time that it takes to store an event.
extension Timestamp {
  /// Reads `2026-01-31T12:00:00.123456+00:00`: `T` or a space, up to nine fractional digits (cut to
  /// microseconds), and a time zone, which is required because a time without one names no moment.
  /// Answers nil for anything else, dates that do not exist included.
  public init?(iso8601 text: some StringProtocol) {
    var text = String(text)
    let parsed = text.withUTF8 { Timestamp(iso8601Bytes: $0) }
    guard let parsed else { return nil }
    self = parsed
  }

  /// As `init(iso8601:)`, from the bytes of the text.
  public init?(iso8601Bytes bytes: UnsafeBufferPointer<UInt8>) {
    var scanner = DigitScanner(bytes: bytes)
    guard let year = scanner.digits(4), year > 0, scanner.take("-"), let month = scanner.digits(2),
      (1...12).contains(month), scanner.take("-"), let day = scanner.digits(2),
      (1...Self.days(inMonth: month, of: year)).contains(day), scanner.take("T") || scanner.take(" "),
      let hour = scanner.digits(2), hour < 24, scanner.take(":"), let minute = scanner.digits(2), minute < 60,
      scanner.take(":"), let second = scanner.digits(2), second < 60,
      let fraction = scanner.fraction(), let zone = scanner.zone(), scanner.isAtEnd
    else { return nil }
    let seconds = ((Self.days(toYear: year, month, day) * 24 + hour) * 60 + minute) * 60 + second - zone
    self.init(microseconds: Int64(seconds) * 1_000_000 + Int64(fraction))
  }

  /// `2026-01-31T12:00:00.123456Z`, always with six fractional digits, so that texts sort as times do.
  public var iso8601: String {
    let (days, time) = microseconds.flooredDivision(by: 86_400_000_000)
    let (year, month, day) = Self.date(daysSince1970: Int(days))
    let (seconds, fraction) = time.flooredDivision(by: 1_000_000)
    var text = ""
    text.reserveCapacity(27)
    text.append(padded: year, 4)
    text.append("-")
    text.append(padded: month, 2)
    text.append("-")
    text.append(padded: day, 2)
    text.append("T")
    text.append(padded: Int(seconds) / 3600, 2)
    text.append(":")
    text.append(padded: Int(seconds) / 60 % 60, 2)
    text.append(":")
    text.append(padded: Int(seconds) % 60, 2)
    text.append(".")
    text.append(padded: Int(fraction), 6)
    text.append("Z")
    return text
  }
}

extension Int64 {
  func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

extension String {
  fileprivate mutating func append(padded number: Int, _ width: Int) {
    let digits = String(number)
    for _ in 0..<max(0, width - digits.count) { append("0") }
    append(digits)
  }
}
