import time

import event


def loop(turns):
    for _ in turns:
        time.time_ns()


event.report(loop, calls=5000)
