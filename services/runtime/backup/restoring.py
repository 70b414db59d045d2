"""Gives an empty database a backup's content: one transaction, so all of it or nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

from services.runtime.backup import programs
from services.runtime.backup.manifest import DUMP, Manifest, Unfit
from services.runtime.migrate import migrate_within

Connection = psycopg.Connection[tuple[Any, ...]]

HELD = "select (select count(*) from ledger.event), (select count(*) from keys.person)"
AT_WORK = r"""
    select distinct usename from pg_stat_activity
     where datname = current_database() and usename like 'starledger\_%' order by 1
"""
VIEWS = r"""
    select nspname from pg_namespace where nspowner = 'starledger_projector'::regrole order by 1
"""
LAST = "select position, digest from ledger.event order by position desc limit 1"
ERASE = """
    insert into keys.person (person, key, destroyed_at) values (%s, null, now())
    on conflict (person) do update
       set key = null, destroyed_at = coalesce(person.destroyed_at, now())
"""
BEGINS = re.compile(rb"COPY .* FROM stdin;\n")
OF_PSQL = (b"\\restrict ", b"\\unrestrict ")
UNREADABLE = (
    programs.ProgramFailed,
    psycopg.DataError,
    psycopg.IntegrityError,
    psycopg.ProgrammingError,
)
"""Faults of the dump; that the server went away is none."""
PIECE = 1 << 20
"""Bytes of rows given to the server at a time."""


class NotEmpty(Exception):
    """The database holds a body, or somebody works in it; nothing was touched."""


def restore(
    owner_url: str,
    folder: Path,
    manifest: Manifest,
    *,
    passwords: Mapping[str, str] | None = None,
    erased: Iterable[str] = (),
) -> None:
    """Unfit or NotEmpty where nothing was done; ``manifest`` is what the proof of it gave.

    ``erased`` are people whose keys were destroyed since the backup: they stay destroyed.
    ``passwords`` as for ``migrate``. ``owner_url`` is a superuser's.
    """
    with psycopg.connect(owner_url, connect_timeout=5) as connection:
        migrate_within(connection)  # the roles that the dump names, and the lock of `migrate`
        _require_empty(connection)
        _clear(connection, manifest.schemas)
        try:
            _replay(connection, folder / DUMP)
        except UNREADABLE as fault:
            raise Unfit(f"{folder / DUMP}: {str(fault).partition(chr(10))[0]}") from fault
        connection.execute("reset all")
        migrate_within(connection, passwords=passwords)
        for person in erased:
            connection.execute(ERASE, (person,))
        _require_same(connection, manifest)


def _require_empty(connection: Connection) -> None:
    at_work = [name for (name,) in connection.execute(AT_WORK)]
    if at_work:
        raise NotEmpty(f"stop every role first; connected to this database: {', '.join(at_work)}")
    events, keys = connection.execute(HELD).fetchone() or (0, 0)
    if events or keys:
        raise NotEmpty(
            f"this database holds {events} events and {keys} keys of people already: "
            "nothing was restored; give the backup a database of its own"
        )


def _clear(connection: Connection, schemas: Iterable[str]) -> None:
    """The empty rooms give way to the dump's own; views of whatever stood here before go too."""
    views = [name for (name,) in connection.execute(VIEWS)]
    for schema in (*schemas, *views):
        connection.execute(
            sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(schema))
        )


def _replay(connection: Connection, dump: Path) -> None:
    with programs.reading(programs.restoring(), "--file=-", str(dump)) as script:
        play(connection, script)


def play(connection: Connection, script: IO[bytes]) -> None:
    """Run what pg_dump wrote as SQL, rows included, in the transaction that is open."""
    for statements, rows in _parts(script):
        connection.execute(statements)
        if rows is not None:
            with connection.cursor().copy(rows) as copy:
                for piece in _rows(script):
                    copy.write(piece)


def _parts(script: IO[bytes]) -> Iterator[tuple[bytes, bytes | None]]:
    """Statements, and the COPY behind them whose rows the script holds next."""
    statements: list[bytes] = []
    for line in script:
        if BEGINS.fullmatch(line):
            yield b"".join(statements), line
            statements = []
        elif not line.startswith(OF_PSQL):
            statements.append(line)
    yield b"".join(statements), None


def _rows(script: IO[bytes]) -> Iterator[bytes]:
    piece: list[bytes] = []
    size = 0
    for line in script:
        if line == b"\\.\n":
            break
        piece.append(line)
        size += len(line)
        if size >= PIECE:
            yield b"".join(piece)
            piece, size = [], 0
    yield b"".join(piece)


def _require_same(connection: Connection, manifest: Manifest) -> None:
    """What was proved in the dump is what now stands in the table."""
    last = connection.execute(LAST).fetchone()
    if last is None or (last[0], bytes(last[1]).hex()) != (manifest.position, manifest.digest):
        raise Unfit("the restored ledger does not end as the manifest says: nothing was restored")
