"""What a database holds, to be compared before and after."""

from typing import Any

import psycopg
from psycopg import sql

from tests.servers import Database

TABLES = """
    select schemaname, tablename from pg_tables
     where tableowner like 'starledger%' and tableowner <> 'starledger_projector' order by 1, 2
"""
OBJECTS = r"""
    select 'relation', c.oid::regclass::text, c.relkind::text, c.relowner::regrole::text,
           array(select acl::text from unnest(c.relacl) acl order by 1)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspowner::regrole::text like 'starledger\_%'
    union all
    select 'function', p.oid::regprocedure::text, md5(pg_get_functiondef(p.oid)),
           p.proowner::regrole::text, array(select acl::text from unnest(p.proacl) acl order by 1)
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspowner::regrole::text like 'starledger\_%'
    union all
    select 'trigger', t.tgname::text, t.tgenabled::text, t.tgrelid::regclass::text, '{}'
      from pg_trigger t where not t.tgisinternal
    union all
    select 'schema', n.nspname::text, '', n.nspowner::regrole::text,
           array(select acl::text from unnest(n.nspacl) acl order by 1)
      from pg_namespace n where n.nspowner::regrole::text like 'starledger\_%'
    union all
    select 'constraint', conname::text, conrelid::regclass::text, pg_get_constraintdef(oid), '{}'
      from pg_constraint
     where connamespace in (select oid from pg_namespace
                             where nspowner::regrole::text like 'starledger\_%')
    order by 1, 2, 3, 4
"""


def tables(database: Database) -> dict[str, list[Any]]:
    """Every row of everything the house keeps, but for the views."""
    with psycopg.connect(database.url("owner")) as connection:
        return {
            f"{schema}.{table}": connection.execute(
                sql.SQL("select t::text from {} t order by 1").format(sql.Identifier(schema, table))
            ).fetchall()
            for schema, table in connection.execute(TABLES).fetchall()
        }


def objects(database: Database) -> list[Any]:
    """Every table, function, trigger, constraint and schema, with its owner and its grants."""
    with psycopg.connect(database.url("owner")) as connection:
        return connection.execute(OBJECTS).fetchall()
