import ConversationTracker
import Foundation
import Testing

/// What becomes of the fields of an action.
@Suite struct ActionTests {
  /// The span of the only action that `track` tracks.
  private func span(
    of track: (ConversationTracker) throws -> Void
  ) async throws -> JSON {
    let server = try RecordingServer()
    let tracker = try makeTracker(for: server, conversationID: "user_123")
    try track(tracker)
    try await tracker.sendTrackedData()
    return try #require(server.batches.first)["conversations"][0]["spans"][0]
  }

  private let start = Date(timeIntervalSince1970: 1_700_000_000.123456)
  private let end = Date(timeIntervalSince1970: 1_700_000_002.654321)

  @Test func startAndEnd() async throws {
    let span = try await span { try $0.trackAction("search", startedAt: start, endedAt: end) }
    #expect(span["started_at"].string?.hasPrefix("2023-11-14T22:13:20.123456") == true)
    #expect(span["ended_at"].string?.hasPrefix("2023-11-14T22:13:22.654321") == true)
    #expect(span["duration_ms"].number == 2530.865)
  }

  @Test func startAndDuration() async throws {
    let span = try await span { try $0.trackAction("search", startedAt: start, duration: .microseconds(1)) }
    #expect(span["started_at"].string?.hasPrefix("2023-11-14T22:13:20.123456") == true)
    #expect(span["ended_at"].string?.hasPrefix("2023-11-14T22:13:20.123457") == true)
  }

  @Test func endAndDuration() async throws {
    let span = try await span { try $0.trackAction("search", endedAt: end, duration: .seconds(1)) }
    #expect(span["started_at"].string?.hasPrefix("2023-11-14T22:13:21.654321") == true)
  }

  @Test func aDurationOfZeroIsNotAMissingOne() async throws {
    let span = try await span { try $0.trackAction("search", startedAt: start, duration: .zero) }
    #expect(span["started_at"].string?.hasPrefix("2023-11-14T22:13:20.123456") == true)
    #expect(span["ended_at"] == span["started_at"])
  }

  @Test func anErrorMarksTheAction() async throws {
    let span = try await span { try $0.trackAction("search", errorMessage: "no such page") }
    #expect(span["status"] == "error")
    #expect(span["attributes"]["agentsight.tool.error"] == "no such page")
  }

  /// The core takes the size 0 for NUL-terminated text, and an empty Swift string ends in no NUL.
  @Test func emptyTextsAreAbsent() async throws {
    let span = try await span { try $0.trackAction("search", response: "", errorMessage: "") }
    #expect(span["status"] == "unset")
    #expect(span["attributes"]["agentsight.tool.response"] == .null)
    #expect(span["attributes"]["agentsight.tool.error"] == .null)
  }
}
