import CollectorStore
import Foundation
import Hummingbird

/// The overview for programs. Durations are milliseconds, costs US dollars.
struct OverviewJSON: Encodable {
  let timeZone: String
  let from: String
  let to: String
  let agent: Int64?
  let environment: String?
  let metrics: [Value]
  let parts: [Part]
  let hours: [[Int]]
  let turns: [Turn]
  let tools: [Tool]
  let devices: [String: Int]
  let channels: [String: Int]
  let languages: [String: Int]
  /// By ISO 3166 code, '' where it is not known; absent where the collector has no database of countries.
  let countries: [String: Int]?
  let weeks: [Week]

  struct Value: Encodable {
    let name: String
    let value: Double?
    let before: Double?
  }

  struct Part: Encodable {
    let from: String
    let to: String
    let messages: Int
    let conversations: Int
    let responseMedian: Double?
    let responseP90: Double?
  }

  struct Turn: Encodable {
    let turn: Int
    let reached: Int
    let left: Int
  }

  struct Tool: Encodable {
    let name: String
    let calls: Int
    let errors: Int
    let p50: Double?
    let p95: Double?
  }

  struct Week: Encodable {
    let from: String
    let people: Int
    let returning: Int
  }

  init(_ overview: Overview, zone: String) {
    let (query, calendar) = (overview.query, overview.calendar)
    timeZone = zone
    from = calendar.text(ofDay: query.days.lowerBound)
    to = calendar.text(ofDay: query.days.upperBound)
    agent = query.agent
    environment = query.environment
    metrics = Metric.all.map {
      Value(name: $0.name, value: $0.value(overview.now), before: $0.value(overview.before))
    }
    parts = overview.series.parts.map {
      Part(
        from: calendar.text(ofDay: $0.days.lowerBound), to: calendar.text(ofDay: $0.days.upperBound),
        messages: $0.messages, conversations: $0.counts[.conversations],
        responseMedian: $0.responses.percentile(0.5), responseP90: $0.responses.percentile(0.9))
    }
    hours = overview.series.hours
    turns = BarTable.turnSteps(overview.now).map { Turn(turn: $0.turn, reached: $0.reached, left: $0.left) }
    tools = BarTable.sorted(overview.now, .tool).map { name, values in
      Tool(
        name: name, calls: values.count, errors: values.errors, p50: values.durations.percentile(0.5),
        p95: values.durations.percentile(0.95))
    }
    let now = overview.now
    (devices, channels, languages) = (
      now.counts(by: .device), now.counts(by: .source), now.counts(by: .language)
    )
    countries = overview.knowsCountries ? now.counts(by: .country) : nil
    weeks = overview.weeks.map {
      Week(
        from: calendar.text(ofDay: $0.days.lowerBound), people: $0.people.people,
        returning: $0.people.returning)
    }
  }

  var response: Response {
    get throws {
      let encoder = JSONEncoder()
      encoder.keyEncodingStrategy = .convertToSnakeCase
      encoder.outputFormatting = .sortedKeys
      return Response(
        status: .ok,
        headers: [
          .contentType: "application/json", .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
        ],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(self))))
    }
  }
}
