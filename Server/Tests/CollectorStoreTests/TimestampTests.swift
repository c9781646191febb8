import CollectorStore
import Foundation
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0),
    ("2026-01-31T12:34:56.123456+00:00", 1_769_862_896_123_456),
    ("2026-01-31 12:34:56.123456Z", 1_769_862_896_123_456),
    ("2026-01-31T12:34:56.1234569+00:00", 1_769_862_896_123_456),
    ("2026-01-31T12:34:56.123456789Z", 1_769_862_896_123_456),
    ("2026-01-31T12:34:56.5Z", 1_769_862_896_500_000),
    ("2026-01-31T14:04:56+01:30", 1_769_862_896_000_000),
    ("2026-01-31T04:34:56-0800", 1_769_862_896_000_000),
    ("2026-01-31T13:34:56+01", 1_769_862_896_000_000),
    ("1969-12-31T23:59:59.999999Z", -1),
    ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
    ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
    ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
  ])
  func reads(text: String, microseconds: Int64) {
    #expect(Timestamp(iso8601: text)?.microseconds == microseconds)
  }

  @Test(arguments: [
    "", "2026", "2026-01-31", "2026-01-31T12:34:56", "2026-01-31T12:34:56.Z",
    "2026-01-31T12:34:56.1234567890Z",
    "2026-02-30T00:00:00Z", "2025-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31T12:60:00Z",
    "2026-01-31T12:34:60Z", "2026-01-31T12:34:56+24:00", "2026-01-31T12:34:56+00:00x",
    " 2026-01-31T12:34:56Z",
    "0000-01-01T00:00:00Z", "２026-01-31T12:34:56Z", "-2026-01-31T12:34:56Z", "2026-01-31T12:34:56+1",
  ])
  func refuses(text: String) { #expect(Timestamp(iso8601: text) == nil) }

  @Test func writesWhatItReads() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<10_000 {
      let microseconds = Int64.random(
        in: -62_135_596_800_000_000...253_402_300_799_999_999, using: &generator)
      let text = Timestamp(microseconds: microseconds).iso8601
      #expect(Timestamp(iso8601: text)?.microseconds == microseconds, "\(text)")
    }
    #expect(Timestamp(microseconds: -1).iso8601 == "1969-12-31T23:59:59.999999Z")
  }

  @Test func agreesWithTheCalendarOfFoundation() throws {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    for day in stride(from: -20_000, through: 60_000, by: 7) {
      let date = Date(timeIntervalSince1970: Double(day) * 86_400)
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      let text = String(format: "%04d-%02d-%02d", parts.year!, parts.month!, parts.day!)
      #expect(Timestamp(microseconds: Int64(day) * 86_400_000_000).iso8601.hasPrefix(text))
    }
  }
}
