import CollectorStore
import Hummingbird

extension Dashboard {
  /// The figures of two agents, environments or stretches of days side by side.
  func comparePage(_ request: Request, _ viewer: Viewer) async throws -> Response {
    let (choices, settings) = (try await figureChoices(viewer), try await figureSettings(viewer))
    let calendar = LocalCalendar(zoneNamed: settings.timeZone)
    let parameters = Form(request.uri.query ?? "")
    let today = calendar.day(of: .now())
    let first = try FigureQuery(parameters, prefix: "a_", today: today, choices)
    var second = try FigureQuery(parameters, prefix: "b_", today: today, choices)
    if !FigureQuery.names.contains(where: { parameters["b_" + $0] != nil }) {
      // Nothing is said about the other side: the days before.
      (second, second.days, second.preset) = (first, first.daysBefore, nil)
    }
    func figures(_ query: FigureQuery) async throws -> Figures {
      try await store.figures(
        of: query.range(query.days, calendar, viewer.audience), escalationNames: settings.escalationNames)
    }
    let sides = [first, second].map { CompareView.Side($0, choices, calendar) }
    let view = CompareView(
      zone: settings.timeZone,
      forms: zip(["a_", "b_"], [first, second]).enumerated().map { index, side in
        CompareView.Named(
          name: index == 0 ? "First" : "Second",
          form: FigureForm(side.1, choices, calendar, path: "/compare", prefix: side.0))
      },
      sides: sides,
      rows: CompareView.rows(try await figures(first), try await figures(second)))
    return Page.render(
      .compare, view, title: "Compare", in: try await frame(viewer, section: "/compare"),
      status: first.problem == nil && second.problem == nil ? .ok : .unprocessableContent)
  }
}

struct CompareView {
  let zone: String
  let forms: [Named]
  let sides: [Side]
  let rows: [Row]

  struct Named {
    let name: String
    let form: FigureForm
  }

  struct Side {
    let what: String
    let time: String

    init(_ query: FigureQuery, _ choices: FigureChoices, _ calendar: LocalCalendar) {
      let agent = choices.agents.first { $0.id == query.agent.map(String.init) }?.name ?? "All agents"
      let environment = choices.environments.first { $0.id == query.environment }?.name
      what = [agent, environment].compactMap(\.self).joined(separator: ", ")
      time = calendar.text(of: query.days)
    }
  }

  struct Row {
    let name: String
    let values: [String]
    let difference: String
  }

  static func rows(_ first: Figures, _ second: Figures) -> [Row] {
    Metric.all.map { metric in
      let (one, other) = (metric.value(first), metric.value(second))
      return Row(
        name: metric.name, values: [one, other].map { $0.map(metric.unit.text) ?? "–" },
        difference: one.flatMap { one in other.flatMap { metric.unit.difference(one, than: $0) } } ?? "–")
    }
  }
}
