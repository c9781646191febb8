internal import CAgentSight

extension ConversationTracker {
  /// Counters since the tracker was created, in events unless said otherwise.
  ///
  /// While no call is under way, `accepted == delivered + dropped + buffered + spooled`.
  public struct Statistics: Equatable, Sendable {
    /// Tracking calls that recorded an event, and the adopted.
    public let accepted: Int
    /// Tracking calls that the core refused. Metadata that this module cannot turn into JSON never reaches the
    /// core and is not counted.
    public let rejected: Int
    /// Of the rejected, those for which there was no memory left within the limit.
    public let rejectedFull: Int
    /// Confirmed by the collector.
    public let delivered: Int
    /// Given up, for any reason.
    public let dropped: Int
    /// Of the dropped, those given up by ``ConversationTracker/discardTrackedData(conversationID:)``.
    public let discarded: Int
    /// Of the dropped, those given up for newer ones, by ``Configuration/WhenFull/dropOldest``.
    public let droppedOldest: Int
    /// Of the dropped, those for which no request was small enough for the collector.
    public let droppedTooLarge: Int
    /// Of the dropped, those that the collector refused by themselves.
    public let droppedInvalid: Int
    /// Of the dropped, attachments of which a file was gone when it was to be sent, and damaged places in a spool.
    public let droppedUnreadable: Int
    /// Tracking calls that waited for room, by ``Configuration/WhenFull/block(for:)``.
    public let blocked: Int
    /// Waiting in memory alone.
    public let buffered: Int
    /// Waiting in files of ``Configuration/spoolDirectory``.
    public let spooled: Int
    /// Events that processes which ended left in ``Configuration/spoolDirectory``.
    public let adopted: Int
    /// HTTP requests made.
    public let requests: Int
    /// Bytes of request bodies, after compression.
    public let bytesSent: Int
    /// Bytes of memory held for events.
    public let memoryBytes: Int
    /// Fields that were cut or left out, because a collector would have refused them as they were.
    public let mended: Int

    init(_ stats: ags_stats) {
      accepted = Int(clamping: stats.accepted)
      rejected = Int(clamping: stats.rejected)
      rejectedFull = Int(clamping: stats.rejected_full)
      delivered = Int(clamping: stats.delivered)
      dropped = Int(clamping: stats.dropped)
      discarded = Int(clamping: stats.discarded)
      droppedOldest = Int(clamping: stats.dropped_oldest)
      droppedTooLarge = Int(clamping: stats.dropped_too_large)
      droppedInvalid = Int(clamping: stats.dropped_invalid)
      droppedUnreadable = Int(clamping: stats.dropped_unreadable)
      blocked = Int(clamping: stats.blocked)
      buffered = Int(clamping: stats.buffered)
      spooled = Int(clamping: stats.spooled)
      adopted = Int(clamping: stats.adopted)
      requests = Int(clamping: stats.requests)
      bytesSent = Int(clamping: stats.bytes_sent)
      memoryBytes = Int(clamping: stats.memory_bytes)
      mended = Int(clamping: stats.mended)
    }
  }

  /// What has happened so far. Never waits for the network.
  public var statistics: Statistics {
    var stats = ags_stats()
    stats.size = MemoryLayout<ags_stats>.stride
    // Fails for a NULL or an unknown size only; the counters would then stay zero.
    ags_get_stats(core, &stats)
    return Statistics(stats)
  }
}
