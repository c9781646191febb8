import TestSupport
import Testing

/// Whatever people and agents write, it stays text.
@Suite struct HostileTextTests {
  static let hostile = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
    "{{title}} {{{body}}}",
    "\"\u{301} onmouseover=alert(1) x=\"\u{301}", "<\u{200D}b>", "&lt;b&gt;", "</title><b>",
    "a\u{0}b\u{1B}[2Jc\u{9B}",
  ]

  @Test(arguments: hostile)
  func textCannotBecomeMarkup(text: String) async throws {
    let store = try TemporaryStore()
    let json = quoted(text)
    let text255 =
      #""name":\#(json),"customer_id":\#(json),"device":\#(json),"language":\#(json),"metadata":{\#(json):1}"#
    try await store.ingest(
      Batch().with(
        text, fields: text255,
        spans: [
          turn(1, [.question(text, at: 0), .answer(text, at: 1)]),
          span(
            2, kind: "tool", from: 1,
            attributes: #"""
              "agentsight.tool.name":\#(json),"agentsight.tool.arguments":\#(json),
              "agentsight.tool.response":\#(json),"agentsight.tool.error":\#(json),"agentsight.metadata":\#(json)
              """#),
          span(
            3, kind: "button", from: 1,
            attributes:
              #""agentsight.button.label":\#(json),"agentsight.button.event":\#(json),"agentsight.button.value":\#(json)"#
          ),
        ]))
    for path in ["/conversations", "/conversations/1"] {
      let page = try await get(path, from: store)
      #expect(page.status == 200)
      let expected = try await get(path, from: try await harmlessTwin())
      #expect(tags(page.html) == tags(expected.html), "\(path)")
      let controls = page.html.unicodeScalars.filter {
        $0.properties.generalCategory == .control && $0 != "\n"
      }
      #expect(controls.isEmpty)
    }
  }

  /// The same conversation with harmless text: the hostile one must have the same markup.
  private func harmlessTwin() async throws -> TemporaryStore {
    let store = try TemporaryStore()
    try await store.ingest(
      Batch().with(
        "x", fields: #""name":"x","customer_id":"x","device":"x","language":"x","metadata":{"x":1}"#,
        spans: [
          turn(1, [.question("x", at: 0), .answer("x", at: 1)]),
          span(
            2, kind: "tool", from: 1,
            attributes: #"""
              "agentsight.tool.name":"x","agentsight.tool.arguments":"x","agentsight.tool.response":"x",
              "agentsight.tool.error":"x","agentsight.metadata":"x"
              """#),
          span(
            3, kind: "button", from: 1,
            attributes:
              #""agentsight.button.label":"x","agentsight.button.event":"x","agentsight.button.value":"x""#),
        ]))
    return store
  }

  /// What stands between angle brackets, scalar by scalar, as a browser's tokenizer sees it.
  private func tags(_ html: String) -> [String] {
    var tags: [String] = []
    var current: String.UnicodeScalarView?
    for scalar in html.unicodeScalars {
      if scalar == "<" { current = .init() }
      current?.append(scalar)
      if scalar == ">", let tag = current {
        // Each session has form tokens of its own, and a form holds the text to be changed; a text that got out
        // of its attribute would leave more behind than an empty one.
        let value = /value="[^"]*"/.matchingSemantics(.unicodeScalar)
        tags.append(String(tag).replacing(value, with: "value=\"\""))
        current = nil
      }
    }
    return tags
  }
}
