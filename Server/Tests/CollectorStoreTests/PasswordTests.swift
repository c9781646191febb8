import CollectorStore
import Testing

@Suite(.serialized) struct PasswordTests {
  @Test func aPasswordMatchesItselfAlone() throws {
    let hash = try PasswordHash.make(of: "correct horse")
    #expect(hash.matches("correct horse"))
    for wrong in ["correct hors", "correct horse ", "Correct horse", ""] { #expect(!hash.matches(wrong)) }
    #expect(try PasswordHash.make(of: "correct horse") != hash)
    #expect(!PasswordHash.ofNobody.matches(""))
  }

  @Test(arguments: [("short", false), ("long enough", true), ("SIGN-IN NAME", false)])
  func aWeakPasswordIsRefused(password: String, isFine: Bool) {
    let result = Result { try checkPassword(password, login: "sign-in name") }
    #expect(((try? result.get()) != nil) == isFine)
  }
}
