"""What one tracked message costs in Python: this project's module, the published clients and an OpenTelemetry span.

    peers.py BUILD     BUILD takes the virtual environments
"""

import pathlib
import statistics
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).resolve().parent
OURS = "this project's module"
RUNS = 7

# (name of the row, environment, what pip installs, worker, its arguments, how many times our time is the goal)
CANDIDATES = [
    (OURS, "agentsight-embedded", str(HERE.parent.parent / "bindings" / "python"), "tracker", ["silent"], None),
    ("time.time_ns()", None, None, "floor", [], None),
    ("agentsight 0.0.18, silenced", "agentsight-0.0.18", "agentsight==0.0.18", "tracker", ["silent"], 50),
    ("agentsight 0.0.18, as installed", "agentsight-0.0.18", "agentsight==0.0.18", "tracker", ["loud"], 200),
    ("OpenTelemetry, a span", "opentelemetry", "opentelemetry-sdk", "span", [], 300),
    ("agentsight 0.1.4, a turn with one message", "agentsight-0.1.4", "agentsight==0.1.4", "turn", [], 700),
]


def environment(build, name, requirement):
    """The interpreter of a virtual environment with the package, or None with a message. Ours is built anew."""
    folder = build / "python" / name
    interpreter = folder / "bin" / "python"
    done = folder / "installed"
    if done.exists() and not requirement.startswith("/"):
        return interpreter
    if not done.exists():
        venv.create(folder, with_pip=True, clear=True)
    command = [interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--force-reinstall",
               requirement]
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
    for name, folder, requirement, worker, arguments, goal in CANDIDATES:
        interpreter = pathlib.Path(sys.executable) if folder is None else environment(build, folder, requirement)
        if interpreter is not None:
            ready.append((name, interpreter, worker, arguments, goal))
    if not any(name == OURS for name, *_ in ready):
        sys.exit("error: this project's module could not be installed")
    times = {name: [] for name, *_ in ready}
    for _ in range(RUNS):  # in turns, so that noise hits all alike
        for name, interpreter, worker, arguments, _ in ready:
            times[name].append(measure(interpreter, worker, arguments))
    ours = statistics.median(times[OURS])
    print(f"## Python\n\nMedians of {RUNS} runs, each the first decile of 100 rounds; processor time of calls in a loop.\n")
    print("| one message | ns | × ours | goal |\n|---|--:|--:|--:|")
    for name, _, _, _, goal in ready:
        ns = statistics.median(times[name])
        print(f"| {name} | {ns:.0f} | {ns / ours:.1f} | {f'≥ {goal}' if goal else ''} |")
    print(flush=True)
    subprocess.run([next(python for name, python, *_ in ready if name == OURS), HERE / "calls.py"], check=True)


if __name__ == "__main__":
    main()
