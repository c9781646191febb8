import CollectorStore

/// A moment as pages show it, where the client's people are.
struct PageTime {
  /// In UTC, for the `datetime` attribute.
  let machine: String
  /// With the distance from UTC, for whoever points at it: `2026-01-31 13:00:00.123 +01:00`.
  let exact: String
  let date: String
  /// Date and time, to the minute.
  let minute: String
  /// To the millisecond.
  let time: String

  init(_ timestamp: Timestamp, in calendar: LocalCalendar) {
    let minutes = calendar.minutesFromUTC(at: timestamp)
    let local = Timestamp(microseconds: timestamp.microseconds + Int64(minutes) * 60_000_000).iso8601
    let distance = "\(minutes < 0 ? "-" : "+")\(twoDigits(abs(minutes) / 60)):\(twoDigits(abs(minutes) % 60))"
    date = String(local.prefix(10))
    time = String(local.dropFirst(11).prefix(12))
    minute = "\(date) \(time.prefix(5))"
    machine = timestamp.iso8601
    exact = "\(date) \(time) \(distance)"
  }
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// Milliseconds in the unit that reads best.
func readableDuration(milliseconds: Double) -> String {
  switch milliseconds {
  case ..<1: "\(Int((milliseconds * 1000).rounded())) µs"
  case ..<1000: "\(Int(milliseconds.rounded())) ms"
  case ..<60_000: "\((milliseconds / 100).rounded() / 10) s"
  case ..<9e15: "\(Int(milliseconds / 60_000)) min \(Int(milliseconds / 1000) % 60) s"
  default: "very long"
  }
}

/// Bytes in the unit that reads best.
func readableSize(_ bytes: Int64) -> String {
  switch bytes {
  case ..<1000: "\(bytes) bytes"
  case ..<1_000_000: "\((bytes + 500) / 1000) kB"
  default: "\(Double((bytes + 50_000) / 100_000) / 10) MB"
  }
}

/// `1,234,567`.
func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  let text = digits.enumerated().map { index, digit in
    index > 0 && (digits.count - index).isMultiple(of: 3) ? ",\(digit)" : "\(digit)"
  }.joined()
  return number < 0 ? "-" + text : text
}

/// US dollars, to the cent, or to a hundredth of it where there are few.
func readableDollars(_ value: Double) -> String {
  let places = value != 0 && abs(value) < 10 ? 4 : 2
  let scale = places == 4 ? 10_000 : 100
  let units = Int((value * Double(scale)).rounded())
  let fraction = String(abs(units) % scale)
  return "$\(grouped(units / scale)).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
}
