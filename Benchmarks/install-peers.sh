#!/bin/sh
# Installs what our figures stand beside. A package that cannot be had leaves its rows out, nothing more.
set -eu
install=$(dirname "$0")/../packaging/install-dependencies.sh
for package in libconcurrentqueue-dev libspdlog-dev liblttng-ust-dev lttng-tools libzstd-dev libssl-dev; do
  "$install" "$package" || echo "skipped: $package cannot be installed" >&2
done
