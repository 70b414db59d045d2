"""When a day opens, what the service asks of itself."""

from collections.abc import Iterator
from datetime import date

from services.surveillance.commands import NoteSurveillanceMissed
from services.surveillance.state import Cycle


def due(_stream: str, cycle: Cycle, day: date) -> Iterator[NoteSurveillanceMissed]:
    """The day after the last day of a window that still waits. ISO/IEC 17065 7.9.1, R-2406.

    A window that ends with the certificate is not missed: the certificate expires instead.
    """
    opened = cycle.opened
    if opened is None or not cycle.waiting or cycle.missed:
        return
    latest = opened.window.latest
    if latest < opened.expires_on and day > latest:
        yield NoteSurveillanceMissed(certificate=opened.certificate, number=opened.number)
