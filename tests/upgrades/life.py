"""One company's certificate, by real commands: what is kept, and what an upgraded body does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from events.vocabulary import Role
from services.cli.place import Place
from services.cli.registered import entry
from services.cli.sample.acts import Acts
from services.cli.sample.cases import certify
from services.cli.sample.companies import COMPANIES
from services.cli.sample.people import MEMBERS, SECRETARY
from services.cli.workshop import handlers
from services.core.context import ZONE
from services.runtime.driver import Draws, Driver

APPLIED = date(2005, 1, 4)
LATER = datetime(2006, 3, 1, 10, 0, tzinfo=ZONE)
"""When a body is upgraded and goes on."""
KNOWN = datetime(2006, 3, 2, tzinfo=UTC)
"""As known on this moment the register is compared."""


def certified(acts: Acts) -> str:
    """From the application to the certificate; its number."""
    life = certify(acts, COMPANIES[0], APPLIED)
    try:
        while True:
            day = next(life)
            acts.driver.clock.set(datetime.combine(day, time(9, 0), ZONE))
    except StopIteration as ended:
        number, _awarded = ended.value
        return str(number)


def suspended(acts: Acts, certificate: str) -> None:
    """The holder asks for it, a member decides, the head approves."""
    ground = {"certificate": certificate, "ground": "0116", "facts": "持证人书面申请暂停。"}
    acts.ask("decisions.ConfirmSuspensionGround", SECRETARY, Role.COMMITTEE_SECRETARY, **ground)
    acts.status(
        certificate, "suspend", "0116", "持证人书面申请暂停。",
        conditions="书面申请恢复。", contact=MEMBERS[1],
    )  # fmt: skip


@contextmanager
def going_on(place: Place) -> Iterator[Acts]:
    """Whoever acts in a body that was there already."""
    with handlers(place) as at_work:
        driver = Driver(at_work, start=LATER, draws=Draws("later"))
        last = at_work["body"].store.last()
        driver.settled = last.position if last else 0
        yield Acts(driver)


async def register_entry(place: Place, certificate: str) -> dict[str, Any]:
    """What the public register says of it."""
    day = KNOWN.astimezone(ZONE).date() - timedelta(days=1)
    found = await entry(place.database_url("lookup"), certificate, day, KNOWN)
    assert found is not None
    return found
