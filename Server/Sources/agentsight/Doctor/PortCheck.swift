import NIOCore
import NIOPosix

/// Listens for a moment where the collector would.
enum PortCheck {
  static func run(_ settings: ServerSettings) -> Finding {
    let place = "\(settings.host), port \(settings.port)"
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
    do {
      let channel = try bootstrap.bind(host: settings.host, port: settings.port).wait()
      try channel.close().wait()
      return .ok("port", "\(place) is free")
    } catch let error as IOError where error.errnoCode == EADDRINUSE {
      return .warning(
        "port", "\(place) is taken",
        advice: "That is right where the collector runs. Otherwise choose another with --port.")
    } catch let error as IOError where error.errnoCode == EACCES {
      return .problem(
        "port", "this user may not listen on \(place)", advice: "Choose a port above 1023 with --port.")
    } catch {
      return .problem(
        "port", "\(settings.host) is not an address of this machine", advice: "Choose another with --host.")
    }
  }
}
