"""The independent review and the way back. ISO/IEC 17065 7.5; process 18."""

from events.decisions import CaseReturned, ReviewCompleted
from services.decisions.file.commands import CompleteReview, ReturnCase
from services.decisions.file.rules.book import Rule
from tests.services.decisions.builders import CASE, opened
from tests.services.decisions.house import House, given

review = CompleteReview(case=CASE, recommendation="grant", remarks="程序完整，证据充分")
reviewed = ReviewCompleted(**dict(review), reviewer="reviewer")
give_back = ReturnCase(case=CASE, to="reported", reasons=("指标评分有误",))


def test_somebody_outside_the_team_reviews():
    given(opened()).when(review, by="reviewer").then(reviewed)


def test_o110_a_team_member_does_not_review():
    for member in ("lin", "witness"):
        given(opened()).when(review, by=member).then_refused(Rule.REVIEWER_DID_NOT_EVALUATE)


def test_a_recommendation_is_written():
    empty = review.model_copy(update={"remarks": "  "})
    given(opened()).when(empty, by="reviewer").then_refused(Rule.RECOMMENDATION_IS_WRITTEN)


def test_there_is_no_review_without_a_file():
    given().when(review, by="reviewer").then_refused(Rule.GATES_ARE_PASSED)


def test_the_same_review_twice_changes_nothing():
    given(opened(), reviewed).when(review, by="reviewer").then_nothing_happens()


def test_another_review_replaces_the_first_before_the_meeting_only():
    other = review.model_copy(update={"recommendation": "refuse"})
    replaced = reviewed.model_copy(update={"recommendation": "refuse"})
    given(opened(), reviewed).when(other, by="reviewer").then(replaced)
    House().open().convene().so_far().when(other, by="reviewer").then_refused(
        Rule.REVIEW_COMES_BEFORE_THE_MEETING
    )


def test_a_case_is_returned_with_reasons_once():
    returned = CaseReturned(case=CASE, to="reported", reasons=("指标评分有误",))
    given(opened(), reviewed).when(give_back).then(returned)
    given(opened(), reviewed, returned).when(give_back).then_nothing_happens()


def test_nothing_more_happens_to_a_returned_file():
    returned = CaseReturned(case=CASE, to="reported", reasons=("指标评分有误",))
    given(opened(), returned).when(review, by="reviewer").then_refused(Rule.FILE_IS_OPEN)


def test_a_passed_vote_stands_against_a_return():
    House().open().pass_vote().so_far().when(give_back).then_refused(Rule.RESULT_DOES_NOT_STAND)
