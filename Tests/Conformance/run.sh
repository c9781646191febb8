#!/bin/sh
# Runs the scenarios through all adapters, or through those named.
#   run.sh CORE_BUILD PYTHON_BUILD [c|cpp|swift|python ...]
# Those in C and C++ lie in CORE_BUILD already; the others are built here. UPDATE=1 writes the expectations anew.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
core=$root/$1/Tests/Conformance
python=$root/$2
shift 2
[ $# -gt 0 ] || set -- c cpp swift python
adapters=""
newline="
"

add() {
  adapters="$adapters$*$newline"
}

for adapter in "$@"; do
  case $adapter in
    c) add c plain,lengths,event,prepared "$core/conformance_c" ;;
    cpp) add cpp strings,pairs,prepared "$core/conformance_cpp" ;;
    swift)
      swift build --package-path "$root" --product agentsight-conformance -Xswiftc -warnings-as-errors
      add swift plain,prepared "$root/.build/debug/agentsight-conformance"
      ;;
    python)
      wheel=$("$root/Tests/PythonTests/run.sh" "$python" wheel)
      [ -n "$wheel" ] || continue # it says why
      environment=$python/conformance
      [ -x "$environment/bin/python" ] || python3 -m venv --clear "$environment"
      "$environment/bin/pip" install --quiet --disable-pip-version-check --no-index --force-reinstall "$wheel"
      add python default "$environment/bin/python" -B "$root/Tests/Conformance/adapters/adapter.py"
      ;;
    *)
      echo "error: no adapter is called $adapter" >&2
      exit 1
      ;;
  esac
done

cd "$root/Tests/Conformance"
AGS_CONFORMANCE_ADAPTERS=$adapters AGS_STEADY_WORLD_LIBRARY=$core/libsteady_world.so PYTHONPATH=../Support \
  python3 -B -m unittest -v conformance_test
