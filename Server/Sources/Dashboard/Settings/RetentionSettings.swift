import CollectorStore
import Hummingbird

extension Dashboard {
  func retentionPage(_ request: Request, _ viewer: Viewer) async throws -> Response {
    let days = try await store.retention(of: viewer.requireOwnClient())
    return try await retentionPage(
      request, viewer, texts: days.mapValues { "\($0)" }, problems: [:], isLoss: false)
  }

  func changeRetention(_ request: Request, _ viewer: Viewer) async throws -> Response {
    var request = request
    let client = try viewer.requireOwnClient()
    let form = try await Form(collecting: &request)
    let before = try await store.retention(of: client)
    var (days, texts, problems): ([String: Int?], [String: String], [String: String]) = ([:], [:], [:])
    for environment in try await environments(of: client) {
      let text = form.text("days_\(environment)")
      texts[environment] = text
      days[environment] = .some(Int(text))
      if !text.isEmpty, Int(text).map({ !(1...36_500).contains($0) }) ?? true {
        problems[environment] = "A number of days from 1 to 36500, or nothing."
      }
    }
    let after = days.compactMapValues { $0 }
    // Conversations that were to stay would go.
    let isLoss = days.keys.contains { period(of: $0, in: after) < period(of: $0, in: before) }
    guard problems.isEmpty, !isLoss || form["confirm"] != nil else {
      return try await retentionPage(
        request, viewer, texts: texts, problems: problems, isLoss: problems.isEmpty)
    }
    try await store.setRetention(days, of: client)
    return .seeOther("/settings/retention?done=saved")
  }

  private func retentionPage(
    _ request: Request, _ viewer: Viewer, texts: [String: String], problems: [String: String], isLoss: Bool
  ) async throws -> Response {
    let environments = try await environments(of: viewer.requireOwnClient())
    let view = RetentionView(
      fields: environments.map { environment in
        FormField(
          "days_\(environment)", environment.isEmpty ? "All environments" : environment,
          texts[environment] ?? "",
          hint: environment.isEmpty
            ? "Days; empty: for good. For environments that have no number of their own." : nil,
          problem: problems[environment], type: "number")
      },
      isLoss: isLoss, notice: request.notice(["saved": "Saved. What is due goes within the hour."]))
    return try await settingsPage(
      .retentionSettings, view, viewer, at: "retention",
      status: problems.isEmpty && !isLoss ? .ok : .unprocessableContent)
  }

  /// The slugs of the client's environments, and before them '' for all.
  private func environments(of client: ClientScope) async throws -> [String] {
    let slugs = try await store.agents(of: client).flatMap { $0.environments.map(\.slug) }
    return [""] + Set(slugs).sorted()
  }
}

private func period(of environment: String, in days: [String: Int]) -> Int {
  days[environment] ?? days[""] ?? .max
}

private struct RetentionView {
  let fields: [FormField]
  /// Whether saving it would remove conversations, which has to be said once more.
  let isLoss: Bool
  let notice: String?
}
