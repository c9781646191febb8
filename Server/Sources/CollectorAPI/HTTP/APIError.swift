import Hummingbird
import JSONText

/// A refusal in one of the shapes that the published clients can read.
struct APIError: HTTPResponseError {
  let status: HTTPResponse.Status
  let body: JSONWriter
  var headers: HTTPFields = [:]

  /// `{"detail": "…"}`
  init(_ status: HTTPResponse.Status, detail: String, headers: HTTPFields = [:]) {
    self.status = status
    self.headers = headers
    var body = JSONWriter()
    body.object { $0.member("detail", detail) }
    self.body = body
  }

  /// 400 with `{"field": "message"}`, or with a list of messages where `listed`.
  init(field: String, _ message: String, listed: Bool = false) {
    status = .badRequest
    var body = JSONWriter()
    body.object {
      $0.key(field)
      if listed { $0.array { $0.string(message) } } else { $0.string(message) }
    }
    self.body = body
  }

  init(_ status: HTTPResponse.Status, body: JSONWriter) {
    self.status = status
    self.body = body
  }

  func response(from request: Request, context: some RequestContext) throws -> Response {
    var response = Response(status: status, json: body)
    response.headers.append(contentsOf: headers)
    return response
  }
}

extension APIError {
  static var notAuthenticated: APIError {
    unauthorized("Authentication credentials were not provided.")
  }

  /// 401, with the way to authenticate.
  static func unauthorized(_ detail: String) -> APIError {
    APIError(.unauthorized, detail: detail, headers: [.wwwAuthenticate: "Api-Key"])
  }

  static var notFound: APIError { APIError(.notFound, detail: "Not found.") }

  /// 200 without a row: what is sent again after an erasure is taken and thrown away, so that its sender
  /// neither stops nor tries once more.
  static var erased: APIError {
    var body = JSONWriter()
    body.object {
      $0.member("id", nil as Int64?)
      $0.member("detail", "This conversation was erased.")
    }
    return APIError(.ok, body: body)
  }

  /// `{"error": "…"}`, the shape of the product's attachments.
  init(_ status: HTTPResponse.Status, error: String, headers: HTTPFields = [:]) {
    self.status = status
    self.headers = headers
    var body = JSONWriter()
    body.object { $0.member("error", error) }
    self.body = body
  }

  static func tooLarge(limit: Int) -> APIError {
    APIError(
      .contentTooLarge,
      detail: "The request body is larger than \(limit >> 20) MiB decoded, or was "
        + "compressed beyond \(InflationLimits.maximumRatio) to 1. Send less at once.",
      // What is left of such a body is not worth reading.
      headers: [.connection: "close"])
  }
}
