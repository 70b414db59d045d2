"""Row changes of many events folded into one for each row. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from projections.view import Change, Put, Remove, Row, Set

Key = tuple[Any, ...]


class Folding:
    """What many changes amount to, row by row.

    What a row was before is not known, so changing or removing it is kept as such.
    """

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self.tables = tables
        self._rows: dict[str, dict[Key, Change]] = {table: {} for table in tables}

    def add(self, changes: Iterable[Change]) -> None:
        """All changes of one event, or none of them: ValueError for one that names no row."""
        keyed = [(self._key(change), change) for change in changes]
        for key, change in keyed:
            rows = self._rows[change.table]
            rows[key] = _after(rows.get(key), change)

    def __len__(self) -> int:
        """Rows that something became of."""
        return sum(map(len, self._rows.values()))

    def of(self, table: str) -> Iterator[Change]:
        """At most one change a row."""
        return iter(self._rows[table].values())

    def clear(self) -> None:
        """Forget everything."""
        for rows in self._rows.values():
            rows.clear()

    def _key(self, change: Change) -> Key:
        columns = self.tables.get(change.table)
        if columns is None:
            raise ValueError(f"the view has no table {change.table}")
        named: Row = change.row if isinstance(change, Put) else change.key
        missing = [column for column in columns if named.get(column) is None]
        if missing or (not isinstance(change, Put) and len(named) != len(columns)):
            raise ValueError(f"{change.table}: a row is named by {', '.join(columns)}")
        if isinstance(change, Set) and not set(columns).isdisjoint(change.values):
            raise ValueError(f"{change.table}: the key of a row does not change")
        return tuple(named[column] for column in columns)


def _after(before: Change | None, change: Change) -> Change:
    match change, before:
        case Set(values=values), Put(table=table, row=row):
            return Put(table, {**row, **values})
        case Set(values=values), Set(table=table, key=key, values=earlier):
            return Set(table, key, {**earlier, **values})
        case Set(), Remove():
            return before
        case _:
            return change
