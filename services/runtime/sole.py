"""One reader of a name is active: a connection that holds the name's advisory lock."""

from psycopg import connect
from psycopg.conninfo import conninfo_to_dict

from services.runtime.parking import Sql

# The server gives up a client that vanished without a word within a quarter of a minute, so that
# its lock is free; a batch that hangs is given up too. A reader's rows and its checkpoint commit
# together and in order: where a power cut takes the last of them, it takes both, and they are read
# again from the stream. So no reader waits for the disk, which the ledger's own commits need.
SETTINGS = (
    "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=3 -c tcp_keepalives_count=3"
    " -c statement_timeout=30000 -c synchronous_commit=off"
)


class Sole:
    """The connection of a reader, and the right to be the only one."""

    def __init__(self, url: str, name: str) -> None:
        self.url, self.name = url, name
        self._connection: Sql | None = None

    def take(self) -> Sql | None:
        """The connection with the lock held; None while another session holds it."""
        if self._connection is None or self._connection.closed:
            self._connection = connected(self.url)
        held = self._connection.execute(
            "select pg_try_advisory_lock(hashtextextended(%s, 0))", (f"reader {self.name}",)
        ).fetchone()
        return self._connection if held and held[0] else None

    def close(self) -> None:
        """Let go; the server frees the lock."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def connected(url: str) -> Sql:
    """A connection of a reader: statements are its own, each transaction is opened by name."""
    given = conninfo_to_dict(url)
    options = f"{given.get('options') or ''} {SETTINGS}".strip()
    return connect(url, autocommit=True, connect_timeout=2, options=options, prepare_threshold=None)
