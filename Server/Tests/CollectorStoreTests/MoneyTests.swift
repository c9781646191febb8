import Testing

@testable import CollectorStore

@Suite struct MoneyTests {
  @Test(arguments: [
    ("0", 0), ("1", 100_000_000), ("0.00000001", 1), ("0.000000005", 1), ("0.0000000049", 0),
    ("12.345678901", 1_234_567_890), ("1e-8", 1), ("2.5E2", 25_000_000_000), ("007", 700_000_000),
    ("1000000", 100_000_000_000_000), ("0.", 0), ("1e-99", 0),
  ])
  func aDecimalIsReadExactly(text: String, units: Int64) {
    #expect(Money(text: text)?.units == units)
  }

  @Test(arguments: ["", ".", "-1", "+1", "1,5", "NaN", "1e", "1e999", "1000001", "0x1", " 1", "1.2.3", "١"])
  func anythingElseIsNone(text: String) { #expect(Money(text: text) == nil) }

  @Test func anAmountIsWrittenWithEightDigits() {
    #expect(Money(units: 5_242_500).text == "0.05242500")
    #expect(Money(units: -1).text == "-0.00000001")
    #expect(Money.text(units: Int128(Int64.max) * 100) == "9223372036854.77580700")
  }
}
