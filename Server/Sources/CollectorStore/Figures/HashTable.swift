/// Values by hashes of 64 bits. A hash is its own place, which takes a fraction of what a dictionary, which hashes it
/// once more, takes for a million of them.
struct HashTable<Value> {
  private var entries: [(hash: UInt64, value: Value)?] = Array(repeating: nil, count: 64)
  private(set) var count = 0

  /// Changes the value of a hash, which begins as `initial`.
  mutating func update(
    _ hash: UInt64, from initial: @autoclosure () -> Value, _ change: (inout Value) -> Void
  ) {
    if count * 4 >= entries.count * 3 { grow() }
    let place = place(of: hash)
    if entries[place] == nil {
      entries[place] = (hash, initial())
      count += 1
    }
    change(&entries[place]!.value)
  }

  /// In no order.
  var values: some Sequence<Value> { entries.lazy.compactMap { $0?.value } }

  /// Where a hash is, or where it would be.
  private func place(of hash: UInt64) -> Int {
    var place = Int(truncatingIfNeeded: hash) & (entries.count - 1)
    while let entry = entries[place], entry.hash != hash { place = (place + 1) & (entries.count - 1) }
    return place
  }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: nil, count: old.count * 2)
    for case let entry? in old { entries[place(of: entry.hash)] = entry }
  }
}
