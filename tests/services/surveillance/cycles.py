"""One certificate of the walk-through and what its surveillance recorded."""

from datetime import date
from typing import Any

from events.certificates import CertificateIssued
from events.event import Event
from events.scheme_pack import SchemePack
from events.schemes import SchemeVersionActivated, SchemeVersionDrafted
from events.surveillance import SurveillanceCompleted, SurveillanceOpened, Window
from events.vocabulary import Label
from services.core.canonical import digest
from services.runtime.packs import shipped
from services.surveillance.commands import CompleteSurveillance, OpenCycle

NUMBER = "90026SC0001R0M"
STREAM = f"surveillance-{NUMBER}"
HOLDER = "示例甲电器有限公司"
DEMO = shipped("gbt-27922-demo")

issued = CertificateIssued(
    certificate=NUMBER,
    case="A-2026-00017",
    holder=HOLDER,
    holder_en=None,
    uscc="91350100M000100Y43",
    scope="家用电器的销售和售后服务",
    scope_en=None,
    field="SC03",
    sites=(),
    covered_headcount=120,
    scheme=DEMO.ref,
    scheme_title=Label(zh=DEMO.title_zh, en=DEMO.title_en),
    basis=DEMO.basis_documents,
    demonstration=True,
    grade="four_star",
    grade_label=Label(zh="四星级", en="four-star"),
    decided_on=date(2026, 5, 20),
    awarded_on=date(2026, 5, 22),
    expires_on=date(2029, 5, 19),
    audit_end=date(2026, 4, 16),
    team=("lin", "zhao"),
    deciders=("wang",),
    head="he",
    first_certified_on=date(2026, 5, 22),
    previous_certificate=None,
)
open_cycle = OpenCycle(
    certificate=NUMBER,
    holder=HOLDER,
    scheme=DEMO.ref,
    decided_on=date(2026, 5, 20),
    awarded_on=date(2026, 5, 22),
    audit_end=date(2026, 4, 16),
    expires_on=date(2029, 5, 19),
)
opened = SurveillanceOpened(
    certificate=NUMBER,
    holder=HOLDER,
    scheme=DEMO.ref,
    number=1,
    anchor="award",
    anchor_on=date(2026, 5, 22),
    window=Window(
        earliest=date(2026, 12, 22),
        target_from=date(2027, 2, 22),
        target_to=date(2027, 3, 22),
        latest=date(2027, 5, 22),
    ),
    decided_on=date(2026, 5, 20),
    awarded_on=date(2026, 5, 22),
    expires_on=date(2029, 5, 19),
)


def scheme(pack: SchemePack = DEMO) -> dict[str, list[Event]]:
    """What the stream of the scheme version holds."""
    return {
        f"schemes-{pack.ref}": [
            SchemeVersionDrafted(scheme=pack.ref, pack=pack, pack_digest=digest(pack)),
            SchemeVersionActivated(
                scheme=pack.ref, demonstration=True, effective_from=date(2026, 1, 1)
            ),
        ]
    }


def complete(audit_end: date, number: int = 1) -> CompleteSurveillance:
    """The audit of a window ended on that day."""
    return CompleteSurveillance(
        certificate=NUMBER, number=number, audit_end=audit_end, result="maintained"
    )


def completed(audit_end: date, *, number: int = 1, in_window: bool = True) -> SurveillanceCompleted:
    """The same, as recorded."""
    return SurveillanceCompleted(
        certificate=NUMBER,
        number=number,
        audit_end=audit_end,
        in_window=in_window,
        result="maintained",
    )


def following(**changed: Any) -> SurveillanceOpened:
    """The second window, counted from the end of the first surveillance."""
    return opened.model_copy(update={"number": 2, "anchor": "last_audit_end", **changed})
