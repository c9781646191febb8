/// Somebody who can sign in.
public struct Person: Sendable, Equatable {
  public let id: Int64
  /// What the person signs in with; unique without regard to case.
  public let login: String
  public let name: String
  /// Whether the person runs this collector and sees every client.
  public let isOperator: Bool
}

/// What a person may do with one client. Each role includes the ones before it.
public enum ClientRole: String, Sendable, CaseIterable, Comparable {
  /// Looks at everything.
  case viewer
  /// Also renames, marks, gives feedback, opens tickets, shares.
  case editor
  /// Also changes the brand, people, keys, environments and retention.
  case owner

  public static func < (left: ClientRole, right: ClientRole) -> Bool {
    allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
  }
}

/// A client that a person may look at.
public struct Membership: Sendable, Equatable {
  public let scope: ClientScope
  public let clientName: String
  public let role: ClientRole
}

/// Why somebody could not be let in, added or changed. Each description is for the person at the form.
public enum PersonError: Error, Equatable, CustomStringConvertible {
  case invalidLogin
  case invalidPersonName
  case weakPassword
  case takenLogin
  case linkNotValid
  case lastOwner

  public var description: String {
    switch self {
    case .invalidLogin:
      "The sign-in name must have 1 to 64 letters, digits or any of . _ - @ +, and no spaces."
    case .invalidPersonName: "The name must have 1 to 255 characters and no control characters."
    case .weakPassword:
      "The password must have \(PasswordHash.shortest) to \(PasswordHash.longest) characters, and not be the sign-in name."
    case .takenLogin: "This sign-in name is taken. Choose another."
    case .linkNotValid: "This link is not valid any more. Ask whoever gave it to you for a new one."
    case .lastOwner: "A client needs at least one owner. Make somebody else an owner first."
    }
  }
}
