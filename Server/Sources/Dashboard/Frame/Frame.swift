import CollectorStore

/// What a page has around it: the brand, and for whoever has signed in the way to the other pages.
struct Frame {
  let brandName: String
  let brandSheet: String
  let logo: String?
  let icon: String
  let person: Person?
  let navigation: [Link]

  struct Person {
    let name: String
    let formToken: String
    let clients: [Choice]
    /// Whether there is more than one.
    let canChoose: Bool
  }

  struct Choice {
    let id: String
    let name: String
    let isChosen: Bool
  }

  struct Link {
    let path: String
    let name: String
    let isHere: Bool
  }

  /// The frame of a page for everybody who comes to this host.
  init(host: HostBrand) {
    self.init(host.brand, person: nil, navigation: [])
  }

  /// The frame of a viewer's page, in the brand of the client that it is about.
  static func of(_ viewer: Viewer, section: String, in store: CollectorStore) async throws -> Frame {
    let brand =
      if let client = viewer.client { try await store.brand(of: client).brand } else { HostBrand.none.brand }
    return Frame(viewer: viewer, brand: brand, section: section)
  }

  /// The frame of a page for a viewer. `section` is the path of the navigation's entry that the page is in.
  init(viewer: Viewer, brand: Brand, section: String) {
    let sections = Section.all.filter { $0.least <= viewer.role }
    var clients = viewer.choices.map {
      Choice(id: "\($0.scope.id)", name: $0.name, isChosen: $0.scope == viewer.client)
    }
    if viewer.person.isOperator {
      clients.insert(Choice(id: "", name: "All clients", isChosen: viewer.client == nil), at: 0)
    }
    self.init(
      brand,
      person: Person(
        name: viewer.person.name, formToken: viewer.formToken, clients: clients,
        canChoose: clients.count > 1),
      navigation: sections.map { Link(path: $0.path, name: $0.name, isHere: $0.path == section) })
  }

  private init(_ brand: Brand, person: Person?, navigation: [Link]) {
    brandName = brand.name
    brandSheet = BrandSheet.path(of: brand)
    logo = brand.logo.map { "/pictures/\($0)" }
    icon = brand.icon.map { "/pictures/\($0)" } ?? "/assets/icon.svg"
    self.person = person
    self.navigation = navigation
  }
}

/// The parts of the dashboard, as its navigation lists them.
struct Section {
  let path: String
  let name: String
  let least: ClientRole

  static let all = [
    Section(path: "/overview", name: "Overview", least: .viewer),
    Section(path: "/live", name: "Live", least: .viewer),
    Section(path: "/conversations", name: "Conversations", least: .viewer),
    Section(path: "/compare", name: "Compare", least: .viewer),
    Section(path: "/settings", name: "Settings", least: .owner),
  ]
}
