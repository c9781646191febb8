import CollectorStore
import Hummingbird

extension Dashboard {
  func brandPage(_ request: Request, _ viewer: Viewer) async throws -> Response {
    let client = try viewer.requireOwnClient()
    let view = BrandView(
      try await store.brandDraft(of: client), try await store.brand(of: client).brand, problems: [:],
      notice: request.notice(["saved": "The brand is saved. Everybody sees it from now on."]))
    return try await settingsPage(.brandSettings, view, viewer, at: "brand")
  }

  /// Saves a brand, or shows how it would look.
  func changeBrand(_ request: Request, _ viewer: Viewer) async throws -> Response {
    var request = request
    let client = try viewer.requireOwnClient()
    let fields = try await Form(collecting: &request)
    let present = try await store.brand(of: client).brand
    var form = await BrandForm(fields, over: try await store.brandDraft(of: client), pictureDrafts)
    let isPreview = fields["preview"] != nil
    if form.problems.isEmpty, !isPreview {
      do {
        try await store.setBrand(of: client, to: form.draft)
        try await save(form.pictures, of: client)
        return .seeOther("/settings/brand?done=saved")
      } catch let error as BrandError {
        form.add(problem: "\(error)", of: "host")
      }
    }
    let name = viewer.choices.first { $0.scope == client }?.name ?? present.name
    let brand = form.preview(over: present, clientName: name)
    var view = BrandView(form.draft, brand, problems: form.problems, notice: nil)
    view.keep(form.pictures)
    view.isPreview = form.problems.isEmpty
    return try await settingsPage(
      .brandSettings, view, viewer, at: "brand", brand: view.isPreview ? brand : nil,
      status: view.isPreview ? .ok : .unprocessableContent)
  }

  private func save(_ pictures: [Picture.Use: BrandForm.PictureChange], of client: ClientScope) async throws {
    for (use, change) in pictures {
      switch change {
      case .keep: break
      case .remove: try await store.setPicture(nil, for: use, of: client)
      case .set(let picture): try await store.setPicture(picture, for: use, of: client)
      }
    }
  }
}

private struct BrandView {
  let fields: [FormField]
  var pictures: [PictureField]
  let notice: String?
  var isPreview = false
  let name: String
  let signInText: String?

  struct PictureField {
    let name: String
    let label: String
    let hint: String
    let problem: String?
    /// Where the present picture is; nil: there is none.
    let path: String?
    /// The name of one that was sent with the preview.
    var draft: String?
    var canRemove: Bool
    var isRemoved = false
  }

  init(_ draft: BrandDraft, _ brand: Brand, problems: [String: String], notice: String?) {
    self.notice = notice
    name = brand.name
    signInText = brand.signInText
    fields = [
      FormField(
        "display_name", "Name", draft.displayName, hint: "At the top of each page; empty: the client's name.",
        problem: problems["display_name"]),
      FormField(
        "host", "Host name", draft.host,
        hint:
          "Where the brand greets before anybody signs in, such as chats.example.com. Point it at this server.",
        problem: problems["host"]),
      FormField(
        "accent", "Colour", draft.accent,
        hint: "Of links, buttons and charts, such as #3557d6. It must be readable on white.",
        problem: problems["accent"]),
      FormField(
        "accent_dark", "Colour on dark", draft.accentOnDark,
        hint: "For people whose screens are set to dark; empty: the colour, made lighter.",
        problem: problems["accent_dark"]),
      FormField(
        "sign_in_text", "Text on the sign-in page", draft.signInText, problem: problems["sign_in_text"],
        isLong: true),
    ]
    pictures = [(Picture.Use.logo, "Logo", brand.logo), (.icon, "Icon in the browser's tab", brand.icon)].map
    {
      PictureField(
        name: $0.rawValue, label: $1,
        hint:
          "PNG, JPEG or WebP of at most \(Picture.largest >> 10) KiB and \(Picture.widest) pixels a side.",
        problem: problems[$0.rawValue], path: $2.map { "/pictures/\($0)" },
        canRemove: $2 != nil)
    }
  }

  /// Lets the form say again what it said about pictures.
  mutating func keep(_ changes: [Picture.Use: BrandForm.PictureChange]) {
    for index in pictures.indices {
      switch Picture.Use(rawValue: pictures[index].name).flatMap({ changes[$0] }) {
      case .set(let picture)?: pictures[index].draft = picture.name
      case .remove?: (pictures[index].canRemove, pictures[index].isRemoved) = (true, true)
      case .keep?, nil: break
      }
    }
  }
}
