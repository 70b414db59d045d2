"""Writes a backup: one snapshot of everything that cannot be made again, proved before it counts.

The folder bears its name only once everything in it is on the disk and was read back; whatever is
broken off before that leaves a ``.NAME.….part`` at most, which nothing reads.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg

from services.runtime.backup import programs
from services.runtime.backup.manifest import DUMP, NAME, Content, Manifest
from services.runtime.backup.proving import prove
from services.runtime.version import code_version

Connection = psycopg.Connection[tuple[Any, ...]]

LAST = "select position, digest from ledger.event order by position desc limit 1"
# Views belong to the projector and are rebuilt; whatever else the house's roles own is kept.
KEPT = r"""
    select nspname from pg_namespace
     where nspowner in (select oid from pg_roles where rolname like 'starledger\_%')
       and nspowner <> 'starledger_projector'::regrole
     order by nspname
"""


class NothingToKeep(Exception):
    """The store holds no event."""


class Exists(Exception):
    """Something bears the name already; a backup never replaces anything."""


def back_up(owner_url: str, target: Path) -> tuple[Path, Manifest]:
    """The folder written, and its manifest.

    ``target`` is a folder that is not there yet; in one that is, and is no backup, a folder named
    by moment and position is made. ``owner_url`` is a superuser's.
    """
    with psycopg.connect(owner_url, connect_timeout=5) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        seen = _seen(connection)
        inside = target.is_dir() and not (target / NAME).exists()
        folder = target / _name(seen) if inside else target
        if os.path.lexists(folder):
            raise Exists(f"{folder} is there already: nothing was written")
        with _draft(folder) as draft:
            _dump(connection, owner_url, seen, draft / DUMP)
            manifest = Manifest(**seen, files={DUMP: Content.of(draft / DUMP)})
            _write(draft / NAME, manifest.model_dump_json(indent=2) + "\n")
            prove(draft)
    return folder, manifest


def _seen(connection: Connection) -> dict[str, Any]:
    """What the snapshot of this connection holds; it is taken by the first question."""
    last = connection.execute(LAST).fetchone()
    if last is None:
        raise NothingToKeep("the store holds no event yet: there is nothing to back up")
    schemas = connection.execute(KEPT).fetchall()
    told = connection.execute(
        "select now() at time zone 'UTC', current_setting('server_version')"
    ).fetchone()
    if told is None:
        raise NothingToKeep("the server does not tell the time")
    moment, server = told
    return {
        "version": code_version(),
        "postgresql": server,
        "taken_at": moment.isoformat() + "Z",
        "position": last[0],
        "digest": bytes(last[1]).hex(),
        "schemas": tuple(name for (name,) in schemas),
    }


def _name(seen: dict[str, Any]) -> str:
    moment = seen["taken_at"][:19].replace("-", "").replace(":", "")
    return f"starledger-{moment}Z-{seen['position']}"


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    """A folder that takes its name at the end, all at once, or is removed."""
    draft = Path(mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
    try:
        yield draft
        _sync(draft)
        _take_name(draft, folder)
        _sync(folder.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _take_name(draft: Path, folder: Path) -> None:
    """Rename; a folder with anything in it, or a file, is never replaced."""
    try:
        draft.rename(folder)
    except OSError as fault:
        if os.path.lexists(folder):
            raise Exists(f"{folder} is there already: nothing was written") from fault
        raise


def _dump(connection: Connection, url: str, seen: dict[str, Any], file: Path) -> None:
    snapshot = connection.execute("select pg_export_snapshot()").fetchone()
    encrypted = bool(connection.pgconn.ssl_in_use)
    major = connection.info.server_version // 10_000
    file.touch(mode=0o600, exist_ok=False)
    programs.run(
        programs.dumping(encrypted=encrypted, major=major),
        "--format=custom",
        "--compress=gzip:1",
        f"--snapshot={snapshot[0] if snapshot else ''}",
        f"--file={file}",
        *(f"--schema={schema}" for schema in seen["schemas"]),
        environment=programs.environment(url, encrypted=encrypted),
    )
    _sync(file)


def _write(file: Path, text: str) -> None:
    with open(file, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as opened:
        opened.write(text)
    _sync(file)


def _sync(path: Path) -> None:
    """Onto the disk, a file's bytes or a folder's names."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
