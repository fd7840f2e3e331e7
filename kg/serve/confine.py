"""What a process that runs queries gives up: the network, memory without end, core files.

Queries are looked through before they reach the engine; this is the second line of defence.
"""

from __future__ import annotations

import ctypes
import resource
import sys

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def leave_the_network() -> None:
    """Give up the network, where the system lets this process do so."""
    if sys.platform == "linux":
        unshare = ctypes.CDLL(None).unshare
        if unshare(_NEW_NETWORK) != 0:
            unshare(_NEW_USER | _NEW_NETWORK)


def limit(memory: int) -> None:
    """More than that many bytes end the process, without a core file: the engine has no limit of its own."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (memory if hard == resource.RLIM_INFINITY else min(memory, hard), hard))
