#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension ConversationTracker {
  /// A file that goes with a conversation.
  public struct Attachment: Sendable {
    enum Content: Sendable {
      case bytes(any ContiguousBytes & Sendable)
      /// `nil` stands for a URL that leads to no file.
      case path(String?)
    }

    let content: Content
    let filename: String?
    let mimeType: String?

    /// Bytes in memory, such as `Data` or `[UInt8]`. The tracking call copies them once, into the event.
    ///
    /// - Parameters:
    ///   - bytes: At most 25 MiB.
    ///   - filename: 1 to 255 characters, not blank.
    ///   - mimeType: 1 to 255 characters; `nil` is `application/octet-stream`.
    public static func data(
      _ bytes: some ContiguousBytes & Sendable, filename: String, mimeType: String? = nil
    ) -> Self {
      Self(content: .bytes(bytes), filename: filename, mimeType: mimeType)
    }

    /// A file, which is read while it is sent: it has to stay as it is until then.
    ///
    /// - Parameters:
    ///   - path: Where it is; at most 25 MiB.
    ///   - filename: 1 to 255 characters, not blank; `nil` is the last part of the path.
    ///   - mimeType: 1 to 255 characters; `nil` is `application/octet-stream`.
    public static func file(_ path: String, filename: String? = nil, mimeType: String? = nil) -> Self {
      Self(content: .path(path), filename: filename, mimeType: mimeType)
    }

    /// A file, which is read while it is sent: it has to stay as it is until then.
    ///
    /// - Parameters:
    ///   - url: A file URL; the tracking call refuses others.
    ///   - filename: 1 to 255 characters, not blank; `nil` is the last part of the path.
    ///   - mimeType: 1 to 255 characters; `nil` is `application/octet-stream`.
    public static func file(_ url: URL, filename: String? = nil, mimeType: String? = nil) -> Self {
      let path = url.isFileURL ? url.path(percentEncoded: false) : nil
      return Self(content: .path(path), filename: filename, mimeType: mimeType)
    }
  }
}

extension ConversationTracker.Attachment {
  /// Whom a file comes from.
  public enum Sender: Sendable {
    /// The person.
    case endUser
    /// The agent.
    case agent
  }

  /// How files travel.
  public enum Mode: Sendable {
    /// In a JSON body.
    case base64
    /// As `multipart/form-data`.
    case form
  }
}
