#!/bin/sh
# The collector's benchmarks, with the program as it is installed.
#   Benchmarks/Collector/run.sh BUILD [ingest|connections|routes|erasing ...]
set -eu

build=$1
shift
[ $# -gt 0 ] || set -- ingest connections routes erasing
here=$(dirname "$0")
server=$here/../../Server

if [ ! -x "$build/Benchmarks/bench_load" ]; then
  echo "skipped: collector (libssl-dev is missing)" >&2
  exit 0
fi
swift build -c release --static-swift-stdlib --package-path "$server" --product agentsight >&2
for benchmark in "$@"; do
  python3 "$here/$benchmark.py" "$build" "$server/.build/release/agentsight"
  echo
done
