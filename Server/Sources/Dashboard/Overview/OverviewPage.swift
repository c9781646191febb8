import CollectorStore
import Hummingbird

extension Dashboard {
  /// The figures of a stretch of days, each beside the stretch before it.
  func overviewPage(_ request: Request, _ viewer: Viewer) async throws -> Response {
    let (overview, choices, settings) = try await overview(request, viewer)
    return Page.render(
      .overview, OverviewView(overview, choices, zone: settings.timeZone, keys: viewer.keysPath),
      title: "Overview",
      in: try await frame(viewer, section: "/overview"),
      status: overview.query.problem == nil ? .ok : .unprocessableContent)
  }

  /// The same as JSON, every figure at full precision.
  func overviewJSON(_ request: Request, _ viewer: Viewer) async throws -> Response {
    let (overview, _, settings) = try await overview(request, viewer)
    if let problem = overview.query.problem { throw HTTPError(.unprocessableContent, message: problem) }
    return try OverviewJSON(overview, zone: settings.timeZone).response
  }

  /// What each figure means.
  func metricsPage(_ viewer: Viewer) async throws -> Response {
    let meanings = Metric.all.map { Meaning(name: $0.name, meaning: $0.meaning) }
    return Page.render(
      .metrics, (meanings + Meaning.ofCharts), title: "How figures are made",
      in: try await frame(viewer, section: "/overview"))
  }

  private func overview(
    _ request: Request, _ viewer: Viewer
  ) async throws -> (Overview, FigureChoices, ClientSettings) {
    let (choices, settings) = (try await figureChoices(viewer), try await figureSettings(viewer))
    let calendar = LocalCalendar(zoneNamed: settings.timeZone)
    let query = try FigureQuery(Form(request.uri.query ?? ""), today: calendar.day(of: .now()), choices)
    let overview = try await store.overview(query, calendar, settings, for: viewer.audience)
    return (overview, choices, settings)
  }
}
