import Crypto

/// Files that somebody attached to a conversation in one go, checked and ready to be written.
public struct Upload: Sendable {
  public var conversation: ConversationReference
  /// The message they belong to; nil makes one.
  public var message: Int64?
  public var timestamp: Timestamp?
  public var sender: String
  /// JSON text.
  public var metadata: String?
  public var files: [File]

  public struct File: Sendable, Equatable {
    /// What the caller calls it: a label, never a path.
    public var filename: String
    public var mimeType: String
    public var bytes: [UInt8]

    public init(filename: String, mimeType: String, bytes: [UInt8]) {
      self.filename = filename
      self.mimeType = mimeType
      self.bytes = bytes
    }
  }

  public init(
    conversation: ConversationReference, message: Int64? = nil, timestamp: Timestamp?, sender: String,
    metadata: String? = nil, files: [File]
  ) {
    self.conversation = conversation
    self.message = message
    self.timestamp = timestamp
    self.sender = sender
    self.metadata = metadata
    self.files = files
  }

  /// Equal for uploads of the same files at the same time, which is what a resend looks like. One that
  /// tells no time is like no other.
  func fingerprint() -> String {
    guard let timestamp else { return EventID.random().text }
    let parts = ["\(timestamp.microseconds)", sender, message.map(String.init) ?? ""]
    return EventID(
      of: parts
        + files.flatMap { [$0.filename, $0.mimeType, hexadecimal(SHA256.hash(data: $0.bytes))] }
    ).text
  }
}

/// What came of an upload.
public struct UploadReceipt: Sendable {
  public let conversation: Int64
  public let message: Int64
  public let attachments: [AttachmentRow]
  /// Whether anything was stored: false for a resend.
  public let isNew: Bool
}
