"""Asks the register as the lookup page does, with its own role."""

from datetime import date, datetime
from typing import Any

from projections.registry.names import number_of
from projections.registry.queries import Register
from services.core.context import ZONE
from services.runtime.clock import SystemClock


async def entry(
    url: str, number: str, effective: date | None, known: datetime | None
) -> dict[str, Any] | None:
    """The JSON entry of a number; None where it was never issued."""
    now = SystemClock().now()
    moment = known or now
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZONE)
    register = Register(url, pool_size=1)
    await register.open()
    try:
        found = await register.entry(number_of(number))
    finally:
        await register.close()
    if found.certificate is None:
        return None
    day = effective or now.astimezone(ZONE).date()
    return dict(found.entry(day, moment).as_json())
