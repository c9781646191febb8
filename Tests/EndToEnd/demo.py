"""`make demo`: a collector with TLS, a conversation from Swift and one from C, and where to look at them."""

import os
import signal
import sys

import examples
from collector import Collector


def main():
    with Collector() as server:
        failures = []
        for name, program, expected in [("Swift", examples.run_swift, examples.SWIFT), ("C", examples.run_c, examples.C)]:
            conversation_id = f"demo_{name.lower()}"
            print(f"\n{name}: {program(server, conversation_id).strip()}")
            print(server.show(conversation_id))
            failures += [f"{name}: {difference}"
                         for difference in examples.differences(server.transcript(conversation_id), expected)]
        for failure in failures:
            print(failure, file=sys.stderr)
        if os.environ.get("DEMO_EXIT") == "1" or failures:
            return 1 if failures else 0
        print(f"Dashboard, for whoever comes first: {server.set_up_link()}")
        print(f"(a throwaway authority signed its certificate: {server.ca})")
        print("Ctrl-C stops it.", flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
    return 0


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    sys.exit(main())
