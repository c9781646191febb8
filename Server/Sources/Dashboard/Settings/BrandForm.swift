import CollectorStore
import Foundation

/// A brand as a form sends it: texts to be checked, and pictures to set, to remove or to leave as they are.
struct BrandForm {
  enum PictureChange {
    case keep, remove
    case set(Picture)
  }

  var draft: BrandDraft
  private(set) var pictures: [Picture.Use: PictureChange] = [:]
  private(set) var problems: [String: String] = [:]

  /// - Parameter stored: The brand's other fields, which this form does not have.
  init(_ form: Form, over stored: BrandDraft, _ drafts: PictureDrafts) async {
    draft = stored
    draft.displayName = form.text("display_name")
    draft.host = form.text("host").lowercased()
    draft.accent = form.text("accent")
    draft.accentOnDark = form.text("accent_dark")
    draft.signInText = form.text("sign_in_text")
    problems = draft.problems(isTimeZone: isTimeZone)
    for use in [Picture.Use.logo, .icon] {
      do { pictures[use] = try await Self.change(use, form, drafts) } catch {
        problems[use.rawValue] = "\(error)"
      }
    }
  }

  mutating func add(problem: String, of field: String) { problems[field] = problem }

  private static func change(
    _ use: Picture.Use, _ form: Form, _ drafts: PictureDrafts
  ) async throws -> PictureChange {
    if let bytes = form.file(use.rawValue) {
      let picture = try Picture(bytes)
      await drafts.keep(picture)
      return .set(picture)
    }
    if form["remove_\(use.rawValue)"] != nil { return .remove }
    let name = form.text("\(use.rawValue)_draft")
    guard !name.isEmpty else { return .keep }
    guard let picture = await drafts.picture(named: name) else { throw ForgottenPicture() }
    return .set(picture)
  }

  /// The brand that saving the form would make of `present`.
  func preview(over present: Brand, clientName: String) -> Brand {
    var brand = Brand(
      name: draft.displayName.isEmpty ? clientName : draft.displayName,
      accent: Colour(draft.accent) ?? Brand.defaultAccent, accentOnDark: Colour(draft.accentOnDark))
    brand.signInText = draft.signInText.isEmpty ? nil : draft.signInText
    brand.logo = name(of: .logo, present.logo)
    brand.icon = name(of: .icon, present.icon)
    return brand
  }

  private func name(of use: Picture.Use, _ present: String?) -> String? {
    switch pictures[use] {
    case .set(let picture)?: picture.name
    case .remove?: nil
    case .keep?, nil: present
    }
  }
}

private struct ForgottenPicture: Error, CustomStringConvertible {
  let description = "Choose the file once more: the preview was too long ago."
}

func isTimeZone(_ name: String) -> Bool { TimeZone(identifier: name) != nil }
