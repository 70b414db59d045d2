"""What an organisation states: complete, possible, in order, covered by the scheme. R-0202 ff."""

from collections.abc import Iterator
from datetime import date

from events.application_facts import ApplicationFacts, Flag
from events.scheme_pack import CompletePack
from events.vocabulary import Activity
from services.applications.commands import Stated
from services.applications.rules.book import Rule
from services.applications.rules.gates import require_between
from services.core import uscc
from services.core.calendar import add_months

MOST_PEOPLE = 10_000_000

NEEDED = {
    "holder": "组织名称",
    "legal_person": "法人资格",
    "registered_address": "注册地址",
    "actual_address": "经营地址",
    "business_since": "开始经营日期",
    "system_since": "体系运行日期",
    "scope": "申请范围",
    "field": "认证领域",
    "client_class": "客户类别",
    "total_staff": "总人数",
    "covered_headcount": "覆盖人数",
    "headcount_evidence": "人数证明",
    "sites": "场所",
    "incidents": "事故和纠纷情况",
    "past_certificates": "其他认证证书情况",
    "papers": "营业执照等材料",
    "previous_certificate": "原证书编号",
}
"""Field → what the applicant calls it. Process 2."""


def require_code(given: str) -> str:
    """The credit code in normal form; other than plain characters are shown, not repaired. R-0202.

    Spaces and lower case are only spelling.
    """
    normal = uscc.normalise(given)
    plain = given.isascii() and given.isprintable()
    Rule.USCC_IS_VALID.require(
        plain and uscc.is_valid(normal), field="uscc", uscc=given, normal_form=normal
    )
    return normal


def gaps(stated: Stated, activity: Activity, previous: str | None) -> Iterator[str]:
    """Every field that is missing, not the first alone. R-0203."""
    for name in NEEDED:
        if name == "previous_certificate":
            if activity is not Activity.INITIAL and previous is None:
                yield name
        elif _is_gap(getattr(stated, name), empty_counts=name in ("sites", "papers")):
            yield name


def _is_gap(value: object, *, empty_counts: bool) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or (empty_counts and value == ())


def require_complete(stated: Stated, activity: Activity, previous: str | None) -> None:
    """Nothing is missing; the refusal lists all that is. R-0203."""
    missing = list(gaps(stated, activity, previous))
    words = "、".join(NEEDED[name] for name in missing)
    Rule.APPLICATION_IS_COMPLETE.require(not missing, missing=missing, 缺少事项=words)


def require_possible(stated: Stated, pack: CompletePack, today: date) -> ApplicationFacts:
    """The facts of a complete statement whose numbers, dates and codes can be true."""
    total, covered = stated.total_staff or 0, stated.covered_headcount or 0
    for name, holds in (
        ("total_staff", 1 <= total <= MOST_PEOPLE),
        ("covered_headcount", 1 <= covered <= total),
    ):
        Rule.HEADCOUNT_IS_POSSIBLE.require(holds, field=name, total=total, covered=covered)
    _require_dates(stated, today)
    classes = [each.id for each in pack.client_classes]
    for name, zh, known in (
        ("field", "认证领域", stated.field in pack.service_area_codes),
        ("client_class", "客户类别", stated.client_class in classes),
    ):
        Rule.SCHEME_COVERS_IT.require(known, field=name, 项目=zh)
    return ApplicationFacts.model_validate(dict(stated))


def _require_dates(stated: Stated, today: date) -> None:
    for name, day, after in _days(stated):
        if day is not None:
            require_between(day, field=name, after=after, today=today)


def _days(stated: Stated) -> Iterator[tuple[str, date | None, date | None]]:
    """Every day stated: its field, the day, and the day it may not precede."""
    yield "business_since", stated.business_since, None
    yield "system_since", stated.system_since, stated.business_since
    evidence = stated.headcount_evidence
    yield "headcount_evidence.dated_on", evidence.dated_on if evidence else None, None
    for incident in stated.incidents or ():
        yield "incidents.happened_on", incident.happened_on, None
    for past in stated.past_certificates or ():
        yield "past_certificates.effective_on", past.effective_on, None
        yield "past_certificates.body_disqualified_on", past.body_disqualified_on, None
    for listing in stated.block_listings:
        yield "block_listings.listed_on", listing.listed_on, None
        yield "block_listings.cleared_on", listing.cleared_on, listing.listed_on


def flags(facts: ApplicationFacts, pack: CompletePack, today: date) -> tuple[Flag, ...]:
    """What must be settled before the application may be accepted. R-0304, R-0306, R-0401."""
    return tuple(_flags(facts, pack, today))


def _flags(facts: ApplicationFacts, pack: CompletePack, today: date) -> Iterator[Flag]:
    least = pack.headcount.flag_if_people_per_outlet_below
    if facts.outlets and facts.covered_headcount < least * len(facts.outlets):
        yield Flag.HEADCOUNT_IMPLAUSIBLE
    rules = pack.eligibility
    if rules.incident_policy == "disclose_and_review" and recent_incidents(facts, pack, today):
        yield Flag.INCIDENT_DISCLOSED
    if rules.former_body_disqualified_window_months is not None and any(
        past.body_disqualified_on for past in facts.past_certificates
    ):
        yield Flag.FORMER_BODY_DISQUALIFIED


def recent_incidents(facts: ApplicationFacts, pack: CompletePack, today: date) -> list[date]:
    """Days of incidents within the scheme's look-back; without handling they stand out. R-0304."""
    months = pack.eligibility.incident_lookback_months or 0
    days = [incident.happened_on for incident in facts.incidents]
    return [day for day in days if today < add_months(day, months)]
