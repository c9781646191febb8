#!/bin/sh
# Installs the system packages that a build needs and that are missing, and says which.
# Usage: install-dependencies.sh [PACKAGE ...]   more packages than the build's own
set -eu

packages="gcc g++ make cmake ninja-build pkg-config libcurl4-openssl-dev libdeflate-dev libisal-dev libzstd-dev zlib1g-dev \
libmaxminddb-dev libsqlite3-dev openssl ca-certificates python3 python3-dev python3-venv $*"

if ! command -v swift >/dev/null; then
  echo "error: no Swift toolchain on the PATH; install one from https://www.swift.org/install" >&2
  exit 1
fi
if ! command -v dpkg-query >/dev/null; then
  echo "note: not a Debian or Ubuntu system; these must be there already: $packages" >&2
  exit 0
fi

missing=""
for package in $packages; do
  # A tool may come from elsewhere than its Debian package, python3 and cmake often do.
  case $package in
    gcc | g++ | make | cmake | openssl | python3 | clang-format | chromium) command -v "$package" >/dev/null && continue ;;
    chromium-driver) command -v chromedriver >/dev/null && continue ;;
    ninja-build) command -v ninja >/dev/null && continue ;;
    python3-dev) python3 -c 'import os, sysconfig; os.stat(sysconfig.get_paths()["include"] + "/Python.h")' \
      2>/dev/null && continue ;;
    python3-venv) python3 -c 'import ensurepip, venv' 2>/dev/null && continue ;;
  esac
  status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "installing:$missing"
sudo=""
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "error: run as root: apt-get install$missing" >&2
    exit 1
  fi
  sudo="sudo"
fi
$sudo apt-get update -qq
# shellcheck disable=SC2086  # a list of words
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
