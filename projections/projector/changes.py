"""Row changes folded by table and key: of many changes to one row only the sum is written. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from projections.view import Change, Put, Remove, Row, Set, View

Key = tuple[Any, ...]


@dataclass
class Folded:
    """What a batch of changes amounts to."""

    view: View
    put: dict[str, dict[Key, dict[str, Any]]] = field(default_factory=dict)
    """Table → key → whole row."""
    set: dict[str, dict[Key, dict[str, Any]]] = field(default_factory=dict)
    """Table → key → columns that change in a row written before."""
    removed: dict[str, dict[Key, None]] = field(default_factory=dict)

    def add(self, changes: Iterable[Change]) -> None:
        """Fold in further changes, all or none; ValueError for a table or key there is not."""
        taken = list(changes)
        for change in taken:
            key_of(self.view, change.table, change.row if isinstance(change, Put) else change.key)
        for change in taken:
            match change:
                case Put():
                    self._put(change)
                case Set():
                    self._set(change)
                case Remove():
                    self._remove(change)

    def _put(self, change: Put) -> None:
        key = key_of(self.view, change.table, change.row)
        self.set.get(change.table, {}).pop(key, None)
        self.removed.get(change.table, {}).pop(key, None)
        self.put.setdefault(change.table, {})[key] = dict(change.row)

    def _set(self, change: Set) -> None:
        key = key_of(self.view, change.table, change.key)
        row = self.put.get(change.table, {}).get(key)
        if row is not None:
            row.update(change.values)
        elif key not in self.removed.get(change.table, {}):
            self.set.setdefault(change.table, {}).setdefault(key, {}).update(change.values)

    def _remove(self, change: Remove) -> None:
        key = key_of(self.view, change.table, change.key)
        self.put.get(change.table, {}).pop(key, None)
        self.set.get(change.table, {}).pop(key, None)
        self.removed.setdefault(change.table, {})[key] = None


def key_of(view: View, table: str, row: Row) -> Key:
    """The primary key of a row; ValueError where table or key column is unknown."""
    columns = view.tables.get(table)
    if columns is None:
        raise ValueError(f"view {view.name} has no table {table}")
    missing = [column for column in columns if column not in row]
    if missing:
        raise ValueError(f"{view.name}.{table} lacks its key {', '.join(missing)}")
    return tuple(row[column] for column in columns)


def rows_alike(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, ...], list[Mapping[str, Any]]]:
    """Rows grouped by the columns they have, so that each group is one statement."""
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(sorted(row)), []).append(row)
    return groups
