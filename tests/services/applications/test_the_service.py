"""The service as one value, and on the real store: two streams in one command, names sealed."""

import json
from datetime import date

import pytest

from events import applications as happened
from events.certificates import HolderCertified
from events.decisions import DecisionRefused
from events.envelope import Draft
from events.event import Event
from events.personnel import PersonRegistered
from events.vocabulary import Employment, Role
from services.applications import commands as ask
from services.applications.service import APPLICATIONS
from services.body.service import BODY
from services.core.rule import Refused
from services.personnel.service import PERSONNEL
from services.runtime.clock import new_id
from services.runtime.event_store import Entry, EventStore
from services.runtime.handler import Asked
from services.schemes.service import SCHEMES
from tests.given import at
from tests.runtime.bus.serving import at_work
from tests.servers import Database
from tests.services.applications.builders import (
    ACCEPTED,
    CASE,
    CONTACT,
    USCC,
    agreed,
    given,
    person,
    submit,
    submitted,
    taken,
    world,
)
from tests.services.decisions.house import certified


def test_a_case_and_its_holder_have_a_stream_each():
    assert APPLICATIONS.home(submitted()) == f"applications-case-{CASE}"
    assert APPLICATIONS.home(taken()) == f"applications-holder-{USCC}"
    registered = PersonRegistered(person="an", name="某", employment=Employment.EMPLOYED)
    with pytest.raises(ValueError, match="PersonRegistered"):
        APPLICATIONS.home(registered)


def test_an_event_belongs_to_its_case_and_holds_from_its_day():
    assert APPLICATIONS.correlation(agreed) == CASE
    assert APPLICATIONS.effective_on(agreed) == date(2026, 3, 16)
    assert APPLICATIONS.effective_on(taken()) is None


def test_a_certificate_or_a_refusal_closes_the_case():
    issued = next(each for each in certified().history if hasattr(each, "awarded_on"))
    given.hearing(issued).asks(
        ask.CloseCase(
            case=issued.case,
            outcome="certified",
            certificate=issued.certificate,
            closed_on=issued.awarded_on,
        )
    )
    refused = DecisionRefused(case=CASE, reasons=("不合格",), appeal="十日内申诉")
    day = at("2026-05-20", "00:30")
    given.hearing(refused, moment=day).asks(
        ask.CloseCase(case=CASE, outcome="refused", closed_on=date(2026, 5, 20))
    )
    other = HolderCertified(
        uscc=USCC, certificate="90026SC0001R0M", case=CASE, scheme_id="x", scope="y"
    )
    given.hearing(other).asks_nothing()


def test_acceptance_and_agreement_hold_all_that_the_audit_needs():
    accepted = ACCEPTED[-1]
    assert isinstance(accepted, happened.ApplicationAccepted)
    told = set(happened.ApplicationAccepted.model_fields)
    assert {"holder", "holder_en", "uscc", "scope", "scope_en", "field", "client_class"} <= told
    assert {"covered_headcount", "sites", "outlets", "scheme", "activity"} <= told
    assert {"previous_certificate", "recertification_count"} <= told
    assert {"number", "signed_on"} <= set(happened.AgreementSigned.model_fields)


def test_on_the_real_store_the_case_opens_once_with_its_names_sealed(database: Database):
    filled(database)
    with at_work(database, APPLICATIONS) as applications:
        first = applications.handle(asked(submit()))
        assert [noted.stream for noted in first.recorded] == [
            f"applications-case-{CASE}",
            f"applications-holder-{USCC}",
        ]
        assert applications.handle(asked(submit())).recorded == ()
        with pytest.raises(Refused, match="DUPLICATE_CASE"):
            applications.handle(asked(submit(case="A-2026-00018")))
        position = first.recorded[0].position
        row = applications.store.at(position)
        assert row is not None
        assert "吴某" not in row.state.decode()
        assert json.loads(row.state)["data"]["contact_phone"].startswith("sealed:")
        opened = applications.store.stream(f"applications-case-{CASE}")[0].event
        assert opened.contact_name == "吴某"


def test_a_stranger_to_the_keys_reads_the_case_without_the_names(database: Database):
    filled(database)
    long_name = submit(contact_name="𬭎" * 100, legal_representative_name="龘" * 100)
    with at_work(database, APPLICATIONS) as applications:
        applications.handle(asked(long_name))
    stranger = EventStore(database.url("decisions"))
    try:
        event = stranger.stream(f"applications-case-{CASE}")[0].event
    finally:
        stranger.close()
    assert event.contact_name.startswith("sealed:")
    assert event.uscc == USCC


def asked(command, role=Role.CLIENT_CONTACT, actor=CONTACT):
    return Asked(
        command=command,
        actor=actor,
        role=role.value,
        via="test",
        now=at("2026-03-02"),
        command_id=new_id(),
    )


def filled(database: Database) -> None:
    """What other services have recorded, and a client's contact known to the body."""
    known = {
        **world(),
        f"personnel-{CONTACT}": person(CONTACT, Role.CLIENT_CONTACT, Employment.OTHER_BODY),
    }
    for service in (BODY, SCHEMES, PERSONNEL):
        with at_work(database, service) as handler:
            for stream, events in known.items():
                if service.owns(stream):
                    handler.store.append(entry(stream, events))


def entry(stream: str, events: list[Event]) -> Entry:
    """A history put into its stream at once."""
    command_id = new_id()
    drafts = [
        Draft(stream, version, event, "ada", "test", "test", at("2026-02-01"), command_id)
        for version, event in enumerate(events, start=1)
    ]
    return Entry(command_id=command_id, digest=bytes(32), reads={stream: 0}, drafts=drafts)
