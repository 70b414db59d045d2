"""The price of a case by a published table. 认证认可条例 art. 20; R-0801."""

from fractions import Fraction

from events.applications import ApplicationAccepted
from services.applications.rules.book import Rule
from services.core.rule import Refused
from services.core.scheme import published
from services.core.scheme.fees import Fee, fee


def price(table: str, accepted: ApplicationAccepted, man_days: Fraction) -> Fee:
    """By the table's own man-days where they reach so far, else by those the review agreed on."""
    try:
        rates = published.fee_table(table)
        reaches = rates.days and accepted.covered_headcount <= rates.days.rows[-1].most
        return fee(
            rates,
            activity=accepted.activity.value,
            headcount=accepted.covered_headcount,
            man_days=None if reaches else man_days,
        )
    except (ValueError, Refused) as fault:
        raise Refused(Rule.FEE_IS_PUBLISHED, _facts(table, fault)) from fault


def _facts(table: str, fault: Exception) -> dict[str, object]:
    told = fault.facts if isinstance(fault, Refused) else {"fault": str(fault)}
    return {"field": "table", **told, "table": table}
