#!/bin/sh
# Runs what looks at the dashboard with a real browser, in a virtual environment of its own.
#   run.sh BUILD test [ARGUMENT ...]           the tests; arguments go to unittest
#   run.sh BUILD screenshots FOLDER FILE       pictures of every page, filled with the dialogues in FILE
set -eu

here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
build=$(cd "$1" && pwd)
action=$2
shift 2
PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1 SE_AVOID_STATS=true
export PIP_DISABLE_PIP_VERSION_CHECK PYTHONDONTWRITEBYTECODE SE_AVOID_STATS

if [ ! -e "$build/ready" ]; then
  python3 -m venv --clear "$build"
  "$build/bin/pip" install --quiet 'selenium>=4.20'
  # For the axe-core inside it; what it would need besides is another browser.
  "$build/bin/pip" install --quiet --no-deps 'axe-playwright-python>=0.1.7'
  touch "$build/ready"
fi

case $action in
  test) exec "$build/bin/python" -m unittest discover -s "$here" -v "$@" ;;
  screenshots) exec "$build/bin/python" "$here/screenshots.py" "$@" ;;
esac
