"""The event that every benchmark records, and how to time a call that records it."""

import statistics
import time

KEY = "ags_0123456789abcdef0123456789abcdef_0a1b2c"
ID = "user_1234567"
TEXT = "What is machine learning, and how does it differ from statistics"
METADATA = {"user_type": "premium", "language": "en"}


def report(call, calls, rounds=20):
    """Prints the median over rounds of one call's nanoseconds."""
    samples = []
    for _ in range(rounds + 1):
        start = time.perf_counter_ns()
        for _ in range(calls):
            call()
        samples.append((time.perf_counter_ns() - start) / calls)
    print(statistics.median(samples[1:]))  # the first warms up
