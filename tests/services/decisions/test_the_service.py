"""The service as one value: where events live, what they belong to, since when they hold."""

from datetime import date

from events.certificates import CertificateNumberVoided, SuspensionOverdue
from events.vocabulary import StatusAct
from services.decisions.certificate.rules import decide as certificate_rules
from services.decisions.file.rules import decide as file_rules
from services.decisions.service import DECISIONS
from tests.services.decisions.builders import CASE, NUMBER, USCC, opened
from tests.services.decisions.house import certified


def test_no_command_is_of_both_halves():
    assert not set(file_rules.MAY_REFUSE) & set(certificate_rules.MAY_REFUSE)


def test_every_event_has_its_home():
    house = certified()
    homes = {type(event).__name__: DECISIONS.home(event) for event in house.history}
    assert homes["VoteCast"] == homes["DecisionCountersigned"] == f"decisions-file-{CASE}"
    assert homes["CertificateNumberAssigned"] == "decisions-numbers-90026SC"
    assert homes["CertificateIssued"] == f"decisions-certificate-{NUMBER}"
    assert homes["HolderCertified"] == f"decisions-holder-{USCC}"
    voided = CertificateNumberVoided(certificate=NUMBER, series="90026SC", reason="x")
    assert DECISIONS.home(voided) == "decisions-numbers-90026SC"


def test_an_event_belongs_to_its_case_else_to_its_certificate():
    house = certified()
    house.suspend("2026-11-23", "2026-11-23")
    correlations = {type(e).__name__: DECISIONS.correlation(e) for e in house.history}
    assert correlations["FileOpened"] == correlations["CertificateIssued"] == CASE
    assert correlations["CertificateSuspended"] == NUMBER


def test_an_event_says_since_when_it_holds():
    house = certified("2026-05-20")
    house.suspend("2026-11-23", "2026-11-25")
    house.day_opens("2027-05-26")
    house.act(StatusAct.WITHDRAW, "2027-05-27", ground="0115")
    since = {type(e).__name__: DECISIONS.effective_on(e) for e in house.history}
    assert since["FileOpened"] is None
    assert since["DecisionCountersigned"] == since["CertificateIssued"] == date(2026, 5, 20)
    assert since["SuspensionGroundConfirmed"] == date(2026, 11, 23)
    assert since["CertificateSuspended"] == date(2026, 11, 25)
    assert since["SuspensionLapsed"] == date(2027, 5, 26)
    assert since["CertificateWithdrawn"] == since["HolderCertificationEnded"] == date(2027, 5, 27)
    overdue = SuspensionOverdue(certificate=NUMBER, suspend_by=date(2026, 11, 28))
    assert DECISIONS.effective_on(overdue) == date(2026, 11, 29)


def test_events_a_stream_never_holds_leave_a_fold_of_others_untouched():
    for prefix in ("body-profile", "schemes-x@1", "surveillance-x", "personnel-x"):
        fold = DECISIONS.fold_for(prefix)
        assert fold.evolve(fold.initial, opened()) == fold.initial
