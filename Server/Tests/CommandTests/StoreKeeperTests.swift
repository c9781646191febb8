import Testing

@testable import agentsight

@Suite struct StoreKeeperTests {
  @Test func itGivesWayToThoseWhoWrite() {
    #expect(StoreKeeper.rest(after: .milliseconds(30), othersWrite: true) == .milliseconds(120))
    #expect(StoreKeeper.rest(after: .milliseconds(1), othersWrite: true) == .milliseconds(20))
    #expect(StoreKeeper.rest(after: .milliseconds(30), othersWrite: false) == .milliseconds(20))
  }
}
