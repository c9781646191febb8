import CollectorStore
import Hummingbird

extension Dashboard {
  func peoplePage(
    _ request: Request, _ viewer: Viewer, link: NewLink? = nil, problem: String? = nil
  ) async throws -> Response {
    let client = try viewer.requireOwnClient()
    let calendar = try await calendar(of: client)
    let view = PeopleView(
      people: try await store.people(of: client).map { PersonView($0.person, $0.role, viewer) },
      invitations: try await store.invitations(to: client).map { InvitationView($0, calendar) }, link: link,
      problem: problem,
      notice: request.notice([
        "role": "The role is changed.", "removed": "Removed. Their sessions have ended.",
        "withdrawn": "The invitation is withdrawn.",
      ]),
      fields: [
        FormField(
          "note", "Whom it is for", hint: "To tell open invitations apart. Nothing is sent to anybody."),
        FormField("role", "Role", choices: roleChoices(.viewer)),
      ])
    return try await settingsPage(
      .peopleSettings, view, viewer, at: "people", status: problem == nil ? .ok : .unprocessableContent)
  }

  /// Makes an invitation, and shows its link this once.
  func invite(_ request: Request, _ viewer: Viewer) async throws -> Response {
    var request = request
    let client = try viewer.requireOwnClient()
    let fields = try await Form(collecting: &request)
    guard let role = ClientRole(rawValue: fields.text("role")) else { throw HTTPError(.badRequest) }
    do {
      let token = try await store.invite(to: client, role: role, note: fields.text("note"))
      let address = try await address(of: client, asked: request) + "/welcome/\(token.text)"
      return try await peoplePage(request, viewer, link: NewLink(address: address, role: role.rawValue))
    } catch let error as PersonError {
      return try await peoplePage(request, viewer, problem: "\(error)")
    }
  }

  /// Changes somebody's role, or takes the client away from them.
  func changePerson(_ request: Request, _ viewer: Viewer, id: String?) async throws -> Response {
    var request = request
    let client = try viewer.requireOwnClient()
    let fields = try await Form(collecting: &request)
    guard let id = id.flatMap({ Int64($0) }),
      try await store.people(of: client).contains(where: { $0.person.id == id })
    else { throw HTTPError(.notFound) }
    let role = ClientRole(rawValue: fields.text("role"))
    let isRemoval = fields["remove"] != nil
    guard isRemoval || role != nil else { throw HTTPError(.badRequest) }
    do {
      try await store.setRole(of: id, to: isRemoval ? nil : role, in: client)
      return .seeOther("/settings/people?done=\(isRemoval ? "removed" : "role")")
    } catch let error as PersonError {
      return try await peoplePage(request, viewer, problem: "\(error)")
    }
  }

  func withdraw(_ viewer: Viewer, id: String?) async throws -> Response {
    let client = try viewer.requireOwnClient()
    guard let id = id.flatMap({ Int64($0) }) else { throw HTTPError(.notFound) }
    try await store.withdrawInvitation(id, to: client)
    return .seeOther("/settings/people?done=withdrawn")
  }

  /// Where the client's people find the dashboard: at the client's own host name, where it has one.
  private func address(of client: ClientScope, asked request: Request) async throws -> String {
    let authority = request.head.authority ?? ""
    let host = try await store.brand(of: client).brand.host
    let port = authority.wholeMatch(of: /.*(:[0-9]+)/).map { String($0.1) } ?? ""
    return (cookie.isSecure ? "https://" : "http://") + (host.map { $0 + port } ?? authority)
  }
}

/// An invitation's link, which is shown once.
struct NewLink {
  let address: String
  let role: String
}

private func roleChoices(_ chosen: ClientRole) -> [FormField.Choice] {
  let meanings: [ClientRole: String] = [
    .viewer: "Viewer: looks at everything", .editor: "Editor: also renames, marks, shares",
    .owner: "Owner: also changes these settings",
  ]
  return ClientRole.allCases.map {
    FormField.Choice(value: $0.rawValue, name: meanings[$0] ?? $0.rawValue, isChosen: $0 == chosen)
  }
}

private struct PeopleView {
  let people: [PersonView]
  let invitations: [InvitationView]
  let link: NewLink?
  let problem: String?
  let notice: String?
  let fields: [FormField]
}

private struct PersonView {
  let id: String
  let name: String
  let login: String
  let isSelf: Bool
  let roles: [FormField.Choice]

  init(_ person: Person, _ role: ClientRole, _ viewer: Viewer) {
    (id, name, login) = ("\(person.id)", person.name, person.login)
    isSelf = person.id == viewer.person.id
    roles = ClientRole.allCases.map {
      FormField.Choice(value: $0.rawValue, name: $0.rawValue.capitalized, isChosen: $0 == role)
    }
  }
}

private struct InvitationView {
  let id: String
  let note: String?
  let role: String
  let until: PageTime

  init(_ invitation: Invitation, _ calendar: LocalCalendar) {
    id = "\(invitation.id)"
    note = invitation.note.isEmpty ? nil : invitation.note
    role = invitation.membership?.role.rawValue ?? ""
    until = PageTime(invitation.expiresAt, in: calendar)
  }
}
