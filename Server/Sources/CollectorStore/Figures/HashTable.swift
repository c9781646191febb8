/// Values by hashes of 64 bits. A hash is its own place, which takes a fraction of what a dictionary, which hashes it
/// once more, takes for a million of them.
struct HashTable<Value> {
  /// A hash of 0 is an entry that is free: a hash of that value stands as 1.
  private var entries: [(hash: UInt64, value: Value)]
  private let initial: Value
  private(set) var count = 0

  /// - Parameter initial: What the value of each hash begins as.
  init(initial: Value) {
    self.initial = initial
    entries = Array(repeating: (0, initial), count: 64)
  }

  mutating func update(_ hash: UInt64, _ change: (inout Value) -> Void) {
    if count * 4 >= entries.count * 3 { grow() }
    let (hash, place) = find(hash)
    if entries[place].hash == 0 {
      entries[place].hash = hash
      count += 1
    }
    change(&entries[place].value)
  }

  /// Changes nothing where the hash is not there.
  mutating func updateExisting(_ hash: UInt64, _ change: (inout Value) -> Void) {
    let (hash, place) = find(hash)
    if entries[place].hash == hash { change(&entries[place].value) }
  }

  /// In no order.
  var values: some Sequence<Value> { entries.lazy.filter { $0.hash != 0 }.map(\.value) }

  /// A hash as it stands in the table, and where that is or would be.
  private func find(_ hash: UInt64) -> (hash: UInt64, place: Int) {
    let (hash, last) = (max(hash, 1), entries.count - 1)
    var place = Int(truncatingIfNeeded: hash) & last
    while entries[place].hash != hash, entries[place].hash != 0 { place = (place + 1) & last }
    return (hash, place)
  }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: (0, initial), count: old.count * 2)
    for entry in old where entry.hash != 0 { entries[find(entry.hash).place] = entry }
  }
}
