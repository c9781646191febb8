import AllocationCounter

/// One way to track, with what was measured of it.
struct Candidate {
  let name: String
  /// Makes so many calls.
  let loop: (Int) throws -> Void
  /// Empties what the calls have filled.
  let drain: () -> Void
  var rounds: [Double] = []
  var allocations: Double = 0

  init(_ name: String, drain: @escaping () -> Void = {}, loop: @escaping (Int) throws -> Void) {
    self.name = name
    self.loop = loop
    self.drain = drain
  }

  /// The median of the rounds, in nanoseconds for one call.
  var nanoseconds: Double { rounds.sorted()[rounds.count / 2] }

  mutating func measure(calls: Int) throws {
    let allocated = allocation_count()
    let start = monotonic_ns()
    try loop(calls)
    let end = monotonic_ns()
    allocations = Double(allocation_count() - allocated) / Double(calls)
    rounds.append(Double(end - start) / Double(calls))
    drain()
  }
}

/// In turns, so that noise hits all alike.
func measure(_ candidates: inout [Candidate], rounds: Int, calls: Int) throws {
  for round in 0..<rounds {
    for index in candidates.indices {
      try candidates[(index + round) % candidates.count].measure(calls: calls)
    }
  }
}
