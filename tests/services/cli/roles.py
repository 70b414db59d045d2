"""Roles in processes of their own, as ``starledger serve`` runs them, asked how they are."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from services.runtime.embedded import ports
from services.runtime.settings import DATABASE_ROLES, NATS_USERS, PREFIX
from tests.servers import Bus, Database

FACES = ("api", "lookup")


class Role:
    """One process of one role or several."""

    def __init__(self, folder: Path, environment: Mapping[str, str], *roles: str) -> None:
        self.log = folder / f"{'-'.join(roles)}.log"
        port, health = ports.any_free(), ports.any_free()
        self.port = port if set(roles) <= set(FACES) else health
        own = {name: text for name, text in os.environ.items() if not name.startswith(PREFIX)}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "services.cli.main", "serve", *roles, f"--port={port}"],
                stdout=log,
                stderr=log,
                env=own | environment | {f"{PREFIX}HEALTH_BIND": f"127.0.0.1:{health}"},
            )

    def get(self, path: str) -> httpx.Response:
        """One page of its port; ConnectError while it has none."""
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=10)

    def lives(self) -> bool:
        """Whether it says so."""
        assert self.process.poll() is None, self.log.read_text()
        try:
            return self.get("/healthz").status_code == 200
        except httpx.ConnectError:
            return False

    def readiness(self) -> tuple[int, dict[str, Any]]:
        """Status and document of ``/readyz``."""
        answer = self.get("/readyz")
        return answer.status_code, answer.json()

    def missing(self) -> dict[str, str]:
        """What it lacks, by its own word."""
        missing: dict[str, str] = self.readiness()[1]["missing"]
        return missing

    def lines(self) -> list[dict[str, Any]]:
        """Its log; every line of it is one JSON object."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def says(self, event: str, **more: Any) -> bool:
        """Whether a line of its log tells of this."""
        wanted = {"event": event, **more}
        return any(wanted.items() <= line.items() for line in self.lines())

    def stop(self) -> int:
        """Ask it to end (SIGTERM); its exit code."""
        self.process.terminate()
        return self.process.wait(20)


@contextmanager
def running(folder: Path, environment: Mapping[str, str], *roles: str) -> Iterator[Role]:
    """A process, gone at the end whatever happens."""
    role = Role(folder, environment, *roles)
    try:
        yield role
    finally:
        if role.process.poll() is None:
            role.process.kill()
            role.process.wait()


def environment(database: Database, bus: Bus) -> dict[str, str]:
    """Where each role finds its servers."""
    return {
        f"{PREFIX}DATABASE_URL_{role.upper()}": database.url(role) for role in DATABASE_ROLES
    } | {f"{PREFIX}NATS_URL_{user.upper()}": bus.url(user) for user in NATS_USERS}


def wait_for(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    """Wait until it is so."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come to be"
        time.sleep(0.05)
