"""Faults that anybody may meet, each as one line with its mend and its exit code."""

import errno
from collections.abc import Iterator

from services.cli.telling import REFUSED, UNAVAILABLE, WRONG_USE, Unavailable


def told(fault: BaseException) -> tuple[int, str] | None:
    """Exit code and line of a fault that is not ours; None for one that is."""
    if isinstance(fault, Unavailable):
        return UNAVAILABLE, one_line(fault)
    return next((found for found in _looked_up(fault) if found), None)


def explain(fault: BaseException) -> str:
    """A fault with its mend where it is a known one; of a store that is away, why it is."""
    from services.runtime.append import StoreUnavailable
    from services.runtime.log import reason

    cause = fault.__cause__ if isinstance(fault, StoreUnavailable) else None
    known = told(cause or fault)
    return known[1] if known else reason(fault)


def one_line(fault: BaseException) -> str:
    """The text of a fault on one line; its kind where it says nothing."""
    return " ".join(str(fault).split()) or type(fault).__name__


def _looked_up(fault: BaseException) -> Iterator[tuple[int, str] | None]:
    """Asked in the order of likelihood; imported here, for whoever meets no fault pays nothing."""
    yield _of_settings(fault)
    yield _of_the_house(fault)
    yield _of_the_database(fault)
    yield _of_the_bus(fault)
    yield _of_the_history(fault)
    yield _of_a_backup(fault)
    yield _of_a_rule(fault)
    yield _of_the_machine(fault)


def _of_settings(fault: BaseException) -> tuple[int, str] | None:
    from services.runtime.settings import WrongSetting

    return (WRONG_USE, one_line(fault)) if isinstance(fault, WrongSetting) else None


def _of_the_house(fault: BaseException) -> tuple[int, str] | None:
    from services.runtime.embedded.house import NotAHouse, Occupied
    from services.runtime.embedded.processes import ServerFailed
    from services.runtime.embedded.unprivileged import Unreachable

    if isinstance(fault, NotAHouse | Unreachable):
        return WRONG_USE, one_line(fault)
    if isinstance(fault, Occupied | ServerFailed):
        return UNAVAILABLE, one_line(fault)
    return None


def _of_the_database(fault: BaseException) -> tuple[int, str] | None:
    import psycopg
    from psycopg import errors

    from services.runtime.append import StoreUnavailable

    first = one_line(fault).partition(" DETAIL")[0]
    match fault:
        case errors.UndefinedTable() | errors.InvalidSchemaName() | errors.UndefinedFunction():
            return UNAVAILABLE, f"the database holds no body yet: starledger migrate ({first})"
        case errors.InsufficientPrivilege():
            return (
                UNAVAILABLE,
                f"the database login may not do this: check whose URL it is; {first}",
            )
        case psycopg.OperationalError() | psycopg.InterfaceError():
            return UNAVAILABLE, f"PostgreSQL does not answer: start it, or mend the URL; {first}"
        case psycopg.ProgrammingError() if fault.sqlstate is None:
            return WRONG_USE, f"this is no PostgreSQL URL: {first}"
        case StoreUnavailable():
            wrote = "nothing was written" if fault.outcome == "nothing" else "repeat with one --key"
            return UNAVAILABLE, f"the store does not answer, {wrote}: starledger doctor; {first}"
        case _:
            return None


def _of_the_bus(fault: BaseException) -> tuple[int, str] | None:
    import nats.errors
    import nats.js.errors

    from projections.reader import Unavailable as Unread
    from projections.rebuilding import UnderRebuild

    match fault:
        case Unread():
            return UNAVAILABLE, f"the view does not answer: starledger doctor; {one_line(fault)}"
        case UnderRebuild():
            return UNAVAILABLE, f"somebody else rebuilds or compares {fault}: try again later"
        case nats.js.errors.NotFoundError():
            return UNAVAILABLE, "NATS has no stream of ours yet: starledger migrate"
        case nats.errors.AuthorizationError():
            return UNAVAILABLE, "NATS does not let us in: mend user and password of the URL"
        case nats.errors.Error():
            return (
                UNAVAILABLE,
                f"NATS does not answer: start it, or mend the URL; {one_line(fault)}",
            )
        case _:
            return None


def _of_the_history(fault: BaseException) -> tuple[int, str] | None:
    from events.catalogue import UnknownEvent
    from services.runtime.place import Parted

    if isinstance(fault, UnknownEvent):
        return UNAVAILABLE, one_line(fault)
    return (REFUSED, f"{one_line(fault)}; {fault.mend}") if isinstance(fault, Parted) else None


def _of_a_backup(fault: BaseException) -> tuple[int, str] | None:
    from services.runtime.backup.manifest import Unfit
    from services.runtime.backup.programs import ProgramFailed, ProgramMissing
    from services.runtime.backup.restoring import NotEmpty
    from services.runtime.backup.writing import Exists, NothingToKeep

    match fault:
        case Unfit() | NotEmpty() | Exists() | NothingToKeep():
            return REFUSED, one_line(fault)
        case ProgramFailed() | ProgramMissing():
            return UNAVAILABLE, one_line(fault)
        case _:
            return None


def _of_a_rule(fault: BaseException) -> tuple[int, str] | None:
    from pydantic import ValidationError

    from services.core.rule import Refused
    from services.runtime.invalid import faults
    from services.runtime.replies import refused

    match fault:
        case Refused():
            said = refused(fault).body
            return REFUSED, f"{said['code']} {said['rule']}: {said['sentence']['en']}"
        case ValidationError():
            return WRONG_USE, "; ".join(each.message["en"] for each in faults(fault))
        case _:
            return None


def _of_the_machine(fault: BaseException) -> tuple[int, str] | None:
    match fault:
        case OSError(errno=errno.EADDRINUSE):
            return UNAVAILABLE, f"the port is in use: choose another; {one_line(fault)}"
        case PermissionError():
            return UNAVAILABLE, f"run it as whoever owns the folder; {one_line(fault)}"
        case ConnectionError() | TimeoutError():
            return UNAVAILABLE, f"a server does not answer: starledger doctor; {one_line(fault)}"
        case FileNotFoundError() | IsADirectoryError() | NotADirectoryError():
            return WRONG_USE, one_line(fault)
        case UnicodeDecodeError():
            return WRONG_USE, f"a file or text is not UTF-8: {one_line(fault)}"
        case OSError():
            return UNAVAILABLE, one_line(fault)
        case _:
            return None
