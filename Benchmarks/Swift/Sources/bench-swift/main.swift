// What a tracking call costs from Swift, beside the same call from C.

import AllocationCounter

let rounds = 60
let calls = 20_000

var candidates = try makeCandidates()
try measure(&candidates, rounds: 3, calls: calls)  // warms up, and is forgotten
for index in candidates.indices { candidates[index].rounds = [] }
try measure(&candidates, rounds: rounds, calls: calls)

func formatted(_ value: Double) -> String {
  let hundredths = Int((value * 100).rounded())
  return "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
}

let clock = candidates[0].nanoseconds
let core = candidates[1].nanoseconds
print("## Swift\n")
print("Medians of \(rounds) rounds of \(calls) calls; a fresh tracker for each round of Swift's.\n")
print("| one call | × C, lengths | × clock_gettime | ns | allocations |\n|---|--:|--:|--:|--:|")
for candidate in candidates {
  let time = candidate.nanoseconds
  let allocations = allocations_are_counted() ? formatted(candidate.allocations) : "–"
  print(
    "| \(candidate.name) | \(formatted(time / core)) | \(formatted(time / clock)) | \(formatted(time)) "
      + "| \(allocations) |")
}
