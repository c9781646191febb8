#!/bin/sh
# Builds the module's wheel and tests it in virtual environments, one for each Python.
#   run.sh BUILD wheel     only builds: a source distribution, and the wheel from that, in BUILD/dist
#   run.sh BUILD test      with the interpreters named in PYTHONS (default: python3), each 3.9 or newer
#   run.sh BUILD sanitize  what touches the extension, built with AddressSanitizer and UndefinedBehaviorSanitizer
# What pip cannot get is skipped with a message; what does not build or pass is an error.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1"
build=$(cd "$1" && pwd)
action=$2
tools=$build/tools
PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
export PIP_DISABLE_PIP_VERSION_CHECK PYTHONDONTWRITEBYTECODE

if [ ! -e "$tools/ready" ]; then
  python3 -m venv --clear "$tools"
  if ! "$tools/bin/pip" install --quiet 'setuptools>=68' wheel build mypy; then
    echo "skipped: the Python module (pip cannot install setuptools, wheel, build and mypy)" >&2
    exit 0
  fi
  touch "$tools/ready"
fi

# The rest takes what it needs under the same names in a folder of its own.
if [ "$action" = sanitize ]; then
  mkdir -p "$build/sanitized"
  build=$build/sanitized
  sanitizer=$(gcc -print-file-name=libasan.so)
  CC="gcc -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer"
  export CC
fi

# Built anew when anything that goes into it has changed.
newest=$(find "$root/bindings/python" "$root/Sources/CAgentSight" "$root/include" -name build -prune -o \
  -name '*.egg-info' -prune -o -type f -newer "$build/wheel" -print 2>/dev/null || echo all)
if [ ! -e "$build/wheel" ] || [ -n "$newest" ]; then
  rm -rf "$build/dist"
  touch "$build/starting"
  "$tools/bin/python" -m build --no-isolation --outdir "$build/dist" "$root/bindings/python" >"$build/log" 2>&1 || {
    tail -40 "$build/log" >&2
    exit 1
  }
  mv "$build/starting" "$build/wheel"
fi
wheel=$(ls "$build"/dist/*.whl)
[ "$action" != wheel ] || { echo "$wheel"; exit 0; }

# Memory comes from malloc() alone, where the sanitizer sees it. What the interpreter itself leaves behind is not ours.
run() {
  if [ "$action" = sanitize ]; then
    LD_PRELOAD=$sanitizer PYTHONMALLOC=malloc \
      ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1 "$@" -m unittest \
      test_configuration test_logging test_memory_limit test_metadata test_processes test_sending \
      test_spool test_tracking
  else
    "$@" -m unittest discover
  fi
}

cd "$root/Tests/PythonTests"
for python in ${PYTHONS:-python3}; do
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  environment=$build/python-$version
  [ -x "$environment/bin/python" ] || "$python" -m venv --clear "$environment"
  "$environment/bin/pip" install --quiet --no-index --force-reinstall "$wheel"
  [ -e "$environment/bin/gunicorn" ] || "$environment/bin/pip" install --quiet gunicorn ||
    echo "skipped: the tests with gunicorn (pip cannot install it)" >&2
  echo "Python $version"
  PYTHON_TEST_TOOLS=$tools run "$environment/bin/python" -X dev -W error
done
