"""What a file must hold before anybody looks at it. ISO/IEC 17065 7.5; process 17 to 19."""

from collections.abc import Iterator
from fractions import Fraction

from events.decisions import FileOpened
from events.event import Event
from events.scheme_pack import CompletePack
from events.vocabulary import Activity, exact_text
from services.core import uscc
from services.core.context import Context
from services.decisions.file.commands import OpenFile
from services.decisions.file.facts import body_in, scheme_in
from services.decisions.file.rules.book import Rule
from services.decisions.file.rules.gates import require_pack, require_stages
from services.decisions.file.state import File


def open_file(command: OpenFile, file: File, context: Context) -> Iterator[Event]:
    """A file is opened once; after a return, other content opens it anew."""
    opened = FileOpened(**dict(command))
    if file.opened == opened:
        return
    Rule.FILE_IS_NEW.require(file.opened is None or file.returned is not None)
    body, scheme = body_in(context.facts), scheme_in(context.facts, opened.scheme)
    agreed_on = opened.agreement.signed_on if opened.agreement else context.today
    Rule.SCHEME_IS_FILED.require(
        scheme.is_filed(body, context.today) and scheme.ruling.governs(agreed_on),
        scheme=opened.scheme,
    )
    Rule.FIELD_IS_APPROVED.require(
        body.may_certify(opened.field, context.today), field=opened.field
    )
    Rule.USCC_IS_VALID.require(uscc.is_valid(opened.uscc), uscc=opened.uscc)
    require_stages(
        team=bool(opened.team),
        sites=bool(opened.sites),
        previous_certificate=opened.activity is not Activity.RECERTIFICATION
        or opened.previous_certificate is not None,
    )
    Rule.DATES_ARE_IN_ORDER.require(
        opened.audit_end <= context.today
        and (opened.agreement is None or opened.agreement.signed_on <= opened.audit_end),
        audit_end=opened.audit_end,
    )
    _require_earned_band(opened, require_pack(scheme))
    yield opened


def _require_earned_band(opened: FileOpened, pack: CompletePack) -> None:
    best = pack.scoring.max_score
    in_range = opened.score >= 0 and (best is None or opened.score <= best)
    earned = earned_band(pack, opened.score, opened.special_deductions)
    section = pack.scoring.section_minimum_percent is not None
    Rule.BAND_IS_EARNED.require(
        in_range and (opened.band == earned or (section and opened.band is None)),
        score=exact_text(opened.score),
        band=opened.band,
        earned=earned,
    )


def earned_band(pack: CompletePack, score: Fraction, special_deductions: int) -> str | None:
    """The best band an exact score earns; None below the lowest or by veto. GB/T 27922-2011 6."""
    veto = pack.scoring.special_deductions
    if veto is not None and special_deductions >= veto.fail_at:
        return None
    earned = [
        band
        for band in pack.bands or ()
        if band.min is not None and (score > band.min or (band.inclusive and score == band.min))
    ]
    return max(earned, key=lambda band: band.rank).code if earned else None
