internal import CAgentSight

extension ConversationTracker.Configuration {
  /// How events travel.
  public enum Wire: Hashable, Sendable, CaseIterable {
    /// Batches. An event carries an id, and is stored once however often it is sent.
    case ingest
    /// A request for each event, in order, as the published clients 0.0.x make them, for a server that knows
    /// nothing else. Such a server can store an event twice when its answer is lost.
    /// ``ConversationTracker/Configuration/batchEvents`` counts as 1.
    case rest
  }
}

extension ConversationTracker.Configuration.Wire {
  /// The core's name for the wire.
  var core: ags_wire {
    switch self {
    case .ingest: AGS_WIRE_INGEST
    case .rest: AGS_WIRE_REST
    }
  }

  /// `nil` for a wire that this module does not know.
  init?(_ wire: ags_wire) {
    guard let known = Self.allCases.first(where: { $0.core == wire }) else { return nil }
    self = known
  }
}
