import CollectorStore
import Hummingbird

extension Dashboard {
  /// Saves the filters of the page that the form was on under a name.
  func saveFilter(_ request: Request, _ viewer: Viewer) async throws -> Response {
    var request = request
    let form = try await Form(collecting: &request)
    let query = ConversationQuery(Form(form["query"] ?? ""), try await calendar(of: viewer))
    let isShared = form["shared"] == "yes"
    if isShared { try viewer.require(.editor) }
    try await store.saveFilter(
      form.text("name"), query: query.text, of: viewer.requireClient(), for: viewer.person, isShared: isShared
    )
    return .seeOther(query.path())
  }

  func deleteFilter(_ request: Request, _ viewer: Viewer) async throws -> Response {
    var request = request
    let form = try await Form(collecting: &request)
    try await store.deleteFilter(
      form["id"].flatMap { Int64($0) } ?? 0, of: viewer.requireClient(), for: viewer.person,
      mayShare: viewer.role >= .editor)
    return .seeOther("/conversations")
  }
}

/// The saved filters beside the form, for viewers of one client.
struct SavedFiltersView {
  let formToken: String
  /// What a new one would be saved with; nil: nothing is filtered.
  let query: String?
  let mayShare: Bool
  let filters: [Filter]
  let isEmpty: Bool

  struct Filter {
    let id: String
    let name: String
    let path: String
    let isHere: Bool
    let isShared: Bool
    let mayDelete: Bool
  }

  init(_ filters: [SavedFilter], _ query: ConversationQuery, _ viewer: Viewer) {
    formToken = viewer.formToken
    self.query = query.text.isEmpty ? nil : query.text
    let mayShare = viewer.role >= .editor
    self.mayShare = mayShare
    isEmpty = filters.isEmpty
    self.filters = filters.map { filter in
      Filter(
        id: "\(filter.id)", name: filter.name, path: "/conversations?\(filter.query)",
        isHere: filter.query == query.text, isShared: filter.isShared, mayDelete: mayShare || !filter.isShared
      )
    }
  }
}
