import CollectorStore
import Hummingbird

/// Which figures a page is about: days in the client's time zone, an agent and an environment.
struct FigureQuery {
  static let presets = [(1, "Today"), (7, "7 days"), (30, "30 days"), (90, "90 days"), (365, "A year")]
  private static let standard = 30
  /// Days that one page is about at most.
  private static let most = 3660

  /// The names of the parameters.
  static let names = ["days", "from", "to", "agent", "environment"]

  var days: ClosedRange<Int>
  /// How many days up to today, where one of the presets was asked for.
  var preset: Int?
  /// The agent's row; nil: all of them.
  var agent: Int64?
  /// A slug; nil: all that are for production.
  var environment: String?
  /// What is wrong with the days that were asked for, in which case `days` are the standard ones.
  var problem: String?

  /// The days before, as many.
  var daysBefore: ClosedRange<Int> { (days.lowerBound - days.count)...(days.lowerBound - 1) }

  /// Reads the parameters whose names begin with `prefix`.
  /// - Throws: 404 for an agent or an environment that is not among the choices.
  init(_ parameters: Form, prefix: String = "", today: Int, _ choices: FigureChoices) throws {
    func value(_ name: String) -> String? {
      parameters[prefix + name].flatMap { $0.isEmpty ? nil : $0 }
    }
    func chosen(_ name: String, from choices: [TenantChoice]) throws -> String? {
      guard let text = value(name) else { return nil }
      guard choices.contains(where: { $0.id == text }) else { throw HTTPError(.notFound) }
      return text
    }
    agent = try chosen("agent", from: choices.agents).flatMap { Int64($0) }
    environment = try chosen("environment", from: choices.environments)
    let preset = value("days").flatMap { Int($0) }.flatMap { count in Self.presets.first { $0.0 == count }?.0
    }
    (self.preset, days) = Self.upTo(today, preset ?? Self.standard)
    guard preset == nil, value("from") != nil || value("to") != nil else { return }
    do {
      days = try Self.days(from: value("from"), to: value("to"), today: today)
      self.preset = nil
    } catch { problem = error.text }
  }

  private static func upTo(_ today: Int, _ count: Int) -> (preset: Int?, days: ClosedRange<Int>) {
    (count, (today - count + 1)...today)
  }

  private struct Problem: Error { let text: String }

  private static func days(from: String?, to: String?, today: Int) throws(Problem) -> ClosedRange<Int> {
    func day(_ text: String?, _ name: String) throws(Problem) -> Int? {
      guard let text else { return nil }
      guard let day = LocalCalendar.day(text: text) else {
        throw Problem(text: "\(name) has to be a date such as 2026-01-31.")
      }
      return day
    }
    let last = try day(to, "The last day") ?? today
    let first = try day(from, "The first day") ?? last - standard + 1
    guard first <= last else { throw Problem(text: "The first day has to come before the last one.") }
    guard last - first < most else { throw Problem(text: "A page shows ten years at most.") }
    return first...last
  }

  /// Whose figures of which quarters of an hour these are.
  func range(_ days: ClosedRange<Int>, _ calendar: LocalCalendar, _ audience: Audience) -> FigureRange {
    FigureRange(
      slots: calendar.slots(of: days), audience: audience, agent: agent, environment: environment)
  }

  /// As the query of an address.
  func text(_ calendar: LocalCalendar, prefix: String = "") -> String {
    var fields: [(String, String)] = []
    if let preset {
      fields.append(("days", "\(preset)"))
    } else {
      fields += [
        ("from", calendar.text(ofDay: days.lowerBound)), ("to", calendar.text(ofDay: days.upperBound)),
      ]
    }
    if let agent { fields.append(("agent", "\(agent)")) }
    if let environment { fields.append(("environment", environment)) }
    return fields.map { "\(prefix)\($0.0)=\(percentEncoded($0.1))" }.joined(separator: "&")
  }
}

/// What a query can be narrowed to.
struct FigureChoices {
  let agents: [TenantChoice]
  let environments: [TenantChoice]
}

extension Dashboard {
  func figureChoices(_ viewer: Viewer) async throws -> FigureChoices {
    FigureChoices(
      agents: try await store.agentChoices(for: viewer.audience),
      environments: try await store.environmentChoices(for: viewer.audience))
  }

  /// The client's time zone and what counts as handing over; an operator's view of all has the standard ones.
  func figureSettings(_ viewer: Viewer) async throws -> ClientSettings {
    guard let client = viewer.client else { return ClientSettings() }
    return try await store.brand(of: client).settings
  }
}
