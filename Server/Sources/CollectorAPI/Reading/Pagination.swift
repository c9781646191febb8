import JSONText

/// The page of a list that a request asks for, and the envelope that it comes in.
struct Pagination: Equatable {
  static let standardSize = 15
  static let maximumSize = 100

  let page: Int
  let size: Int

  var offset: Int { (page - 1) * size }

  /// A size beyond the maximum is cut to it; a page that is no number is an error.
  init(query: Query) throws {
    let page = query["page"].map { Int($0) ?? 0 } ?? 1
    guard (1...1_000_000_000).contains(page) else { throw Self.invalidPage }
    let size = query["page_size"].flatMap { Int($0) } ?? Self.standardSize
    self.page = page
    self.size = size < 1 ? Self.standardSize : min(size, Self.maximumSize)
  }

  /// - Throws: 404 where the list has no such page. An empty list has one.
  func check(count: Int) throws {
    guard page == 1 || offset < count else { throw Self.invalidPage }
  }

  func write(
    count: Int, address: String, query: Query, to json: inout JSONWriter, extra: (inout JSONWriter) -> Void,
    results: (inout JSONWriter) -> Void
  ) {
    let pages = max(1, (count + size - 1) / size)
    json.object { json in
      json.member("count", Int64(count))
      json.member("page_size", Int64(size))
      json.member("total_pages", Int64(pages))
      json.member("current_page", Int64(page))
      json.member("next", page < pages ? link(to: page + 1, address, query) : nil)
      json.member("previous", page > 1 ? link(to: page - 1, address, query) : nil)
      extra(&json)
      json.key("results")
      results(&json)
    }
  }

  private func link(to page: Int, _ address: String, _ query: Query) -> String {
    address + "?" + query.replacing("page", with: String(page))
  }

  private static var invalidPage: APIError { APIError(.notFound, detail: "Invalid page.") }
}
