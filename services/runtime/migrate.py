"""Creates or upgrades what the body's database must hold; safe to repeat, also twice at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

SCRIPT = Path(__file__).parents[2] / "deploy" / "postgres.sql"


def migrate(owner_url: str, *, passwords: Mapping[str, str] | None = None) -> None:
    """Run deploy/postgres.sql as the superuser of ``owner_url``, in one transaction."""
    with psycopg.connect(owner_url, connect_timeout=5) as connection:
        migrate_within(connection, passwords=passwords)


def migrate_within(
    connection: psycopg.Connection[Any], *, passwords: Mapping[str, str] | None = None
) -> None:
    """The same as a part of somebody's transaction; others who migrate wait for its end.

    ``passwords`` (short role name → password) are set for the login roles; roles it does not
    name keep theirs, which is how a production database, where somebody else sets them, is run.
    """
    connection.execute(SCRIPT.read_bytes())
    for role, password in (passwords or {}).items():
        connection.execute(
            sql.SQL("alter role {} password {}").format(
                sql.Identifier(f"starledger_{role}"), sql.Literal(password)
            )
        )
