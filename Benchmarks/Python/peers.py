"""What one tracked message costs in Python: the published clients, and this project's module once it is there.

    peers.py BUILD     BUILD takes the virtual environments
"""

import pathlib
import statistics
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).resolve().parent
OURS = HERE.parent.parent / "bindings" / "python"
RUNS = 5

# (name of the row, environment, what pip installs, worker, its arguments)
CANDIDATES = [
    ("time.time_ns(), the floor", None, None, "floor", []),
    ("agentsight 0.0.18, silenced", "agentsight-0.0.18", "agentsight==0.0.18", "tracker", ["silent"]),
    ("agentsight 0.0.18, as installed", "agentsight-0.0.18", "agentsight==0.0.18", "tracker", ["loud"]),
    ("agentsight 0.1.4, a turn with one message", "agentsight-0.1.4", "agentsight==0.1.4", "turn", []),
]
if (OURS / "pyproject.toml").exists():
    CANDIDATES.append(("this project's module", "agentsight-embedded", str(OURS), "tracker", ["silent"]))


def environment(build, name, requirement):
    """The interpreter of a virtual environment with the package, or None with a message."""
    folder = build / "python" / name
    interpreter = folder / "bin" / "python"
    done = folder / "installed"
    if done.exists():
        return interpreter
    venv.create(folder, with_pip=True, clear=True)
    command = [interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement]
    if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0:
        print(f"skipped: {requirement} (pip cannot install it)", file=sys.stderr)
        return None
    done.touch()
    return interpreter


def measure(interpreter, worker, arguments):
    """Nanoseconds for one call, as the worker found them."""
    command = [interpreter, HERE / f"{worker}.py", *arguments]
    # What is logged goes nowhere, which is cheaper than a terminal.
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    return float(result.stdout.split()[-1])


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    ready = []
    for name, folder, requirement, worker, arguments in CANDIDATES:
        interpreter = pathlib.Path(sys.executable) if folder is None else environment(build, folder, requirement)
        if interpreter is not None:
            ready.append((name, interpreter, worker, arguments))
    times = {name: [] for name, *_ in ready}
    for _ in range(RUNS):  # in turns, so that noise hits all alike
        for name, interpreter, worker, arguments in ready:
            times[name].append(measure(interpreter, worker, arguments))
    floor = statistics.median(times[ready[0][0]])
    print(f"## Python\n\nMedians of {RUNS} runs of the median of 20 rounds.\n")
    print("| one message | × time.time_ns() | ns |\n|---|--:|--:|")
    for name, samples in times.items():
        ns = statistics.median(samples)
        print(f"| {name} | {ns / floor:.1f} | {ns:.0f} |")
    for name, interpreter, _, _ in ready:
        if name == "this project's module":
            print(flush=True)
            subprocess.run([interpreter, HERE / "calls.py"], check=True)


if __name__ == "__main__":
    main()
