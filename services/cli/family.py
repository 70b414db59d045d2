"""The three processes of an embedded body, started, watched and stopped by their parent."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
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
    "applications",
    "auditing",
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

LONGEST_REST = 30.0
STEADY = 60.0
"""Seconds a child must have lived for its earlier deaths to be forgotten."""
OF_THE_PLACE = ("HEALTH_BIND", "LOG", "PUBLIC_URL", "LOOKUP_RATE", "TRUSTED_PROXIES")
"""Settings that hold for the children too."""

GRACE = 15.0
READY_WITHIN = 60.0


class Rests:
    """How long each child rests before it is begun again: 1, 2, 4 … 30 s while it dies at once."""

    def __init__(self, tick: Callable[[], float] = time.monotonic) -> None:
        self.tick = tick
        self._begun: dict[str, float] = {}
        self._deaths: dict[str, int] = {}

    def begun(self, name: str) -> None:
        """A child lives from now on."""
        self._begun[name] = self.tick()

    def after_death(self, name: str) -> float:
        """Seconds to rest; one that had lived steadily rests as if for the first time."""
        steady = self.tick() - self._begun.get(name, 0.0) >= STEADY
        deaths = 0 if steady else self._deaths.get(name, 0)
        self._deaths[name] = deaths + 1
        return float(min(2.0 ** min(deaths, 10), LONGEST_REST))


class Family:
    """Children that end with their parent, however it ends: each reads a pipe that then closes."""

    def __init__(self, house: House, *, port: int) -> None:
        self.house, self.port = house, port
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.rests = Rests()
        self._due: dict[str, float] = {}

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

    def wait_until_served(self, stop: threading.Event) -> None:
        """Until every service takes commands."""
        from services.cli.composition import SERVICES
        from services.cli.served import served

        names = [service.name for service in SERVICES]
        url = self.house.nats_url("cli")
        if not served(url, names, stop=stop, within=READY_WITHIN) and not stop.is_set():
            self._complain_of_the_dead()
            raise Unavailable(f"not every service answers; see {self._log_folder()}")

    def watch(self, stop: threading.Event) -> None:
        """Until asked to stop; a child that dies is started again, ever later while it dies."""
        while not stop.wait(0.2):
            for name, child in self.children.items():
                if name in self._due:
                    self._again(name)
                elif child.poll() is not None:
                    rest = self.rests.after_death(name)
                    self._due[name] = self.rests.tick() + rest
                    why = f"{name} ended with {child.returncode}: {self._last_words(name)}"
                    complain(f"{why}; starting it again in {rest:.0f} s")

    def _again(self, name: str) -> None:
        if self.rests.tick() >= self._due[name]:
            del self._due[name]
            _let_go(self.children[name])
            self.children[name] = self._spawn(name)

    def _last_words(self, name: str) -> str:
        """The last line a child wrote: of a known fault, what it was and its mend."""
        with (self._log_folder() / f"{name}.log").open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - 4096))
            lines = log.read().decode(errors="replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "without a word")

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
            _let_go(child)

    def _complain_of_the_dead(self) -> None:
        for name, child in self.children.items():
            if child.poll() is not None:
                why = f"{name} did not start: {self._last_words(name)}"
                raise Unavailable(f"{why}; see {self._log_folder() / name}.log")

    def _log_folder(self) -> Path:
        folder = self.house.folder / "logs"
        folder.mkdir(exist_ok=True)
        return folder

    def _spawn(self, name: str) -> "subprocess.Popen[bytes]":
        self.rests.begun(name)
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
            if key.removeprefix(PREFIX) in OF_THE_PLACE
        }
        for login in LOGINS[name]:
            own[f"{PREFIX}DATABASE_URL_{login.upper()}"] = self.house.database_url(login)
        for user in USERS[name]:
            own[f"{PREFIX}NATS_URL_{user.upper()}"] = self.house.nats_url(user)
        return own


def _let_go(child: "subprocess.Popen[bytes]") -> None:
    """Close the pipe by which an ended child knew that we live."""
    if child.stdin is not None:
        child.stdin.close()


def answers(url: str) -> bool:
    """Whether something says that it lives."""
    try:
        with urlopen(url, timeout=1) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
