// swift-tools-version: 6.1

import PackageDescription

// libdeflate compresses our batches twice as fast as zlib; Apple's systems ship only zlib.
let compression: [LinkerSetting] = [
  .linkedLibrary("deflate", .when(platforms: [.linux])),
  .linkedLibrary("z", .when(platforms: [.macOS, .iOS, .tvOS, .watchOS, .visionOS])),
]

// zstd is smaller and faster still, where the server takes it; it is one more library to install.
let zstd = "Zstd"

// ISA-L makes gzip more than twice as fast as libdeflate, of the same size; one more library to install as well.
let isal = "ISAL"

let package = Package(
  name: "AgentSight",
  platforms: [.macOS(.v14), .iOS(.v17)],
  products: [
    .library(name: "ConversationTracker", targets: ["ConversationTracker"]),
    .library(name: "CAgentSight", targets: ["CAgentSight"]),
  ],
  traits: [
    .trait(name: zstd, description: "Compress requests with zstd where the server takes it"),
    .trait(name: isal, description: "Compress requests with the gzip of ISA-L in place of libdeflate's"),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-log.git", from: "1.6.0")
  ],
  targets: [
    // Its folder `include` is a link, so that SwiftPM looks for changes in the sources alone. From the root, where
    // the headers are, it would walk through every folder that anything was ever built in.
    .target(
      name: "CAgentSight",
      cSettings: [
        .define("AGS_WITH_LIBDEFLATE", .when(platforms: [.linux])),
        .define("AGS_WITH_ZSTD", .when(traits: [zstd])),
        .define("AGS_WITH_ISAL", .when(traits: [isal])),
        .define("_GNU_SOURCE", .when(platforms: [.linux])),
      ],
      linkerSettings: compression + [
        .linkedLibrary("curl"), .linkedLibrary("zstd", .when(traits: [zstd])),
        .linkedLibrary("isal", .when(traits: [isal])),
      ]
    ),
    .target(
      name: "ConversationTracker",
      dependencies: ["CAgentSight", .product(name: "Logging", package: "swift-log")]
    ),
    .executableTarget(
      name: "agentsight-example",
      dependencies: ["ConversationTracker"],
      path: "bindings/swift"
    ),
    .executableTarget(
      name: "agentsight-conformance",
      dependencies: ["ConversationTracker"],
      path: "Tests/Conformance/adapters/swift"
    ),
    .testTarget(
      name: "ConversationTrackerTests",
      dependencies: ["ConversationTracker", .product(name: "Logging", package: "swift-log")]
    ),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
