import CollectorStore
import Foundation
import TestSupport
import Testing

@testable import Dashboard

/// Brands are checked, looked at and saved; pictures are pictures (row E20 of the fault matrix).
@Suite struct BrandSettingsTests {
  /// The head of a PNG file of 64 by 32 pixels, and what stands behind it.
  static func png(width: UInt8 = 64, high: UInt8 = 0, _ rest: String = "") -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
      + [0, 0, high, width, 0, 0, 0, 32] + Array(rest.utf8)
  }

  private func form(_ token: String, _ fields: [String: String]) -> Multipart {
    fields.reduce(Multipart().with("form_token", token)) { $0.with($1.key, $1.value) }
  }

  @Test func aPreviewChangesNothingUntilItIsSaved() async throws {
    let (store, browser, token) = try await owner()
    let dashboard = Dashboard(store: store.store, isSecure: false)
    let before = try store.dump()
    let fields = ["display_name": "Acme Chats", "accent": "#7a1fa2", "sign_in_text": "Ask Kim."]
    let preview = try await browser.post(
      "/settings/brand",
      form(token, fields.merging(["preview": "1"]) { $1 })
        .with("logo", filename: "filename=\"a.png\"", type: "image/png", Self.png()), to: dashboard)
    #expect(preview.status == 200 && preview.html.contains("Sign in to Acme Chats"))
    #expect(preview.html.contains("brand-7a1fa2-") && preview.html.contains("Ask Kim."))
    #expect(try store.dump() == before)
    // What the browser has of the picture is its name.
    let name = try #require(preview.html.firstMatch(of: /name="logo_draft" value="([0-9a-f]+)"/)?.1)
    let saved = try await browser.post(
      "/settings/brand", form(token, fields.merging(["save": "1", "logo_draft": String(name)]) { $1 }),
      to: dashboard)
    #expect(saved.status == 303)
    let page = try await browser.get("/conversations")
    #expect(page.html.contains("src=\"/pictures/\(name)\"") && page.html.contains("Acme Chats"))
    let picture = try await browser.get("/pictures/\(name)")
    #expect(
      picture.headers[.contentType] == "image/png" && picture.headers[.xContentTypeOptions] == "nosniff")
    #expect(picture.headers[.contentSecurityPolicy]?.contains("sandbox") == true)
    let forgotten = try await browser.post(
      "/settings/brand", form(token, ["logo_draft": String(repeating: "0", count: 32)]))
    #expect(forgotten.status == 422 && forgotten.html.contains("once more"))
    _ = try await browser.post("/settings/brand", form(token, ["remove_logo": "1"]))
    #expect(try await store.store.brand(of: store.scope(of: "default")).brand.logo == nil)
  }

  @Test func whatCannotBeReadIsNotSaved() async throws {
    let (store, browser, token) = try await owner()
    _ = try store.store.createKey(agent: "a", client: "Other")
    var taken = BrandDraft()
    taken.host = "chats.example.com"
    try await store.store.setBrand(of: store.scope(of: "Other"), to: taken)
    let before = try store.dump()
    for (name, value, text) in [
      ("accent", "#ffff00", "contrast"), ("accent_dark", "#000000", "contrast"),
      ("accent", "red", "hexadecimal"),
      ("host", "https://a.example", "no scheme"), ("host", "CHATS.example.com", "Another client"),
      ("display_name", String(repeating: "x", count: 81), "80 characters"),
      ("sign_in_text", String(repeating: "x", count: 501), "500 characters"),
    ] {
      for action in name == "host" ? ["save"] : ["save", "preview"] {
        let answer = try await browser.post("/settings/brand", form(token, [name: value, action: "1"]))
        #expect(answer.status == 422 && answer.html.contains(text), "\(name) \(value)")
        #expect(answer.html.contains("value=\"\(value.lowercased())\"") || value.count > 80 || name == "host")
      }
    }
    #expect(try store.dump() == before)
  }

  static let noPictures: [String: [UInt8]] = [
    "SVG": Array("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".utf8),
    "HTML": Array("<html><script>alert(1)</script>".utf8),
    "GIF with a script": Array("GIF89a/*".utf8) + Array("*/=1;alert(1)".utf8),
    "PDF": Array("%PDF-1.7".utf8), "a cut PNG": Array(png().prefix(20)),
    "65,344 pixels wide": png(width: 64, high: 255), "no pixels": png(width: 0),
    "too many bytes": png(String(repeating: " ", count: Picture.largest)),
  ]

  @Test(arguments: noPictures.keys.sorted())
  func whatIsNoPictureIsRefused(name: String) async throws {
    let bytes = try #require(Self.noPictures[name])
    let (store, browser, token) = try await owner()
    let before = try store.dump()
    let sent = form(token, ["save": "1"])
      .with("logo", filename: "filename=\"logo.png\"", type: "image/png", bytes)
    let answer = try await browser.post("/settings/brand", sent)
    #expect(answer.status == 422 && answer.html.contains("The picture must"), "\(name)")
    #expect(try store.dump() == before)
  }

  /// A picture that is a page as well stays a picture: its type is ours, whatever the file says.
  @Test func aPolyglotIsServedAsAPicture() async throws {
    let (store, browser, token) = try await owner()
    let sent = form(token, ["save": "1"]).with(
      "icon", filename: "filename=\"icon.html\"", type: "text/html", Self.png("<script>alert(1)</script>"))
    #expect(try await browser.post("/settings/brand", sent).status == 303)
    let name = try #require(try await store.store.brand(of: store.scope(of: "default")).brand.icon)
    let picture = try await browser.get("/pictures/\(name)")
    #expect(picture.headers[.contentType] == "image/png")
    #expect(picture.headers[.contentSecurityPolicy] == "default-src 'none'; sandbox")
  }

  @Test func aFormWithFilesNeedsItsTokenToo() async throws {
    let (store, browser, _) = try await owner()
    let before = try store.dump()
    #expect(try await browser.post("/settings/brand", form("", ["save": "1"])).status == 403)
    let large = form("", ["sign_in_text": String(repeating: "x", count: 3 << 20)])
    #expect(try await browser.post("/settings/brand", large).status == 413)
    #expect(try store.dump() == before)
  }
}
