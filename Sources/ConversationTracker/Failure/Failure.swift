internal import CAgentSight

extension ConversationTracker {
  /// Why a call did not do its job.
  ///
  /// ```swift
  /// do {
  ///   try tracker.trackQuestion(text)
  /// } catch {
  ///   switch error.code {
  ///   case .text: break  // nothing was said
  ///   case .full: await sendSoon()
  ///   default: logger.warning("\(error)")
  ///   }
  /// }
  /// ```
  public struct Failure: Error, Equatable {
    /// What kind of failure it is, for the program to decide on.
    public let code: Code

    /// A sentence that names the field and its rule, for the person who reads the log, such as
    /// `text: must not be empty or blank`. It never contains the API key.
    public let message: String

    /// What ``ConversationTracker/sendTrackedData(conversationID:timeout:)`` had delivered before it failed;
    /// `nil` for calls that send nothing.
    public var report: Report? {
      if case .report(let report) = details { report } else { nil }
    }

    /// Behind a reference: every tracking call returns room for a failure, and none of them a report.
    private let details: Details?

    private indirect enum Details: Equatable {
      case report(Report)
    }

    init(_ code: Code, _ message: String, report: Report? = nil) {
      self.code = code
      self.message = message
      details = report.map { .report($0) }
    }

    /// The failure of the core's latest call in this thread; `nil` when it did not fail.
    init?(_ status: ags_status, report: @autoclosure () -> Report? = nil) {
      guard status != AGS_OK else { return nil }
      let code = Code(rawValue: Int32(status.rawValue))
      self.init(code, Self.withFieldNames(String(cString: ags_last_error()), code), report: report())
    }
  }
}

extension ConversationTracker.Failure: CustomStringConvertible {
  public var description: String { message }
}
