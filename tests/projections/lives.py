"""Certificates and their lives, told shortly, for the tests of the views."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import count
from typing import Any

from events.body import BodyOpened
from events.certificates import (
    CertificateCancelled,
    CertificateExpired,
    CertificateIssued,
    CertificateRestored,
    CertificateSuspended,
    CertificateWithdrawn,
    SuspensionExtended,
)
from events.envelope import Recorded
from events.event import Event
from events.vocabulary import BodyKind, Label, Site
from tests.given import at, recorded

NUMBER = "90026SC0001R0M"
HOLDER = "示例甲电器有限公司"
USCC = "91350100M000100Y43"


def day(text: str) -> date:
    return date.fromisoformat(text)


def issued(number: str = NUMBER, **changes: Any) -> CertificateIssued:
    """Issued 2026-05-22, valid till 2029-05-19 (W-1)."""
    return CertificateIssued.model_validate(
        {
            "certificate": number,
            "case": "A-2026-00017",
            "holder": HOLDER,
            "holder_en": "Sample One Electric Co., Ltd.",
            "uscc": USCC,
            "scope": "家用电器的售后服务（安装、维修、退换货）",
            "scope_en": "After-sales service of household appliances",
            "field": "SC03",
            "sites": (
                Site(name="总部", address="福建省福州市示例路 1 号"),
                Site(name="厦门网点", address="福建省厦门市示例路 2 号"),
            ),
            "covered_headcount": 120,
            "scheme": "gbt-27922-demo@2026-1",
            "scheme_title": Label(zh="商品售后服务认证", en="After-sales service certification"),
            "basis": ("GB/T 27922-2011",),
            "demonstration": True,
            "grade": "four_star",
            "grade_label": Label(zh="四星级", en="four-star"),
            "decided_on": "2026-05-20",
            "awarded_on": "2026-05-22",
            "expires_on": "2029-05-19",
            "audit_end": "2026-04-16",
            "team": {"lin"},
            "deciders": {"he", "xu", "guo"},
            "head": "zhao",
            "first_certified_on": "2026-05-22",
            "previous_certificate": None,
            **changes,
        }
    )


def suspended(since: str, last_day: str, number: str = NUMBER) -> CertificateSuspended:
    return CertificateSuspended(
        certificate=number,
        ground="0112",
        facts="监督审查逾期",
        effective_on=day(since),
        last_day=day(last_day),
        conditions="补做监督审查",
        contact="he",
        decider="xu",
        approver="zhao",
        late=False,
    )


def extended(last_day: str, number: str = NUMBER) -> SuspensionExtended:
    return SuspensionExtended(
        certificate=number, last_day=day(last_day), reason="延期", decider="xu", approver="zhao"
    )


def restored(since: str, number: str = NUMBER) -> CertificateRestored:
    return CertificateRestored(
        certificate=number,
        effective_on=day(since),
        verification="已核实",
        decider="xu",
        approver="zhao",
    )


def withdrawn(since: str, number: str = NUMBER) -> CertificateWithdrawn:
    return CertificateWithdrawn(
        certificate=number,
        ground="0101",
        facts="严重违规",
        effective_on=day(since),
        decider="xu",
        approver="zhao",
    )


def cancelled(since: str, number: str = NUMBER, ground: str = "ceased") -> CertificateCancelled:
    return CertificateCancelled(
        certificate=number,
        ground=ground,
        facts="持证人停业",
        requested_on=day(since),
        effective_on=day(since),
        decider="xu",
        approver="zhao",
    )


def expired(last_day: str, since: str, number: str = NUMBER) -> CertificateExpired:
    return CertificateExpired(certificate=number, expires_on=day(last_day), effective_on=day(since))


OPENED = BodyOpened(
    kind=BodyKind.DEMONSTRATION,
    name="示例认证有限公司",
    name_en="Sample Certification Co., Ltd.",
    approval_no="CNCA-R-2099-900",
    opened_on=day("2026-01-01"),
)


class History:
    """Events in the one order, each in its stream, recorded at the moment told."""

    def __init__(self) -> None:
        self.events: list[Recorded[Event]] = []
        self._versions: dict[str, Iterator[int]] = {}

    def record(self, event: Event, moment: datetime, stream: str = "") -> "History":
        number = getattr(event, "certificate", None)
        stream = stream or (f"decisions-certificate-{number}" if number else "body-profile")
        version = next(self._versions.setdefault(stream, count(1)))
        self.events.append(
            recorded(
                event,
                stream=stream,
                version=version,
                position=len(self.events) + 1,
                moment=moment,
            )
        )
        return self


def a_small_register() -> History:
    """One of each state, a follower, and the life of W-1."""
    history = History()
    history.record(OPENED, at("2026-01-01"))
    history.record(issued(), at("2026-05-22", "15:00"))
    history.record(suspended("2027-05-27", "2027-11-27"), at("2027-05-27", "10:00"))
    history.record(restored("2027-09-01"), at("2027-09-01", "16:30"))
    more = [
        (
            "90026SC0002R0S",
            "浙江（星河）家电服务有限公司",
            "91330100799655058B",
            "five_star",
            "五星级",
        ),
        (
            "90026SC0003R0L",
            "星河连锁家居股份有限公司",
            "91510107MA68JH4Q3F",
            "three_star",
            "三星级",
        ),
        ("90026SC0004R0M", "北京示例家具有限公司", "91110000M000200Y4A", "four_star", "四星级"),
        ("90026SC0005R0M", "上海示例净水设备有限公司", "91310000M000300Y4B", "four_star", "四星级"),
    ]
    for number, holder, uscc, grade, label in more:
        history.record(
            issued(
                number,
                holder=holder,
                holder_en=None,
                uscc=uscc,
                grade=grade,
                grade_label=Label(zh=label, en=grade.replace("_", "-")),
            ),
            at("2026-06-01"),
        )
    history.record(
        suspended("2027-10-01", "2028-04-01", "90026SC0002R0S"), at("2027-10-01", "09:00")
    )
    history.record(withdrawn("2027-03-04", "90026SC0003R0L"), at("2027-03-10", "11:00"))
    history.record(cancelled("2027-06-30", "90026SC0004R0M"), at("2027-06-20", "11:00"))
    return history
