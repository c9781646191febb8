import Hummingbird
import JSONText

extension Response {
  /// A response whose body is JSON. It may hold what people said, so nothing on the way may keep it.
  init(status: HTTPResponse.Status, json: JSONWriter) {
    self.init(
      status: status,
      headers: [
        .contentType: "application/json", .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.bytes)))
  }

  /// 200 with the JSON that `write` writes.
  static func json(_ write: (inout JSONWriter) throws -> Void) rethrows -> Response {
    var writer = JSONWriter()
    try write(&writer)
    return Response(status: .ok, json: writer)
  }
}
