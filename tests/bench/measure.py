#!/usr/bin/env python3
"""measure.py SECONDS RUNS COMMAND...: runs a command RUNS times (killed after SECONDS) and
prints the best wall time in s, the CPU time of that run in s and the peak memory in MB of
its largest process; or "- - -" when it fails."""
import os
import signal
import sys
import time


def run(limit, command):
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        quiet = os.open(os.devnull, os.O_RDWR)
        for fd in range(3):
            os.dup2(quiet, fd)
        os.execvp(command[0], command)
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(pid, signal.SIGKILL))
    signal.alarm(limit)
    _, status, usage = os.wait4(pid, 0)
    signal.alarm(0)
    if status != 0:
        return None
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


limit, runs, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
times = [run(limit, command) for _ in range(runs)]
if None in times:
    print("- - -")
else:
    print("%.3f %.3f %.0f" % min(times))
