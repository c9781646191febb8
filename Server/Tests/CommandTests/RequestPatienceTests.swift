import NIOCore
import Testing

@testable import agentsight

@Suite struct RequestPatienceTests {
  /// Seconds until it is over, at most 200, with so many bytes in each.
  private func seconds(
    _ patience: RequestPatience, bytes: Int = 0, wasAsking: Bool = true, late: TimeAmount = .zero
  ) -> Int {
    var patience = patience
    for second in 1...200 {
      patience.receive(bytes)
      patience.endTick(wasAsking: wasAsking, late: late)
      if patience.isOver { return second }
    }
    return 200
  }

  @Test func silenceEndsIt() {
    #expect(seconds(.header) == 10)
    #expect(seconds(.body) == 30)
  }

  @Test func bytesThatDripHelpLittle() {
    #expect(seconds(.header, bytes: 400) == 10)
    #expect(seconds(.body, bytes: 1) == 30)
    #expect(seconds(.body, bytes: 250) == 59)
  }

  @Test func anHonestRateIsNeverTooSlow() {
    #expect(seconds(.body, bytes: 500) == 200)
  }

  @Test func aBusyServerBlamesNobody() {
    #expect(seconds(.body, wasAsking: false) == 200)
  }

  @Test func aBusyMachineHasMorePatience() {
    #expect(seconds(.header, late: .milliseconds(300)) == 30)
    #expect(seconds(.header, late: .milliseconds(200)) == 10)
  }
}
