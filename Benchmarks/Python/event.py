"""The event that every benchmark records, and how to time calls that record it."""

import statistics
import time

KEY = "ags_0123456789abcdef0123456789abcdef_0a1b2c"
ID = "user_1234567"
TEXT = "What is machine learning, and how does it differ from statistics"
METADATA = {"user_type": "premium", "language": "en"}


def report(loop, calls, forget=lambda: None, rounds=100):
    """Prints a call's nanoseconds: the first decile over rounds of the thread's own processor time. On a machine that
    others use too that is free of interruptions, and of rounds in which the core's other half was at work.

    ``loop(range)`` calls once for each number. ``forget``, outside the time, gives up what was recorded: an agent that
    sends now and then records into memory that it has used before."""
    samples = []
    turns = range(calls)
    for _ in range(rounds + 1):
        start = time.thread_time_ns()
        loop(turns)
        samples.append((time.thread_time_ns() - start) / calls)
        forget()
    print(statistics.quantiles(samples[1:], n=10)[0])  # the first round warms up
