"""A wire between a client and the server that can be cut after the server has done its work."""

import socket
import threading
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit, urlunsplit

READY = b"Z\x00\x00\x00\x05I"
"""ReadyForQuery, idle: what PostgreSQL says last, once a statement is committed."""


class Proxy:
    """Forwards bytes on 127.0.0.1; thread by thread, connection by connection."""

    def __init__(self, url: str) -> None:
        self.target = urlsplit(url)
        self.swallow = threading.Event()
        """While set, no answer reaches the client; a connection is cut once one is complete."""
        self.closed = threading.Event()
        """While set, nobody is let through any more."""
        self.answers_lost = 0
        self.then_close = False
        self.open: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self._start(self._accept)

    def url(self) -> str:
        """The server's own, by way of this wire."""
        credentials = self.target.netloc.rpartition("@")[0]
        place = f"{credentials}@127.0.0.1:{self.listener.getsockname()[1]}"
        return urlunsplit(self.target._replace(netloc=place))

    def lose_next_answer(self, *, then_close: bool = False) -> None:
        """Cut the wire behind the next answer, before it is passed on; once."""
        self.then_close = then_close
        self.swallow.set()

    def stop(self) -> None:
        """Let go of every connection."""
        self.closed.set()
        self.listener.close()
        for each in self.open:
            each.close()

    def _start(self, work: Any, *values: Any) -> None:
        threading.Thread(target=work, args=values, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self.listener.accept()
            except OSError:  # stopped
                return
            if self.closed.is_set():
                client.close()
                continue
            server = socket.create_connection((self.target.hostname, self.target.port))
            self.open += [client, server]
            self._start(self._asks, client, server)
            self._start(self._answers, client, server)

    def _asks(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):  # the other end is gone
            while data := client.recv(65536):
                server.sendall(data)
        _hang_up(client, server)

    def _answers(self, client: socket.socket, server: socket.socket) -> None:
        held = b""
        with suppress(OSError):  # the other end is gone
            while data := server.recv(65536):
                if not self.swallow.is_set():
                    client.sendall(data)
                    continue
                held += data
                if held.endswith(READY):
                    self.answers_lost += 1
                    if self.then_close:
                        self.closed.set()
                    self.swallow.clear()
                    break
        _hang_up(client, server)


def _hang_up(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):  # hung up already
            end.shutdown(socket.SHUT_RDWR)


class Deaf:
    """Takes every connection and never says a word, as a frozen server does."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))

    def url(self, user: str) -> str:
        """Where nobody answers."""
        return f"postgresql://{user}@127.0.0.1:{self.listener.getsockname()[1]}/nowhere"

    def close(self) -> None:
        """No longer even that."""
        self.listener.close()
