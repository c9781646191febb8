import CollectorStore
import Hummingbird

/// Makes the addresses of attachments in one answer, on the host that the caller asked.
struct FileAddresses {
  let origin: String
  let links: AttachmentLinks
  let now: Timestamp

  func url(of attachment: AttachmentRow) -> String { origin + links.path(to: attachment, now: now) }
}

/// This collector as its callers reach it.
struct Origin: Sendable {
  /// `http` or `https`.
  let scheme: String

  func text(for request: Request) -> String { "\(scheme)://\(request.head.authority ?? "localhost")" }

  func files(of store: CollectorStore, for request: Request) -> FileAddresses {
    FileAddresses(origin: text(for: request), links: store.attachmentLinks, now: .now())
  }
}
