// swift-tools-version: 6.1

import PackageDescription

let package = Package(
  name: "bench-swift",
  platforms: [.macOS(.v14)],
  dependencies: [.package(name: "AgentSight", path: "../..")],
  targets: [
    .target(name: "AllocationCounter", cSettings: [.define("_GNU_SOURCE", .when(platforms: [.linux]))]),
    .executableTarget(
      name: "bench-swift",
      dependencies: [
        "AllocationCounter",
        .product(name: "CAgentSight", package: "AgentSight"),
        .product(name: "ConversationTracker", package: "AgentSight"),
      ]
    ),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
