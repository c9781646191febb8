import CollectorStore
import Foundation
import Hummingbird

extension Dashboard {
  func figureSettingsPage(_ request: Request, _ viewer: Viewer) async throws -> Response {
    let draft = try await store.brandDraft(of: viewer.requireOwnClient())
    return try await figureSettingsPage(request, viewer, draft, problems: [:])
  }

  func changeFigureSettings(_ request: Request, _ viewer: Viewer) async throws -> Response {
    var request = request
    let client = try viewer.requireOwnClient()
    let form = try await Form(collecting: &request)
    var draft = try await store.brandDraft(of: client)
    draft.timeZone = form.text("time_zone")
    draft.escalationNames = form.text("escalation_names")
    let problems = draft.problems(isTimeZone: isTimeZone)
    guard problems.isEmpty else {
      return try await figureSettingsPage(request, viewer, draft, problems: problems)
    }
    try await store.setBrand(of: client, to: draft)
    return .seeOther("/settings/figures?done=saved")
  }

  private func figureSettingsPage(
    _ request: Request, _ viewer: Viewer, _ draft: BrandDraft, problems: [String: String]
  ) async throws -> Response {
    let view = FigureSettingsView(
      notice: request.notice(["saved": "Saved. All figures are counted so from now on."]),
      fields: [
        FormField(
          "time_zone", "Time zone", draft.timeZone, hint: "Where days begin, such as Europe/Berlin.",
          problem: problems["time_zone"], suggestions: TimeZone.knownTimeZoneIdentifiers),
        FormField(
          "escalation_names", "Actions that hand over to a person", draft.escalationNames,
          hint:
            "Names separated by commas or line breaks. Empty: \(ClientSettings.standardEscalationNames.joined(separator: ", ")).",
          problem: problems["escalation_names"], isLong: true),
      ])
    return try await settingsPage(
      .figureSettings, view, viewer, at: "figures", status: problems.isEmpty ? .ok : .unprocessableContent)
  }
}

private struct FigureSettingsView {
  let notice: String?
  let fields: [FormField]
}
