"""Ports taken before anything else is begun, so that an occupied one is told and not met."""

import socket

from services.cli.telling import Unavailable


def listener(bind: str, port: int) -> socket.socket:
    """A socket bound to the port; Unavailable where somebody else listens there."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    # Named as TCP, so that the event loop sends each part of an answer at once: it goes by that.
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((bind, port))
    except OSError as fault:
        taken.close()
        raise Unavailable(
            f"port {port} of {bind} cannot be had ({fault.strerror}): "
            "choose another with --port, or stop what listens there"
        ) from fault
    taken.set_inheritable(False)
    return taken


def require_free(*ports: int) -> None:
    """Unavailable, naming the port, unless all of loopback can be had."""
    for port in ports:
        listener("127.0.0.1", port).close()
