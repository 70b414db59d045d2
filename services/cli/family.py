"""The three processes of an embedded body, started, watched and stopped by their parent."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from services.cli.telling import Unavailable, complain
from services.runtime.embedded.house import House
from services.runtime.settings import PREFIX

WORKERS = (
    "personnel",
    "schemes",
    "decisions",
    "surveillance",
    "relay",
    "scheduler",
    "projector",
)
CHILDREN: Mapping[str, tuple[str, ...]] = {
    "services": WORKERS,
    "api": ("api",),
    "lookup": ("lookup",),
}
"""Process → the roles it holds. Few processes, because each pays for its imports."""

LOGINS: Mapping[str, tuple[str, ...]] = {
    "services": (*WORKERS, "keys"),
    "api": ("api",),
    "lookup": ("lookup",),
}
USERS: Mapping[str, tuple[str, ...]] = {
    "services": WORKERS,
    "api": ("api",),
    "lookup": (),
}
"""What each process is given: no password that it has no use for."""

GRACE = 15.0
READY_WITHIN = 60.0


class Family:
    """Children that end with their parent, however it ends: each reads a pipe that then closes."""

    def __init__(self, house: House, *, port: int) -> None:
        self.house, self.port = house, port
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *names: str) -> None:
        """The children named, or all that do not run yet."""
        for name in names or CHILDREN:
            if name not in self.children:
                self.children[name] = self._spawn(name)

    @contextmanager
    def filling(self) -> Iterator[None]:
        """While it lasts the page says that the body is being lived through its past."""
        marker = self.house.folder / "filling"
        marker.touch()
        try:
            yield
        finally:
            marker.unlink()

    def wait_until_ready(self, stop: threading.Event, *names: str) -> None:
        """Until those that have a port answer; Unavailable if one ends or takes too long."""
        until = time.monotonic() + READY_WITHIN
        for name in names or ("lookup", "api"):
            while not stop.is_set() and not answers(f"http://127.0.0.1:{self._port(name)}/healthz"):
                self._complain_of_the_dead()
                if time.monotonic() > until:
                    raise Unavailable(f"{name} does not answer; see {self._log_folder()}")
                stop.wait(0.05)

    def watch(self, stop: threading.Event) -> None:
        """Until asked to stop; a child that dies is started again."""
        while not stop.wait(0.5):
            for name, child in self.children.items():
                if child.poll() is not None:
                    complain(f"{name} ended with {child.returncode}; starting it again")
                    stop.wait(1.0)
                    self.children[name] = self._spawn(name)

    def stop(self) -> None:
        """Ask all, wait for all; whoever does not listen is killed."""
        for child in self.children.values():
            child.terminate()
        until = time.monotonic() + GRACE
        for child in self.children.values():
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def _complain_of_the_dead(self) -> None:
        for name, child in self.children.items():
            if child.poll() is not None:
                raise Unavailable(f"{name} did not start; see {self._log_folder() / name}.log")

    def _log_folder(self) -> Path:
        folder = self.house.folder / "logs"
        folder.mkdir(exist_ok=True)
        return folder

    def _spawn(self, name: str) -> "subprocess.Popen[bytes]":
        with (self._log_folder() / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "services.cli.main",
                    "serve",
                    *CHILDREN[name],
                    f"--port={self._port(name)}",
                    f"--filling={self.house.folder / 'filling'}",
                    "--with-parent",
                ],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=self._environment(name),
                start_new_session=True,
            )

    def _port(self, name: str) -> int:
        return {"lookup": self.port, "api": self.port + 1}.get(name, 0)

    def _environment(self, name: str) -> dict[str, str]:
        own = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
        own |= {
            key: value
            for key, value in os.environ.items()
            if key in (f"{PREFIX}LOG", f"{PREFIX}PUBLIC_URL")
        }
        for login in LOGINS[name]:
            own[f"{PREFIX}DATABASE_URL_{login.upper()}"] = self.house.database_url(login)
        for user in USERS[name]:
            own[f"{PREFIX}NATS_URL_{user.upper()}"] = self.house.nats_url(user)
        return own


def answers(url: str) -> bool:
    """Whether something says that it lives."""
    try:
        with urlopen(url, timeout=1) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
