internal import CAgentSight

extension ConversationTracker {
  /// Records files that belong together.
  ///
  /// ```swift
  /// try tracker.trackAttachments([.data(pdf, filename: "bill.pdf", mimeType: "application/pdf"), .file(photo)])
  /// ```
  ///
  /// That a file can be read is checked by this call. A file that cannot be read any more when it is sent is
  /// left out, and the log says so.
  ///
  /// - Parameters:
  ///   - attachments: 1 to 10 files.
  ///   - sender: Whom they come from.
  ///   - mode: How they travel.
  ///   - conversationID: 1 to 255 characters, not blank; `nil` is the configured conversation.
  ///   - metadata: A JSON object.
  /// - Throws: ``Failure`` with the code ``Failure/Code/attachment``, ``Failure/Code/conversationID``,
  ///   ``Failure/Code/metadata``, ``Failure/Code/full`` or ``Failure/Code/memory``.
  public func trackAttachments(
    _ attachments: [Attachment], from sender: Attachment.Sender = .endUser, mode: Attachment.Mode = .base64,
    conversationID: String? = nil, metadata: Metadata? = nil
  ) throws(Failure) {
    // Of more than it takes the core needs to see one, and each takes a frame of the stack here.
    let failure = withFiles(attachments.prefix(Attachment.maximum + 1), after: []) { files in
      files.withUnsafeBufferPointer { files in
        var attachments = ags_attachments()
        attachments.size = MemoryLayout<ags_attachments>.stride
        attachments.files = files.baseAddress
        attachments.count = files.count
        attachments.from_agent = sender == .agent
        attachments.mode = mode == .form ? AGS_ATTACHMENT_FORM : AGS_ATTACHMENT_BASE64
        return track(&attachments, conversationID, metadata)
      }
    }
    if let failure { throw failure }
  }

  private func track(
    _ attachments: inout ags_attachments, _ conversationID: String?, _ metadata: Metadata?
  ) -> Failure? {
    withCText(conversationID) { conversationID in
      withJSON(metadata) { metadata in
        Failure(
          ags_track_attachments_n(
            core, conversationID.start, conversationID.size, &attachments, metadata.start, metadata.size))
      }
    }
  }
}

extension ConversationTracker.Attachment {
  /// Files that the core takes at once.
  fileprivate static let maximum = 10
}

/// Calls `body` with the files as the core takes them, whose bytes are those of the attachments themselves.
private func withFiles(
  _ attachments: ArraySlice<ConversationTracker.Attachment>, after files: [ags_attachment],
  _ body: ([ags_attachment]) -> ConversationTracker.Failure?
) -> ConversationTracker.Failure? {
  guard let first = attachments.first else { return body(files) }
  return first.withCore(at: files.count) { withFiles(attachments.dropFirst(), after: files + [$0], body) }
}

extension ConversationTracker.Attachment {
  /// Calls `body` with the file as the core takes it; failures say that it is the one at `index`.
  fileprivate func withCore(
    at index: Int, _ body: (ags_attachment) -> ConversationTracker.Failure?
  ) -> ConversationTracker.Failure? {
    withCText(filename) { filename in
      withCText(mimeType) { mimeType in
        var core = ags_attachment()
        core.size = MemoryLayout<ags_attachment>.stride
        (core.filename, core.filename_size) = (filename.start, filename.size)
        (core.mime_type, core.mime_type_size) = (mimeType.start, mimeType.size)
        switch content {
        case .bytes(let bytes):
          return bytes.withUnsafeBytes { bytes in
            // To the core no pointer means no bytes, which an empty file has too.
            core.data = bytes.baseAddress ?? UnsafeRawPointer(StaticString("").utf8Start)
            core.data_size = bytes.count
            return body(core)
          }
        case .path(nil):
          return .init(.attachment, "attachments[\(index)].path: must be a file URL")
        case .path(let path?):
          guard !path.utf8.contains(0) else {
            return .init(.attachment, "attachments[\(index)].path: must not contain a NUL")
          }
          return path.withCString { path in
            core.path = path
            return body(core)
          }
        }
      }
    }
  }
}
