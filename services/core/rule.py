"""A rule: a code, an id, the clause that demands it, and its sentence in Chinese and English."""

from collections.abc import Mapping
from enum import Enum
from typing import Any


class RuleBook(Enum):
    """Base of each folder's ``Rule``: members are ``NAME = code, rule id, clause, zh, en``.

    The member's name says what must be true; ``code`` is the refusal code others script against.
    """

    def __init__(self, code: str, rule: str, clause: str, zh: str, en: str) -> None:
        self.code, self.rule, self.clause, self.zh, self.en = code, rule, clause, zh, en

    def require(self, holds: bool, **facts: Any) -> None:
        """Raise :class:`Refused` unless it holds; ``facts`` are the facts that led to it."""
        if not holds:
            raise Refused(self, facts)


class Refused(Exception):
    """The request was refused; nothing happened and nothing is recorded."""

    def __init__(self, rule: RuleBook, facts: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{rule.code} {rule.rule}: {rule.en} ({rule.clause})")
        self.rule = rule
        self.facts = dict(facts or {})
