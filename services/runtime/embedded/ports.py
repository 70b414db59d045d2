"""Ports on loopback: the one used last time where it is still free, else any free one."""

import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether nobody listens on this port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def any_free() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


def remembered(file: Path) -> int | None:
    """The port written in a file; None before the first start."""
    return int(file.read_text()) if file.exists() else None


def choose(file: Path) -> int:
    """The remembered port if it is free, else another, which is remembered from now on.

    Addresses stay the same from start to start, so that what people wrote down goes on working.
    """
    port = remembered(file)
    if port is None or not is_free(port):
        port = any_free()
        file.write_text(f"{port}\n")
    return port
