#!/bin/sh
# Compares the shared library's ABI with the committed baseline and fails when a program that is compiled
# already would not run any more. Additions are shown and pass: `check.sh update` takes them into the baseline.
# Needs abidw and abidiff (package abigail-tools).
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
baseline=$root/Tests/ABI/agentsight-0.1.abi
build=${AGS_ABI_BUILD:-$root/.build-abi}

cmake -S "$root" -B "$build" -DCMAKE_BUILD_TYPE=RelWithDebInfo -DAGS_BUILD_TESTS=OFF >/dev/null
cmake --build "$build" --target agentsight >/dev/null

write() {
  # Where files lie, and the layout of what the header keeps opaque, are none of the ABI.
  abidw --headers-dir "$root/include" --drop-private-types --exported-interfaces-only --no-show-locs \
    --no-comp-dir-path --no-corpus-path --no-elf-needed --type-id-style hash --out-file "$1" \
    "$build/libagentsight.so"
}

if [ "${1:-}" = update ]; then
  write "$baseline"
  exit
fi

now=$build/agentsight.abi
write "$now"

compare() {
  abidiff --suppressions "$root/Tests/ABI/additions.suppr" "$@" "$baseline" "$now"
}

if ! compare --no-added-syms; then
  echo "error: programs that are compiled already may not run with this library (a reserved field that is put to" >&2
  echo "use on purpose: Tests/ABI/check.sh update)" >&2
  exit 1
fi
if abidiff "$baseline" "$now" >/dev/null; then
  echo "the ABI is as it was"
else
  echo "the ABI has grown; take it into the baseline with Tests/ABI/check.sh update"
fi
