import CollectorStore
import TestSupport
import Testing

@Suite struct BrandTests {
  @Test(
    arguments: [
      ("#ffff00", "contrast of 1.0 on white"), ("#888888", "contrast of 3.5 on white"),
      ("red", "six hexadecimal"),
      ("#3557d6", nil), ("777", "contrast of 4.4"), ("#767676", nil), ("#１２３４５６", "six hexadecimal"),
    ])
  func anAccentMustBeReadable(accent: String, problem: String?) {
    var draft = BrandDraft()
    draft.accent = accent
    let found = draft.problems(isTimeZone: { _ in true })["accent"]
    #expect(problem.map { found?.contains($0) == true } ?? (found == nil), "\(found ?? "none")")
  }

  @Test func theSuggestedColourWouldDo() throws {
    for text in ["#ffff00", "#00ff00", "#ff9999"] {
      let dark = Brand.darkened(try #require(Colour(text)))
      #expect(dark.contrast(with: Brand.paper) >= Brand.leastContrast)
    }
    for text in ["#000000", "#0000ff", "#3557d6"] {
      let light = Brand.lightened(try #require(Colour(text)))
      #expect(light.contrast(with: Brand.darkPaper) >= Brand.leastContrast)
    }
  }

  @Test func contrastIsAsTheStandardSays() throws {
    let (white, black) = (try #require(Colour("#fff")), try #require(Colour("#000")))
    #expect(abs(white.contrast(with: black) - 21) < 0.001 && white.contrast(with: white) == 1)
    #expect(abs(try #require(Colour("#777777")).contrast(with: white) - 4.478) < 0.001)
  }

  @Test(arguments: [
    "chats", "https://a.example", "a.example:80", "a..example", "-a.example", "a_b.example", "ä.example",
  ])
  func aHostMustBeAName(host: String) {
    var draft = BrandDraft()
    draft.host = host
    #expect(draft.problems(isTimeZone: { _ in true })["host"] != nil)
  }

  @Test func aHostBelongsToOneClient() async throws {
    let store = try TemporaryStore()
    _ = try store.store.createKey(agent: "a", client: "Other")
    let clients = try await store.store.clients(for: OperatorScope())
    var draft = BrandDraft()
    draft.host = "chats.example.com"
    try await store.store.setBrand(of: clients[0].scope, to: draft)
    try await store.store.setBrand(of: clients[0].scope, to: draft)
    await #expect(throws: BrandError.self) { try await store.store.setBrand(of: clients[1].scope, to: draft) }
    #expect(try await store.store.brand(atHost: "CHATS.example.com")?.scope == clients[0].scope)
  }

  @Test func picturesAreKnownByTheirContent() throws {
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
    #expect(try Picture(png + [0, 0, 0, 64, 0, 0, 0, 32]).mimeType == "image/png")
    let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 11, 8, 0, 32, 0, 64, 3]
    #expect(try Picture(jpeg).mimeType == "image/jpeg")
    #expect(throws: PictureError.self) { try Picture(png + [0, 0, 16, 0, 0, 0, 0, 32]) }
    #expect(throws: PictureError.self) { try Picture(png + [0, 0, 0, 0, 0, 0, 0, 32]) }
    for text in ["<svg onload=alert(1)>", "GIF89a", "", "\u{89}PNG", "RIFF1234WEBPVP8X"] {
      #expect(throws: PictureError.self, "\(text)") { try Picture(Array(text.utf8)) }
    }
    #expect(throws: PictureError.self) { try Picture(jpeg + [UInt8](repeating: 0, count: Picture.largest)) }
  }
}
