import JSONText

/// One line of a file of dialogues.
struct Dialogue {
  private(set) var id = ""
  private(set) var turns: [Turn] = []

  enum Speaker: String {
    case user = "USER"
    case system = "SYSTEM"
  }

  struct Turn {
    var speaker: Speaker
    var utterance: String
    var calls: [Call]
  }

  struct Call {
    var method = ""
    /// JSON text, as it stands in the file.
    var parameters: String?
    /// JSON text, as it stands in the file.
    var results: String?
  }

  /// - Throws: `JSONError`, `CommandError`.
  init(json: String) throws {
    var turns: [(speaker: String, utterance: String, calls: [Call])] = []
    var id = ""
    try JSONReader.read(json) { reader throws(JSONError) in
      try reader.object { reader, key throws(JSONError) in
        switch key {
        case "dialogue_id": id = try reader.string()
        case "turns": try reader.array { reader throws(JSONError) in turns.append(try Self.turn(&reader)) }
        default: _ = try reader.skip()
        }
      }
    }
    guard !id.isEmpty else { throw CommandError("the dialogue has no dialogue_id") }
    self.id = id
    self.turns = try turns.map { turn in
      guard let speaker = Speaker(rawValue: turn.speaker) else {
        throw CommandError("'\(turn.speaker)' is no speaker; it must be USER or SYSTEM")
      }
      return Turn(speaker: speaker, utterance: turn.utterance, calls: turn.calls)
    }
  }

  private static func turn(
    _ reader: inout JSONReader
  ) throws(JSONError) -> (speaker: String, utterance: String, calls: [Call]) {
    var speaker = ""
    var utterance = ""
    var calls: [Call] = []
    try reader.object { reader, key throws(JSONError) in
      switch key {
      case "speaker": speaker = try reader.string()
      case "utterance": utterance = try reader.string()
      case "calls": try reader.array { reader throws(JSONError) in calls.append(try call(&reader)) }
      default: _ = try reader.skip()
      }
    }
    return (speaker, utterance, calls)
  }

  private static func call(_ reader: inout JSONReader) throws(JSONError) -> Call {
    var call = Call()
    try reader.object { reader, key throws(JSONError) in
      switch key {
      case "method": call.method = try reader.string()
      case "parameters": call.parameters = try reader.raw()
      case "results": call.results = try reader.raw()
      default: _ = try reader.skip()
      }
    }
    return call
  }
}
