import CollectorStore
import Hummingbird

extension Dashboard {
  /// The figures of a stretch of days, each beside the stretch before it.
  func overviewPage(_ request: Request, _ viewer: Viewer) async throws -> Response {
    let settings =
      if let client = viewer.client { try await store.brand(of: client).settings } else { ClientSettings() }
    let calendar = LocalCalendar(zoneNamed: settings.timeZone)
    let days = OverviewDays(request.uri.queryParameters["days"].map(String.init))
    let today = calendar.day(of: .now())
    let range = FigureRange(
      slots: calendar.start(ofDay: today - days.count + 1)..<calendar.start(ofDay: today + 1),
      audience: viewer.audience)
    let now = try await store.figures(of: range, escalationNames: settings.escalationNames)
    let before = try await store.figures(of: range.before, escalationNames: settings.escalationNames)
    let view = OverviewView(
      days: days, zone: settings.timeZone, isEmpty: now.counts[.visits] == 0 && before.counts[.visits] == 0,
      cards: Metric.all.map { OverviewCard($0, now, before) },
      chart: BarChart(now, calendar, days: (today - days.count + 1)...today))
    return Page.render(
      .overview, view, title: "Overview", in: try await frame(viewer, section: "/overview"))
  }

  /// What each figure means.
  func metricsPage(_ viewer: Viewer) async throws -> Response {
    Page.render(
      .metrics, Metric.all.map { MetricView(name: $0.name, meaning: $0.meaning) },
      title: "How figures are made",
      in: try await frame(viewer, section: "/overview"))
  }
}

/// How many days an overview is about.
private struct OverviewDays {
  let count: Int
  let choices: [Choice]

  struct Choice {
    let path: String
    let name: String
    let isHere: Bool
  }

  init(_ text: String?) {
    let presets = [1: "Today", 7: "7 days", 30: "30 days", 90: "90 days", 365: "A year"]
    let count = text.flatMap { Int($0) }.flatMap { presets[$0] == nil ? nil : $0 } ?? 30
    self.count = count
    choices = presets.sorted { $0.key < $1.key }.map {
      Choice(path: "/overview?days=\($0.key)", name: $0.value, isHere: $0.key == count)
    }
  }
}

private struct OverviewView {
  let days: OverviewDays
  let zone: String
  let isEmpty: Bool
  let cards: [OverviewCard]
  let chart: BarChart
}

private struct OverviewCard {
  let name: String
  let value: String
  let change: String?

  init(_ metric: Metric, _ now: Figures, _ before: Figures) {
    name = metric.name
    let (value, earlier) = (metric.value(now), metric.value(before))
    self.value = value.map(metric.unit.text) ?? "–"
    change = value.flatMap { value in
      earlier.flatMap { $0 == 0 ? nil : Self.change(from: $0, to: value) }
    }
  }

  private static func change(from earlier: Double, to value: Double) -> String {
    let percent = Int(((value / earlier - 1) * 100).rounded())
    return percent == 0
      ? "as before" : percent > 0 ? "\(percent) % more than before" : "\(-percent) % less than before"
  }
}

private struct MetricView {
  let name: String
  let meaning: String
}
