import Hummingbird
import Mustache

/// An HTML response made from a template.
enum Page {
  /// Renders `template` inside `frame`.
  static func render(
    _ template: Template, _ view: Any, title: String, in frame: Frame, status: HTTPResponse.Status = .ok
  ) -> Response {
    let framed = Framed(
      title: title, styleSheet: StyleSheet.path, frame: frame,
      body: library.render(view, withTemplate: template.rawValue) ?? "")
    let html = library.render(framed, withTemplate: Template.frame.rawValue) ?? ""
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
  }

  static func message(
    _ status: HTTPResponse.Status, title: String, text: String, in frame: Frame
  ) -> Response {
    render(.message, Message(title: title, text: text), title: title, in: frame, status: status)
  }

  private struct Framed {
    let title: String
    let styleSheet: String
    let frame: Frame
    /// HTML, from a template of ours.
    let body: String
  }

  private struct Message {
    let title: String
    let text: String
  }

  /// Nothing is loaded or run but our own files, nothing is framed, nothing is kept.
  private static let headers: HTTPFields = [
    .contentType: "text/html; charset=utf-8",
    .contentSecurityPolicy: """
    default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'
    """,
    .xContentTypeOptions: "nosniff",
    // With none at all, browsers hide the origin of our own forms too.
    .init("Referrer-Policy")!: "same-origin",
    .cacheControl: "no-store",
  ]

  private static let library: MustacheLibrary = {
    MustacheContentTypes.register(PageText(), named: PageText.name)
    var templates: [String: MustacheTemplate] = [:]
    for template in Template.allCases {
      // A template that does not parse is a mistake in this program, and every test of a page finds it.
      templates[template.rawValue] = try! MustacheTemplate(
        string: "{{% CONTENT_TYPE:\(PageText.name)}}" + template.source)
    }
    return MustacheLibrary(templates: templates)
  }()
}
