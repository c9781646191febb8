// What a tracking call costs from Swift, beside the same call from C.

import AllocationCounter

let rounds = 400
let calls = 2000

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
print("Medians of \(rounds) rounds of \(calls) calls.\n")
print("| one call | × C, lengths | × clock_gettime | ns | allocations |\n|---|--:|--:|--:|--:|")
for candidate in candidates {
  let time = candidate.nanoseconds
  let allocations = allocations_are_counted() ? formatted(candidate.allocations) : "–"
  print(
    "| \(candidate.name) | \(formatted(time / core)) | \(formatted(time / clock)) | \(formatted(time)) "
      + "| \(allocations) |")
}

print(
  "\nGoals: heap strings with handles at most 2 × C, a [String: String] built per call at most 320 ns, ",
  terminator: "")
print("literals without an allocation.")
