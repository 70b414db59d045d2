"""W-1: one certificate from the vote to its restoring, on the days of the example."""

from datetime import date

from events.certificates import (
    CertificateIssued,
    CertificateNumberAssigned,
    CertificateRestored,
    CertificateSuspended,
    HolderCertified,
    SuspensionGroundConfirmed,
)
from events.decisions import DecisionCountersigned
from events.vocabulary import CertificateStatus, StatusAct
from services.decisions.certificate.commands import IssueCertificate
from tests.services.decisions.builders import (
    CASE,
    COMMITTEE,
    HEAD,
    NUMBER,
    OFFICER,
    TEAM,
    USCC,
    completed,
    missed,
)
from tests.services.decisions.house import SUSPENSION, House

SURVEILLANCE = f"surveillance-{NUMBER}"


def test_one_certificate_from_the_vote_to_its_restoring():
    house = House().open("2026-05-06").pass_vote("2026-05-18").sign(on="2026-05-18")
    countersigned = house.countersign("2026-05-20").history[-1]
    assert isinstance(countersigned, DecisionCountersigned)
    assert countersigned.decided_on == date(2026, 5, 20)

    issue = IssueCertificate(case=CASE, awarded_on=date(2026, 5, 22))
    assigned, issued, held = house.ask(issue, by=OFFICER, on="2026-05-22")
    assert assigned == CertificateNumberAssigned(
        certificate=NUMBER, case=CASE, series="90026SC", serial=1
    )
    assert isinstance(issued, CertificateIssued)
    assert issued.certificate == "90026SC0001R0M"
    assert issued.expires_on == date(2029, 5, 19)
    assert (issued.grade, issued.grade_label.zh) == ("four_star", "四星级")
    assert (issued.deciders, issued.head, issued.team) == (frozenset(COMMITTEE), HEAD, TEAM)
    assert issued.first_certified_on == issued.awarded_on == date(2026, 5, 22)
    assert held == HolderCertified(
        uscc=USCC,
        certificate=NUMBER,
        case=CASE,
        scheme_id="gbt-27922-demo",
        scope="家用电器的售后服务",
    )

    house.hears(SURVEILLANCE, missed(1, "2027-05-22"))
    confirmed = house.confirm("2027-05-24", surveillance=1).history[-1]
    assert isinstance(confirmed, SuspensionGroundConfirmed)
    assert confirmed.suspend_by == date(2027, 5, 29)

    [suspended] = house.act(StatusAct.SUSPEND, "2027-05-27", months=6, **SUSPENSION)
    assert isinstance(suspended, CertificateSuspended)
    assert (suspended.effective_on, suspended.last_day) == (date(2027, 5, 27), date(2027, 11, 27))
    assert (suspended.late, suspended.decider, suspended.approver) == (False, "bai", HEAD)

    house.hears(SURVEILLANCE, completed(1, "2027-08-20"))
    [restored] = house.act(StatusAct.RESTORE, "2027-09-01", facts="已完成监督审查并验证")
    assert restored == CertificateRestored(
        certificate=NUMBER,
        effective_on=date(2027, 9, 1),
        verification="已完成监督审查并验证",
        decider="bai",
        approver=HEAD,
    )
    certificate = house.state(f"decisions-certificate-{NUMBER}")
    assert certificate.status is CertificateStatus.VALID
    assert certificate.issued.expires_on == date(2029, 5, 19)
