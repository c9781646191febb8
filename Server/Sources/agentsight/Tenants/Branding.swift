import ArgumentParser
import CollectorStore
import Foundation
import JSONText

struct Branding: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "brand",
    abstract: "Say how the dashboard looks to a client's people, and how their figures are counted.",
    subcommands: [Set.self, Show.self])

  struct Set: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Change a brand. A running server shows it from the next request on.",
      discussion: "What is not named stays. An empty text brings the default back.")

    @OptionGroup var client: ClientOption

    @Option(help: "The name at the top of each page. (default: the client's name)")
    var displayName: String?

    @Option(help: "The host name at which the brand greets, such as chats.example.com.")
    var host: String?

    @Option(help: "The colour of links and buttons, such as #3557d6; readable on white.")
    var accent: String?

    @Option(help: "The same where the background is dark. (default: the accent, made lighter)")
    var accentDark: String?

    @Option(help: "What the sign-in page says.")
    var signInText: String?

    @Option(help: "The time zone in which days begin, such as Europe/Berlin.")
    var timeZone: String?

    @Option(help: "The names of actions that hand over to a person, separated by commas.")
    var escalationNames: String?

    @Option(help: "A PNG, JPEG or WebP file for the top of each page.", completion: .file())
    var logo: String?

    @Option(help: "A PNG, JPEG or WebP file for the browser's tab.", completion: .file())
    var icon: String?

    @OptionGroup var data: DataOption

    func run() async throws {
      let pictures = try [(logo, Picture.Use.logo), (icon, .icon)].map { try ($0.map(picture), $1) }
      let store = try CollectorStore.open(data.directory)
      defer { try? store.close() }
      let scope = try await find(client.client, in: store)
      let draft = changed(try await store.brandDraft(of: scope))
      let problems = draft.problems { TimeZone(identifier: $0) != nil }
      guard problems.isEmpty else {
        let lines = problems.sorted { $0.key < $1.key }.map { field, problem in
          "--\(field.replacing("_", with: "-")): \(problem)"
        }
        throw CommandError(lines.joined(separator: "\n"))
      }
      try await store.setBrand(of: scope, to: draft)
      for (change, use) in pictures {
        if let change { try await store.setPicture(change.picture, for: use, of: scope) }
      }
    }

    private func changed(_ draft: BrandDraft) -> BrandDraft {
      var draft = draft
      if let displayName { draft.displayName = displayName }
      if let host { draft.host = host }
      if let accent { draft.accent = accent }
      if let accentDark { draft.accentOnDark = accentDark }
      if let signInText { draft.signInText = signInText }
      if let timeZone { draft.timeZone = timeZone }
      if let escalationNames { draft.escalationNames = escalationNames }
      return draft
    }

    /// The picture of a file; none for an empty path.
    private func picture(_ path: String) throws -> (picture: Picture?, path: String) {
      guard !path.isEmpty else { return (nil, path) }
      guard let bytes = FileManager.default.contents(atPath: path) else {
        throw CommandError(
          "The picture \(path) cannot be read. Check that it exists and this user may read it.")
      }
      do { return (try Picture(Array(bytes)), path) } catch { throw CommandError("\(path): \(error)") }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print a brand.")

    @OptionGroup var client: ClientOption
    @OptionGroup var json: JSONFlag
    @OptionGroup var data: DataOption

    func run() async throws {
      let store = try CollectorStore.openReadOnly(data.directory)
      defer { try? store.close() }
      let (brand, settings) = try await store.brand(of: find(client.client, in: store))
      let values = [
        ("display_name", brand.name), ("host", brand.host ?? ""), ("accent", "\(brand.accent)"),
        ("accent_dark", "\(brand.accentOnDark)"), ("sign_in_text", brand.signInText ?? ""),
        ("time_zone", settings.timeZone),
        ("escalation_names", settings.escalationNames.joined(separator: ", ")),
        ("logo", brand.logo ?? ""), ("icon", brand.icon ?? ""),
      ]
      guard json.isOn else {
        for (name, value) in values { print("\(name)\t\(TerminalText.line(value))") }
        return
      }
      var writer = JSONWriter()
      writer.object { json in for (name, value) in values { json.member(name, value) } }
      print(writer.text)
    }
  }
}

struct ClientOption: ParsableArguments {
  @Option(help: "The client.")
  var client: String
}
