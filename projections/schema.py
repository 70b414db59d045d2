"""The schemas of a view: made, granted, swapped and dropped, all by the projector's own role."""

from hashlib import sha256
from typing import LiteralString

from psycopg import sql
from psycopg.errors import DuplicateSchema, UniqueViolation

from projections.view import View
from services.runtime.parking import Overtaken, ReaderTables, Sql, Standing
from services.runtime.readers import Outdated

# The reader's own tables, the same for every view (deploy/postgres.sql has those of policies).
OURS: LiteralString = """
create table checkpoint (
    one      boolean primary key default true check (one),
    position bigint not null default 0,
    digest   bytea not null default decode(repeat('00', 32), 'hex')
);
insert into checkpoint default values;
create table parked (
    position  bigint primary key,
    stream    text not null,
    topic     text not null,
    reason    text not null,
    parked_at timestamptz not null,
    headers   jsonb not null,
    message   bytea not null
);
create index parked_stream on parked (stream);
"""

# A reader of the view may know that a stream is parked; the message may hold what no page shows.
SEEN_OF_PARKED: LiteralString = "position, stream, topic, parked_at"


def next_of(view: View) -> str:
    """The schema a rebuild fills."""
    return f"{view.name}_next"


def old_of(view: View) -> str:
    """The schema a rebuild replaced, until it is dropped."""
    return f"{view.name}_old"


def edition(view: View) -> str:
    """Tells whether tables are of this code's making; kept as the checkpoint's comment."""
    return sha256(f"{view.schema}{OURS}".encode()).hexdigest()


class ViewTables(ReaderTables):
    """The reader's tables of a view's schema, which may be swapped for another at any time.

    Names are resolved when a statement begins, so whoever writes holds off the swap before that.
    """

    def __init__(self, view: View, schema: str) -> None:
        super().__init__(schema)
        self.view = view

    def standing(self, connection: Sql, *, lock: bool = True) -> Standing:
        """How far the view has come; Outdated where its tables are of another edition."""
        if lock:
            connection.execute(
                "select pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", (_door(self.view),)
            )
        require_ours(connection, self.view, self.schema)
        return super().standing(connection, lock=lock)


def _door(view: View) -> str:
    return f"swap {view.name}"


def hold_off(connection: Sql, view: View) -> None:
    """Wait until nobody writes into the view, and let nobody, until the transaction ends."""
    connection.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", (_door(view),))


def create(connection: Sql, view: View, schema: str) -> None:
    """An empty schema of the view, standing before the first event; within a transaction."""
    name = sql.Identifier(schema)
    connection.execute(sql.SQL("create schema {}").format(name))
    connection.execute(sql.SQL("set local search_path = {}").format(name))
    connection.execute(sql.SQL(view.schema + OURS))
    connection.execute(
        sql.SQL("comment on table checkpoint is {}").format(sql.Literal(edition(view)))
    )
    connection.execute("set local search_path = default")


def grant(connection: Sql, view: View, schema: str) -> None:
    """Let the view's readers read: every row of its own tables, and which streams are parked."""
    name, parked = sql.Identifier(schema), sql.Identifier(schema, "parked")
    for reader in view.readers:
        role = sql.Identifier(f"starledger_{reader}")
        for statement in (
            sql.SQL("grant usage on schema {} to {}").format(name, role),
            sql.SQL("grant select on {} to {}").format(_tables(view, schema), role),
            sql.SQL("grant select ({}) on {} to {}").format(sql.SQL(SEEN_OF_PARKED), parked, role),
        ):
            connection.execute(statement)


def ensure(connection: Sql, view: View) -> None:
    """Make the live schema where there is none, and let its readers in; safe to repeat."""
    try:
        with connection.transaction():
            if not exists(connection, view.name):
                create(connection, view, view.name)
                grant(connection, view, view.name)
    except (DuplicateSchema, UniqueViolation) as fault:
        raise Overtaken(f"{view.name} is being made by another process") from fault


def require_ours(connection: Sql, view: View, schema: str) -> None:
    """Outdated where the tables were made by another edition of the view."""
    row = connection.execute(
        "select obj_description(to_regclass(%s), 'pg_class')",
        (sql.Identifier(schema, "checkpoint").as_string(connection),),
    ).fetchone()
    if row is None or row[0] != edition(view):
        raise Outdated(f"the tables of {view.name} are of another edition: rebuild the view")


def exists(connection: Sql, schema: str) -> bool:
    """Whether there is such a schema."""
    found = connection.execute(
        "select exists (select from pg_namespace where nspname = %s)", (schema,)
    ).fetchone()
    return bool(found and found[0])


def rename(connection: Sql, before: str, after: str) -> None:
    """Give a schema another name; whoever asks by name is answered by the other from now on."""
    connection.execute(
        sql.SQL("alter schema {} rename to {}").format(
            sql.Identifier(before), sql.Identifier(after)
        )
    )


def drop(connection: Sql, schema: str) -> None:
    """Remove a schema of ours if it is there; LockNotAvailable while somebody still reads it."""
    with connection.transaction():
        connection.execute("set local lock_timeout = '1s'")
        connection.execute(
            sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(schema))
        )


def _tables(view: View, schema: str) -> sql.Composed:
    names = (*view.tables, "checkpoint")
    return sql.SQL(", ").join(sql.Identifier(schema, name) for name in names)
