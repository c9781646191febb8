internal import CAgentSight

extension ConversationTracker {
  /// Changes the key, the endpoint or both for all requests that begin from now on. What waits goes there
  /// too.
  ///
  /// - Parameters:
  ///   - apiKey: As ``Configuration/apiKey``; `nil` leaves it as it is.
  ///   - endpoint: As ``Configuration/endpoint``; `nil` leaves it as it is.
  /// - Throws: ``Failure`` with the code ``Failure/Code/apiKey``, ``Failure/Code/endpoint`` or
  ///   ``Failure/Code/memory``. Then nothing has changed.
  public func reconfigure(apiKey: String? = nil, endpoint: String? = nil) throws(Failure) {
    var strings = CStrings()
    let apiKey = try strings.add(apiKey, named: "api_key", or: .apiKey)
    let endpoint = try strings.add(endpoint, named: "endpoint", or: .endpoint)
    let failure = strings.withPointers { Failure(ags_reconfigure(core, $0(apiKey), $0(endpoint))) }
    if let failure { throw failure }
  }
}
