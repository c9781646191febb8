import JSONText
import Testing

@Suite struct JSONReaderTests {
  private func string(_ json: String) throws -> String {
    try JSONReader.read(json) { reader throws(JSONError) in try reader.string() }
  }

  private func isWellFormed(_ json: String) -> Bool {
    (try? JSONReader.read(json) { reader throws(JSONError) in try reader.skip() }) != nil
  }

  @Test(arguments: [
    (#""a\n\t\"\\\/\b\f\r""#, "a\n\t\"\\/\u{8}\u{C}\r"),
    (#""\u00e9\u0000x""#, "é\u{0}x"),
    (#""\ud83d\ude00!""#, "😀!"),
    (#""\ud800""#, "\u{FFFD}"),
    (#""\ud800\ud800\ude00""#, "\u{FFFD}\u{10200}"),
    (#""\ude00a""#, "\u{FFFD}a"),
    (#""\ud800A""#, "\u{FFFD}A"),
    (#""\ud800\n""#, "\u{FFFD}\n"),
    (#""é😀""#, "é😀"),
  ])
  func decodesStrings(json: String, text: String) throws {
    #expect(try string(json).unicodeScalars.elementsEqual(text.unicodeScalars))
  }

  @Test(arguments: [
    "0", "-0", "1.5e+10", "[]", "{}", "[1,[2,{\"a\":null}]]", " true ", "\"\"", "\"\\u12aF\"", "1e400",
  ])
  func acceptsJSON(_ json: String) { #expect(isWellFormed(json)) }

  @Test(arguments: [
    "", " ", "01", "+1", "1.", ".5", "1e", "-", "NaN", "Infinity", "tru", "nul", "[1,]", "[1 2]", "{\"a\"}",
    "{a:1}",
    "{\"a\":1,}", "\"", "\"\\x\"", "\"\\u12g4\"", "\"\\u12", "\"a\nb\"", "[", "{", "1 1", "[]]", "'a'",
  ])
  func refusesWhatIsNotJSON(_ json: String) { #expect(!isWellFormed(json)) }

  @Test func refusesNestingBeyondItsStack() {
    let deepest = JSONReader.maximumDepth
    #expect(isWellFormed(String(repeating: "[", count: deepest) + String(repeating: "]", count: deepest)))
    #expect(!isWellFormed(String(repeating: "[", count: 1_000_000)))
    #expect(!isWellFormed(String(repeating: "{\"a\":", count: 1_000_000)))
  }

  @Test func keepsTheTextOfAValueItDoesNotDecode() throws {
    let json = #"{"a": { "b" : [1.50, "\u0041"] } , "c": 2}"#
    var raw: [String: String] = [:]
    try JSONReader.read(json) { reader throws(JSONError) in
      try reader.object { reader, key throws(JSONError) in raw[key.string] = try reader.raw() }
    }
    #expect(raw == ["a": #"{ "b" : [1.50, "\u0041"] }"#, "c": "2"])
  }

  @Test func recognizesAKeyThatIsSpeltWithEscapes() throws {
    var isFound = false
    try JSONReader.read(#"{"\u006eame": 1}"#) { reader throws(JSONError) in
      try reader.object { reader, key throws(JSONError) in
        isFound = key == "name"
        _ = try reader.skip()
      }
    }
    #expect(isFound)
  }
}
