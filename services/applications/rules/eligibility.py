"""Who may be taken on, as the scheme version says, on the day of the application. Process 3."""

from datetime import date

from events.application_facts import ApplicationFacts
from events.scheme_pack import CompletePack
from events.vocabulary import CertificateStatus
from services.applications.rules.book import Rule
from services.applications.rules.stating import recent_incidents
from services.core.calendar import add_months

LISTS = {
    "dishonest": "严重违法失信名单",
    "stop_order": "责令停业",
    "spot_check": "国家监督抽查不合格未整改",
    "transfer_barred": "不得转换认证机构",
}
BLAMED = (CertificateStatus.SUSPENDED, CertificateStatus.WITHDRAWN)


def require_eligible(facts: ApplicationFacts, pack: CompletePack, applied_on: date) -> None:
    """Every condition of the scheme, in the order of the process. R-0301 to R-0307."""
    rules = pack.eligibility
    Rule.HOLDER_IS_LEGAL_PERSON.require(
        facts.legal_person or not rules.legal_person_required, field="legal_person"
    )
    for rule, months, name in (
        (Rule.BUSINESS_IS_OLD_ENOUGH, rules.min_operating_months, "business_since"),
        (Rule.SYSTEM_IS_OLD_ENOUGH, rules.min_system_run_months, "system_since"),
    ):
        since: date = getattr(facts, name)
        first = add_months(since, months or 0)
        rule.require(first <= applied_on, field=name, months=months, since=since, first_on=first)
    _require_no_incident(facts, pack, applied_on)
    _require_free(facts, rules.reapply_block_months_after_own_fault, applied_on)
    for listing in facts.block_listings:
        Rule.HOLDER_IS_NOT_BARRED.require(
            listing.cleared_on is not None,
            field="block_listings",
            name=listing.name,
            名单=LISTS[listing.name],
            listed_on=listing.listed_on,
        )


def _require_no_incident(facts: ApplicationFacts, pack: CompletePack, applied_on: date) -> None:
    """None in the look-back; where the scheme takes disclosed ones, each with its handling."""
    recent = recent_incidents(facts, pack, applied_on)
    disclosed = pack.eligibility.incident_policy == "disclose_and_review" and all(
        (incident.handling or "").strip()
        for incident in facts.incidents
        if incident.happened_on in recent
    )
    Rule.NO_INCIDENT_STANDS.require(
        not recent or disclosed,
        field="incidents",
        months=pack.eligibility.incident_lookback_months,
        happened_on=recent,
    )


def _require_free(facts: ApplicationFacts, months: int | None, applied_on: date) -> None:
    """The day that the months lead to is the first free one. R-0305."""
    free = [
        add_months(past.effective_on, months or 0)
        for past in facts.past_certificates
        if past.own_fault and past.status in BLAMED
    ]
    free_on = max(free, default=applied_on)
    Rule.REAPPLICATION_IS_FREE.require(
        free_on <= applied_on, field="past_certificates", free_on=free_on, 日期=free_on
    )
