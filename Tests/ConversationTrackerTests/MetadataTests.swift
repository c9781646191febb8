import ConversationTracker
import Foundation
import Testing

@Suite struct MetadataTests {
  private typealias Metadata = ConversationTracker.Metadata

  @Test func literalsOfEveryKind() throws {
    let metadata: Metadata = [
      "string": "text", "integer": -42, "number": 0.5, "boolean": true, "null": nil,
      "array": ["a", 1, [false]], "object": ["empty": [:], "list": []],
    ]
    #expect(
      try metadata.json() == """
        {"string":"text","integer":-42,"number":0.5,"boolean":true,"null":null,\
        "array":["a",1,[false]],"object":{"empty":{},"list":[]}}
        """)
  }

  @Test func anEmptyLiteral() throws {
    #expect(try Metadata([:] as [String: String]).json() == "{}")
    #expect(try Metadata([:] as [String: Metadata.Value]).json() == "{}")
    #expect(try ([:] as Metadata).json() == "{}")
  }

  @Test func interpolation() throws {
    let plan = "premium"
    let metadata: Metadata = ["plan": "\(plan) plan", "seats": .integer(plan.count)]
    #expect(try metadata.json() == #"{"plan":"premium plan","seats":7}"#)
  }

  @Test func numbersKeepTheirValue() throws {
    let metadata: Metadata = [
      "small": 1e-300, "large": 1.7976931348623157e308, "third": .number(1.0 / 3.0), "zero": -0.0,
      "minimum": .integer(.min), "maximum": .integer(.max),
    ]
    let json = try metadata.json()
    #expect(json.contains("-9223372036854775808"))
    #expect(json.contains("9223372036854775807"))
    let decoded = try JSON(json)
    #expect(decoded["small"].number == 1e-300)
    #expect(decoded["large"].number == .greatestFiniteMagnitude)
    #expect(decoded["third"].number == 1.0 / 3.0)
    #expect(decoded["zero"].number?.sign == .minus)
  }

  @Test func everyCharacterComesBack() throws {
    var scalars = String.UnicodeScalarView()
    for value in Array(0..<0x300) + [0x2028, 0xFFFD, 0x1F44D, 0x10FFFF] {
      if let scalar = Unicode.Scalar(UInt32(value)) { scalars.append(scalar) }
    }
    let text = String(scalars)
    for metadata in [["key \(text)": .string(text)], Metadata(["key \(text)": text])] as [Metadata] {
      let decoded = try JSON(metadata.json())
      #expect(decoded["key \(text)"].string.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    }
  }

  @Test func ofAKeyThatStandsTwiceTheLaterCounts() throws {
    let metadata: Metadata = ["a": 1, "b": 2, "a": 3, "ab": 4]
    #expect(try metadata.json() == #"{"b":2,"a":3,"ab":4}"#)
  }

  /// Metadata is written to the stack first, where there is room for a kilobyte.
  @Test(arguments: [1000, 1012, 1013, 1014, 1015, 2000, 100_000])
  func everySize(count: Int) throws {
    let text = String(repeating: "x", count: count)
    #expect(try ["text": .string(text)] as Metadata == #"{"text":"\#(text)"}"#)
    #expect(try Metadata(["text": text]) == #"{"text":"\#(text)"}"#)
  }

  @Test func nestingHasALimit() throws {
    func nested(_ levels: Int) -> Metadata {
      (1..<levels).reduce([:]) { inner, _ in ["in": .object(inner)] }
    }
    #expect(try JSON(nested(32).json()) != .null)
    expectFailure(.metadata) { _ = try nested(33).json() }
    let arrays = (1..<32).reduce(Metadata.Value.null) { inner, _ in .array([inner]) }
    #expect(throws: Never.self) { try (["a": arrays] as Metadata).json() }
    expectFailure(.metadata) { _ = try (["a": [arrays]] as Metadata).json() }
  }

  @Test func textIsTakenAsItIs() throws {
    let text = #" { "a" : 1 } "#
    #expect(try Metadata(json: text).json() == text)
    #expect(try (["inner": .object(.init(json: text))] as Metadata) == #"{"inner":\#(text)}"#)
    let braces = #"{"}":"{\"}","[":[]}"#
    #expect(try (["inner": .object(.init(json: braces))] as Metadata) == #"{"inner":\#(braces)}"#)
  }

  @Test(arguments: ["", " ", "1", "[1]", "{", "}", #"{},"x":{}"#, #"{"}"#, "{}{}", "{} 1"])
  func textInsideMustBeOneObject(text: String) {
    let failure = expectFailure(.metadata) {
      _ = try (["outer": ["inner": .object(.init(json: text))]] as Metadata).json()
    }
    #expect(failure?.message == "metadata: \"outer.inner\": must be the text of one JSON object")
  }
}

/// The JSON text of metadata beside the text that is expected.
private func == (metadata: ConversationTracker.Metadata, text: String) throws -> Bool {
  try metadata.json() == text
}
