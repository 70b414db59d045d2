"""What each command is said to refuse is what the source of its rules refuses."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.cli.composition import SERVICES
from services.core.access import MAY
from services.core.service import Command, Service

ROOT = Path(__file__).parents[2] / "services"
CALCULATIONS = ROOT / "core" / "scheme"
"""Rules of the pure calculations, which a service refuses by where it calls them."""
IMPORTED_FROM = "services.core.scheme"
COMMANDS = [(service, command) for service in SERVICES for command in service.commands]

Known = dict[str, tuple[set[str], set[str]]]
"""Function, method or constant → the rules it names, and what it calls or uses."""


def verb(command: type[Command]) -> str:
    """``CastVote`` → ``cast_vote``: the generator of a command bears its name."""
    letters = (f"_{c.lower()}" if c.isupper() else c for c in command.__name__)
    return "".join(letters).lstrip("_")


def halves(service: Service) -> Iterator[list[Path]]:
    """The modules of each set of rules: ``rules.py``, or those of a folder ``rules``."""
    room = ROOT / service.name
    yield from ([file] for file in sorted(room.rglob("rules.py")))
    yield from (sorted(folder.glob("*.py")) for folder in sorted(room.rglob("rules/")))


def named(modules: list[Path]) -> Known:
    """Everything those modules define, but the table under test itself."""
    found: Known = {}
    for module in modules:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            name = defined(node)
            if name and name != "MAY_REFUSE":
                key = name if name not in found else f"{module.stem}.{name}"
                found[key] = (rules_in(node), uses_in(node))
    return found


def defined(node: ast.AST) -> str | None:
    if isinstance(node, ast.FunctionDef):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id if node.targets[0].id.isupper() else None
    return None


def rules_in(node: ast.AST) -> set[str]:
    return {
        each.attr
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute)
        and isinstance(each.value, ast.Name)
        and each.value.id in ("Rule", "SchemeRule")
    }


def uses_in(node: ast.AST) -> set[str]:
    """What it calls or uses; what it catches refusals of refuses nothing."""
    caught = {
        inner
        for each in ast.walk(node)
        if isinstance(each, ast.Try) and "Refused" in ast.dump(each)
        for inner in ast.walk(each)
    }
    used = [each for each in ast.walk(node) if each not in caught]
    names = {each.id for each in used if isinstance(each, ast.Name)}
    return names | {each.attr for each in used if isinstance(each, ast.Attribute)}


def calculating(modules: list[Path]) -> set[str]:
    """Names those modules have from the pure calculations."""
    return {
        alias.name
        for module in modules
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(IMPORTED_FROM)
        for alias in node.names
    }


def reachable(name: str, known: Known, seen: set[str], others: Known, called: set[str]) -> set[str]:
    """Rules a function names, itself or through what it calls, calculations included."""
    if name in seen:
        return set()
    if name not in known:
        return reachable(name, others, set(), {}, set()) if name in called else set()
    seen.add(name)
    rules, used = known[name]
    return rules.union(*(reachable(each, known, seen, others, called) for each in used))


@pytest.mark.parametrize(
    ("service", "command"), COMMANDS, ids=[f"{s.name}.{c.__name__}" for s, c in COMMANDS]
)
def test_a_command_may_refuse_what_its_source_refuses(
    service: Service, command: type[Command]
) -> None:
    generators = [
        (half, known) for half in halves(service) if verb(command) in (known := named(half))
    ]
    assert len(generators) == 1, f"one generator named {verb(command)}"
    ((half, known),) = generators
    others = named(sorted(CALCULATIONS.glob("*.py")))
    source = reachable(verb(command), known, {"decide", "reads"}, others, calculating(half))
    assert {rule.name for rule in service.may_refuse[command.__name__]} == source


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_command_has_roles_and_a_line(service: Service) -> None:
    names = {command.__name__ for command in service.commands}
    assert set(service.may_refuse) == names
    assert all(MAY[f"{service.name}.{name}"] for name in names)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_rule_may_be_refused_by_some_command_and_says_why(service: Service) -> None:
    refused = {rule for rules in service.may_refuse.values() for rule in rules}
    for book in service.rules:
        assert set(book) <= refused
        for rule in book:
            assert all((rule.code, rule.rule, rule.clause, rule.zh, rule.en))
