"""Namespaces of Linux: a test module alone with a loopback interface, ports below 1024 and files of its own."""

import ctypes
import fcntl
import os
import pathlib
import socket
import struct
import subprocess
import sys
import unittest

CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWNET = 0x20000, 0x10000000, 0x40000000
SIOCSIFFLAGS, IFF_UP = 0x8914, 1


def enter():
    """For setUpModule(): what the process and its children do from here on reaches nobody outside. Skips the module
    where the system does not permit that."""
    if not sys.platform.startswith("linux"):
        raise unittest.SkipTest("namespaces are Linux's")
    libc, user, group = ctypes.CDLL(None, use_errno=True), os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET) != 0:
        raise unittest.SkipTest(f"no namespaces here: {os.strerror(ctypes.get_errno())}")
    pathlib.Path("/proc/self/setgroups").write_text("deny")
    pathlib.Path("/proc/self/uid_map").write_text(f"0 {user} 1")
    pathlib.Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", IFF_UP))


def replace(path, by):
    """What stands in the file `by` stands at `path` from now on, for this module alone."""
    subprocess.run(["mount", "--bind", by, path], check=True)
