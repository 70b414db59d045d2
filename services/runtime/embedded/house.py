"""A whole body on one machine: PostgreSQL and NATS over one data folder, and who holds it."""

import asyncio
import fcntl
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from services.runtime.embedded import secrets
from services.runtime.embedded.nats import Nats
from services.runtime.embedded.postgres import SUPERUSER, Postgres, ensure_database
from services.runtime.embedded.unprivileged import Identity
from services.runtime.migrate import migrate
from services.runtime.settings import DATABASE_ROLES, NATS_USERS, default_data
from services.runtime.stream import provision

DATABASE = "starledger"
OWNER = "postgres"


class Occupied(Exception):
    """Another ``starledger`` holds the data folder; the text names its pid."""


class NotAHouse(Exception):
    """The folder holds something else, which nobody wants to be mixed with a body."""


class House:
    """``start`` and ``stop`` for the one who holds it; addresses for whoever owns the folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (folder or default_data()).expanduser().absolute()
        self._lock: TextIO | None = None
        self._servers: tuple[Postgres, Nats] | None = None

    @property
    def passwords(self) -> Mapping[str, str]:
        """``postgres``, ``postgres.<role>`` and ``nats.<user>`` → password; mode 0600."""
        return secrets.load(self.folder / "secrets.json")

    @property
    def database_passwords(self) -> Mapping[str, str]:
        """Short role name → password, as ``migrate`` wants it."""
        held = self.passwords
        return {role: held[f"postgres.{role}"] for role in DATABASE_ROLES}

    @property
    def postgres(self) -> Postgres:
        """The PostgreSQL of this folder, running or not."""
        if self._servers:
            return self._servers[0]
        return Postgres(self.folder / "postgres", self.passwords[OWNER])

    @property
    def nats(self) -> Nats:
        """The NATS of this folder, running or not."""
        if self._servers:
            return self._servers[1]
        held = self.passwords
        return Nats(self.folder / "nats", {user: held[f"nats.{user}"] for user in NATS_USERS})

    @property
    def owner_url(self) -> str:
        """The superuser's, for ``migrate`` and ``recover``."""
        return self.postgres.url(SUPERUSER, DATABASE)

    def database_url(self, role: str) -> str:
        """A role's, by its short name."""
        return self.postgres.url(f"starledger_{role}", DATABASE, self.database_passwords[role])

    def nats_url(self, user: str) -> str:
        """A user's of deploy/nats.conf."""
        return self.nats.url(user)

    def is_occupied(self) -> bool:
        """Whether somebody holds the folder at this moment, so that its servers run."""
        if self._lock is not None:
            return True
        if not (self.folder / "lock").exists():
            return False
        with (self.folder / "lock").open() as lock:
            return not _take(lock, fcntl.LOCK_SH)

    def start(self) -> None:
        """Hold the folder, start both servers and bring database and stream up to date.

        Occupied if somebody else holds it. If anything fails, what was started is stopped.
        """
        self._prepare()
        self._hold()
        try:
            self._start_servers()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop both in order and let the folder go."""
        servers, self._servers = self._servers, None
        for server in reversed(servers or ()):
            server.stop()
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.close()

    def _prepare(self) -> None:
        identity = Identity.of_server()
        identity.require_entry(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.folder / "lock").exists():
            if any(self.folder.iterdir()):
                raise NotAHouse(f"{self.folder} is not empty and holds no body: choose another")
            self.folder.chmod(0o700 if identity.uid is None else 0o755)
        identity.require_entry(self.folder)

    def _hold(self) -> None:
        lock = (self.folder / "lock").open("a+")
        if not _take(lock):
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            lock.close()
            raise Occupied(
                f"{self.folder} is held by another starledger (pid {holder}): "
                "stop it first, or choose another folder with --data"
            )
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        self._lock = lock

    def _start_servers(self) -> None:
        secrets.load_or_create(
            self.folder / "secrets.json",
            [
                OWNER,
                *(f"postgres.{role}" for role in DATABASE_ROLES),
                *(f"nats.{user}" for user in NATS_USERS),
            ],
        )
        self._servers = postgres, nats = self.postgres, self.nats
        postgres.start()
        nats.start()
        ensure_database(postgres, DATABASE)
        migrate(self.owner_url, passwords=self.database_passwords)
        asyncio.run(provision(self.nats_url("admin"), replicas=1))


def _take(lock: TextIO, kind: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
