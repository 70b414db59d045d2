"""The independent review, and the file's way back. ISO/IEC 17065 7.5; process 1, 18."""

from collections.abc import Iterator

from events.decisions import CaseReturned, ReviewCompleted
from events.event import Event
from services.core.context import Context
from services.decisions.file.commands import CompleteReview, ReturnCase
from services.decisions.file.rules.book import Rule
from services.decisions.file.rules.gates import require_open
from services.decisions.file.state import File


def complete_review(command: CompleteReview, file: File, context: Context) -> Iterator[Event]:
    """Somebody outside the evaluation recommends in writing, before the committee meets."""
    review = ReviewCompleted(**dict(command), reviewer=context.actor)
    if file.review == review:
        return
    require_open(file)
    Rule.REVIEWER_DID_NOT_EVALUATE.require(context.actor not in file.team, person=context.actor)
    Rule.RECOMMENDATION_IS_WRITTEN.require(bool(command.remarks.strip()))
    Rule.REVIEW_COMES_BEFORE_THE_MEETING.require(file.meeting is None)
    yield review


def return_case(command: ReturnCase, file: File) -> Iterator[Event]:
    """A file goes back while no passed vote stands; review and votes are then void."""
    returned = CaseReturned(**dict(command))
    if file.returned == returned:
        return
    require_open(file)
    Rule.RESULT_DOES_NOT_STAND.require(file.standing is None)
    yield returned
