#!/bin/sh
# Runs each fuzz target for FUZZ_SECONDS (default 10), from its seeds and what earlier runs found.
# Usage: run.sh BUILD [TARGET ...]     What crashes a target is left in BUILD, and named by libFuzzer.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$1
shift
[ $# -gt 0 ] || set -- json mend endpoint answer printable track upload retry_after refusal spool

cd "$build"
for target; do
  mkdir -p "corpus-$target"
  echo "fuzz_$target, ${FUZZ_SECONDS:-10} s"
  "./fuzz_$target" -max_total_time="${FUZZ_SECONDS:-10}" -timeout=10 -rss_limit_mb=1024 -max_len=4096 \
    -artifact_prefix="crash-$target-" -dict="$here/words.dict" -verbosity=0 -print_final_stats=1 \
    "corpus-$target" "$here/seeds/$target" 2>"$target.log" || {
    tail -n 60 "$target.log" >&2
    exit 1
  }
  grep -E "number_of_executed_units|new_units_added" "$target.log"
done
