#!/bin/sh
# Builds and runs the benchmark of the Swift module.
set -eu
cd "$(dirname "$0")"
if ! command -v swift >/dev/null; then
  echo "skipped: Swift (no toolchain on the PATH)" >&2
  exit 0
fi
swift build --quiet -c release
.build/release/bench-swift
