#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The limit on files, and so connections, that this process may have open.
enum FileLimit {
  /// Files that are not connections: the database, its log, and what opens for a moment.
  private static let reserve = 96

  /// Raises the limit as far as the system lets, and answers how many connections fit under it.
  static func raise() -> Int {
    var limit = rlimit()
    #if os(Linux)
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let resource = RLIMIT_NOFILE
    #endif
    guard getrlimit(resource, &limit) == 0 else { return 256 }
    limit.rlim_cur = limit.rlim_max
    _ = setrlimit(resource, &limit)
    guard getrlimit(resource, &limit) == 0 else { return 256 }
    return max(16, Int(clamping: limit.rlim_cur) - reserve)
  }
}
