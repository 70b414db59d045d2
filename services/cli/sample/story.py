"""The whole story: founding, staff, scheme, and every company's life, day by day."""

import heapq
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from events.vocabulary import Role
from services.cli.sample.acts import FIELD, SCHEME, Acts
from services.cli.sample.cases import Life
from services.cli.sample.lives import PAST, lives
from services.cli.sample.people import ADMIN, OWNER, STAFF
from services.core.context import ZONE
from services.runtime.driver import Draws, Driver
from services.runtime.handler import FOUNDER, Handler
from services.runtime.packs import shipped

SEED = "starledger-sample-1"
Progress = Callable[[date, date], None]
"""(day lived, last day)."""


def tell(
    handlers: Mapping[str, Handler], *, last_day: date, draws: Draws, progress: Progress
) -> None:
    """Live through the demonstration's past, up to and including ``last_day``."""
    first_day = last_day - timedelta(days=PAST)
    start = datetime.combine(first_day, time(0, 0), ZONE)
    driver = Driver(handlers, start=start, draws=draws)
    acts = Acts(driver)
    found(acts, first_day)
    agenda: list[tuple[date, int, Life]] = []
    for order, life in enumerate(lives(acts, last_day)):
        agenda.append((next(life), order, life))
    heapq.heapify(agenda)
    day = first_day
    while day <= last_day:
        driver.open_day(day)
        driver.at("09:00")
        while agenda and agenda[0][0] <= day:
            _day, order, life = heapq.heappop(agenda)
            following = next(life, None)
            if following is not None:
                heapq.heappush(agenda, (following, order, life))
        progress(day, last_day)
        day += timedelta(days=1)


def found(acts: Acts, day: date) -> None:
    """The body, its staff and its scheme."""
    found = {"by": ADMIN, "role": FOUNDER}
    _as(acts, "body.OpenBody", found, kind="demonstration", name="示例认证有限公司",
        name_en="Demonstration Certification Co., Ltd.", approval_no="CNCA-R-2099-900",
        opened_on=day)  # fmt: skip
    _as(acts, "personnel.RegisterPerson", found, person=ADMIN, name="管理员", employment="employed")
    _as(acts, "personnel.GrantRole", found, person=ADMIN, role=Role.SYSTEM_ADMIN)
    acts.ask(
        "body.GrantApprovedField", ADMIN, Role.SYSTEM_ADMIN,
        field=FIELD, label="批发业和零售业服务", from_on=day,
    )  # fmt: skip
    for colleague in STAFF:
        acts.ask(
            "personnel.RegisterPerson", ADMIN, Role.SYSTEM_ADMIN,
            person=colleague.person, name=colleague.name, employment=colleague.employment,
        )  # fmt: skip
        for role in colleague.roles:
            acts.ask(
                "personnel.GrantRole", ADMIN, Role.SYSTEM_ADMIN, person=colleague.person, role=role
            )
    pack = shipped("gbt-27922-demo").model_dump(by_alias=True)
    acts.ask("schemes.DraftVersion", OWNER, Role.SCHEME_OWNER, pack=pack)
    acts.ask("schemes.ActivateVersion", OWNER, Role.SCHEME_OWNER, scheme=SCHEME, effective_from=day)


def _as(acts: Acts, name: str, who: Mapping[str, str], /, **body: object) -> None:
    service, _, command = name.partition(".")
    command_class = acts.driver.handlers[service].service.command_class(command)
    if command_class is None:
        raise LookupError(name)
    acts.driver.ask(service, command_class.model_validate(body), via="cli:up", **who)
