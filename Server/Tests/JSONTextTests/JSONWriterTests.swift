import Foundation
import JSONText
import Testing

@Suite struct JSONWriterTests {
  @Test func writesWhatAnotherParserReadsBack() throws {
    var text = String.UnicodeScalarView()
    for value in 0..<0x300 { text.append(Unicode.Scalar(value)!) }
    let everything = String(text) + "\u{2028}😀"
    var json = JSONWriter()
    json.object { json in
      json.member("text", everything)
      json.member("none", nil as String?)
      json.member("number", 0.1)
      json.member("whole", 2000.0)
      json.member("notANumber", Double.nan)
      json.member("big", Int64.max)
      json.key("list")
      json.array {
        $0.boolean(true)
        $0.object { _ in }
        $0.raw("[1]")
      }
    }
    let parsed = try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any]
    let object = try #require(parsed)
    #expect(object["text"] as? String == everything)
    #expect(object["none"] is NSNull)
    #expect(object["number"] as? Double == 0.1)
    #expect(object["whole"] as? Double == 2000)
    #expect(object["notANumber"] is NSNull)
    #expect((object["big"] as? NSNumber)?.int64Value == .max)
    #expect((object["list"] as? [Any])?.count == 3)
  }

  @Test(arguments: [
    (#"{"a":1}"#, #"{"a":1}"#), ("NaN", #""NaN""#), ("{", #""{""#), ("say \"hi\"", #""say \"hi\"""#),
  ])
  func embedsWhatIsNotJSONAsAString(text: String, json: String) {
    #expect(embeddableJSON(text) == json)
  }
}
