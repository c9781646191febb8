import CMalloc
import Foundation
import ServiceLifecycle

/// Keeps the C library's free memory from growing with the work that has been done.
///
/// It has up to eight heaps for each core, to spare threads waiting for one another, and keeps what is freed in
/// each. Every thread of the server frees what others have allocated, so in time all of them hold free pages.
struct Heap: Service {
  private static let interval = Duration.seconds(60)

  /// One for each core is enough. Called before the server's threads begin: a heap that is there stays.
  static func limit() {
    #if canImport(Glibc)
      mallopt(M_ARENA_MAX, CInt(max(2, ProcessInfo.processInfo.activeProcessorCount)))
    #endif
  }

  /// Gives free pages back to the system, again and again.
  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        try await Task.sleep(for: Self.interval)
        #if canImport(Glibc)
          malloc_trim(0)
        #endif
      }
    }
  }
}
