"""One JSON line a happening, on stderr. Never a person's data: bodies and values stay out."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from pydantic import BaseModel, ValidationError
from structlog.typing import FilteringBoundLogger, Processor

LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


def configure(level: str = "info", *, role: str | None = None, to: TextIO | None = None) -> None:
    """Say once per process from which level on (``STARLEDGER_LOG``); libraries from warnings on.

    ``role`` stands on every line that was not written for another role of the same process.
    """
    stream = to or sys.stderr
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        _of_role(role),
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        without_bodies,
    ]
    line = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    structlog.configure(
        processors=[*shared, line],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    _libraries(stream, shared, line, max(LEVELS[level], logging.WARNING))


def _libraries(stream: TextIO, shared: list[Any], line: Any, level: int) -> None:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, line],
        )
    )
    handler.setLevel(level)  # psycopg gives its loggers a level of their own
    logging.root.handlers = [handler]
    logging.root.setLevel(level)


def _of_role(role: str | None) -> Processor:
    def add(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        if role is not None:
            line.setdefault("role", role)
        return line

    return add


def logger(part: str) -> FilteringBoundLogger:
    """The voice of a part of the house: ``logger("relay").info("published", position=17)``."""
    bound: FilteringBoundLogger = structlog.get_logger(part=part)
    return bound


def without_bodies(
    _logger: Any, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """An event or command is named, not shown; an error is told without the values it met."""
    error = line.pop("exc_info", None)
    if error:
        line["error"] = sys.exc_info()[1] if error is True else error
    for name, value in line.items():
        if isinstance(value, BaseModel):
            line[name] = type(value).__name__
        elif isinstance(value, tuple) and len(value) == 3 and isinstance(value[1], BaseException):
            line[name] = reason(value[1])
        elif isinstance(value, BaseException):
            line[name] = reason(value)
    return line


def reason(error: BaseException) -> str:
    """Kind, place and first line of an error.

    PostgreSQL puts the row into the second line, pydantic the value into every one.
    """
    place, trace = "", error.__traceback__
    while trace is not None:
        place = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}{place}: {_without_values(error)}"


def _without_values(error: BaseException) -> str:
    if isinstance(error, ValidationError):
        return ", ".join(
            f"{'.'.join(map(str, each['loc']))} {each['type']}"
            for each in error.errors(include_input=False, include_context=False)
        )
    return str(error).partition("\n")[0]
