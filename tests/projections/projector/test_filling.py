"""A row that a rebuild copies in is the row that the projector would have written."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from psycopg import sql

from projections import schema
from projections.changes import Folding
from projections.filling import Filler
from projections.rebuilding import alone
from projections.view import Change, Put, Remove, Set, View
from projections.writing import Writer
from services.runtime.parking import Sql
from tests.servers import Database

SCHEMA = """
create table thing (
    id integer primary key, word text, words text[], number numeric, day date, told timestamptz,
    yes boolean, paper jsonb, plain json, big bigint default 7
);
create index thing_words on thing using gin (words) with (fastupdate = off);
create index thing_word on thing (word desc, id);
create unique index thing_big on thing (big) where big > 100;
"""
THINGS = View("thing", SCHEMA, {"thing": ("id",)}, hears=(), project=lambda _recorded: ())
AT = datetime(2026, 11, 23, 10, 15, 0, 7, tzinfo=UTC)
ODD = (
    "",
    "N",
    "\\N",
    "NULL",
    "\\.",
    'a"b',
    "a\\b",
    "tab\there",
    "line\nline\r",
    "{}",
    ",",
    " 认证 ",
)


def told(*changes: Change) -> Folding:
    folding = Folding(THINGS.tables)
    for change in changes:
        folding.add([change])
    return folding


def written(connection: Sql, writer: Writer, pages: Iterable[Iterable[Change]]) -> list[Any]:
    with connection.transaction():
        schema.create(connection, THINGS, writer.schema)
        for changes in pages:
            writer.write(connection, told(*changes))
    rows = sql.SQL("select to_jsonb(t) from {} t order by id")
    return connection.execute(rows.format(sql.Identifier(writer.schema, "thing"))).fetchall()


def both(database: Database, *pages: Iterable[Change]) -> list[Any]:
    """The rows, once proved to be the same both ways."""
    with alone(database.url("projector"), THINGS) as connection:
        live = written(connection, Writer(THINGS, "live"), pages)
        assert written(connection, Filler(THINGS, "filled"), pages) == live
    return live


def test_every_kind_of_value_arrives_as_it_would_by_the_projector(database: Database):
    rows: list[dict[str, Any]] = [
        *({"word": word, "words": [word, "ok"], "paper": {"w": [word]}} for word in ODD),
        {"words": list(ODD), "plain": list(ODD), "paper": "text"},
        {"words": [], "paper": []},
        {"words": ["one", None], "paper": None, "plain": 0},
        {"word": None, "words": None, "number": Decimal("1.50"), "yes": True, "big": 2**60},
        {"day": date(2026, 11, 23), "told": AT, "yes": False, "number": 3},
        {"told": AT.astimezone(timezone(timedelta(hours=8))), "paper": {"at": AT, "n": None}},
    ]
    puts = [Put("thing", {"id": number, **row}) for number, row in enumerate(rows)]
    assert len(both(database, puts)) == len(rows)


def test_a_row_put_changed_and_removed_in_later_pages_ends_the_same(database: Database):
    found = both(
        database,
        [Put("thing", {"id": 1, "word": "a", "big": 1}), Put("thing", {"id": 2, "word": "b"})],
        [Put("thing", {"id": 3, "word": "c"}), Put("thing", {"id": 1, "word": "d"})],
        [Set("thing", {"id": 2}, {"word": "e"}), Remove("thing", {"id": 3})],
        [Set("thing", {"id": 9}, {"word": "nobody"}), Remove("thing", {"id": 8})],
        [Put("thing", {"id": 3, "word": "again"})],
    )
    assert [(row["id"], row["word"], row["big"]) for (row,) in found] == [
        (1, "d", 7),
        (2, "e", 7),
        (3, "again", 7),
    ]


INDEXES = """
    select indexname, replace(indexdef, schemaname || '.', '') from pg_indexes
     where schemaname = %s order by 1
"""


def test_the_indexes_are_those_of_the_schema_when_all_is_there(database: Database):
    filler = Filler(THINGS, "filled")
    with alone(database.url("projector"), THINGS) as connection, connection.transaction():
        schema.create(connection, THINGS, "filled")
        before = connection.execute(INDEXES, ("filled",)).fetchall()
        with filler.without_indexes(connection):
            assert len(connection.execute(INDEXES, ("filled",)).fetchall()) == len(before) - 2
            filler.write(connection, told(Put("thing", {"id": 1, "words": ["a"]})))
        assert connection.execute(INDEXES, ("filled",)).fetchall() == before


def test_a_value_no_column_takes_is_refused_by_name(database: Database):
    filler = Filler(THINGS, "filled")
    with alone(database.url("projector"), THINGS) as connection:
        with connection.transaction():
            schema.create(connection, THINGS, "filled")
        with pytest.raises(TypeError, match="set is no column value"):
            filler.write(connection, told(Put("thing", {"id": 1, "word": {"a"}})))
