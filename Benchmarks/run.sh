#!/bin/sh
# Runs the benchmarks of a build folder, one after the other.
#   Benchmarks/run.sh BUILD [track|growth|encode|send|allocations|python|swift|collector|pages ...]
# The tracepoints of LTTng-UST record only while a session is open: one is opened for `track`.
set -eu

build=$1
shift
[ $# -gt 0 ] || set -- allocations track growth encode send python swift collector pages
here=$(dirname "$0")
programs=$build/Benchmarks

tracing=""
# Only what this script has opened is closed again.
close_tracing() {
  if [ -n "$tracing" ]; then
    lttng destroy --no-wait agentsight-bench >/dev/null 2>&1 || true
    kill "$tracing" 2>/dev/null || true
    rm -rf "$LTTNG_HOME"
  fi
  tracing=""
}
trap close_tracing EXIT
trap 'exit 1' INT TERM

open_tracing() {
  if ! command -v lttng >/dev/null || ! command -v lttng-sessiond >/dev/null; then
    echo "skipped: LTTng-UST (lttng-tools is missing)" >&2
    return
  fi
  LTTNG_HOME=$(mktemp -d)
  export LTTNG_HOME
  lttng-sessiond --no-kernel >/dev/null 2>&1 &
  tracing=$!
  # A flight recorder: it overwrites its oldest records, so that no other process reads along.
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    lttng --no-sessiond create --snapshot agentsight-bench >/dev/null 2>&1 && break
    sleep 0.3
  done
  if ! lttng --no-sessiond enable-event --userspace 'agentsight_bench:*' >/dev/null 2>&1 ||
    ! lttng --no-sessiond start >/dev/null 2>&1; then
    echo "skipped: LTTng-UST (no session could be opened)" >&2
  fi
}

for benchmark in "$@"; do
  case $benchmark in
    track)
      open_tracing
      LTTNG_UST_REGISTER_TIMEOUT=3000 "$programs/bench_track"
      close_tracing
      ;;
    growth) "$programs/bench_growth" ;;
    encode) "$programs/bench_encode" ;;
    send)
      if [ ! -x "$programs/bench_sink" ]; then
        echo "skipped: send (libssl-dev is missing)" >&2
        continue
      fi
      "$here/Send/authority.sh" "$build/authority"
      "$programs/bench_send" "$programs/bench_sink" "$build/authority"
      ;;
    allocations)
      if [ -x "$programs/allocations" ]; then "$programs/allocations"; else echo "skipped: allocations" >&2; fi
      ;;
    python) PYTHONDONTWRITEBYTECODE=1 python3 "$here/Python/peers.py" "$build" ;;
    swift) "$here/Swift/run.sh" ;;
    collector) "$here/Collector/run.sh" "$build" ;;
    pages)
      agentsight=$here/../Server/.build/release/agentsight
      if [ ! -x "$agentsight" ]; then
        echo "skipped: pages (make build makes the program)" >&2
        continue
      fi
      PYTHONDONTWRITEBYTECODE=1 python3 "$here/Pages/pages.py" "$agentsight" --largest "${PAGES_LARGEST:-100000}"
      ;;
    *)
      echo "error: no benchmark is called $benchmark" >&2
      exit 1
      ;;
  esac
  echo
done
