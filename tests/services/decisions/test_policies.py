"""A fixed audit report opens its file by itself. ISO/IEC 17065 7.4.9, 7.5."""

from events.auditing_report import AuditReportFixed
from events.decisions import FileOpened
from services.decisions.file.commands import OpenFile
from tests.services.auditing.builders import walked
from tests.services.decisions.house import given


def test_a_fixed_report_is_put_before_the_committee_as_it_stands():
    report = walked("report").last(AuditReportFixed)
    ((command),) = given.hearing(report).commands
    assert isinstance(command, OpenFile)
    for name in OpenFile.model_fields:
        assert getattr(command, name) == getattr(report, name), name


def test_nothing_else_opens_a_file():
    for event in walked("report").history[:-1]:
        given.hearing(event).asks_nothing()


def test_a_file_opened_so_says_what_the_report_says():
    report = walked("report").last(AuditReportFixed)
    (command,) = given.hearing(report).commands
    opened = FileOpened(**dict(command))
    assert (opened.score, opened.band, opened.team) == (report.score, report.band, report.team)
