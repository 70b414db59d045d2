"""What is missing is asked once; who does not answer is let go by a person. Process 3."""

from datetime import date

from events import applications as happened
from events.application_facts import Flag
from events.vocabulary import Role
from services.applications import commands as ask
from services.applications.rules.book import Rule
from tests.services.applications.builders import (
    ACCEPTED,
    APPLYING,
    CASE,
    CONTACT,
    OTHER_CASE,
    REVIEWED,
    facts,
    fee_paid,
    freed,
    outlets,
    reviewed,
    stated,
    submitted,
    taken,
    when,
)

request = ask.RequestSupplement(case=CASE, items=("营业执照副本", "组织结构图"))
requested = happened.ApplicationSupplementRequested(
    case=CASE, items=request.items, new_facts=None, answer_by=date(2026, 4, 8)
)
answer = ask.SupplementApplication(case=CASE, answers=("已补交",))
gone = ask.AbandonApplication(case=CASE, ground="client_request", reason="暂缓")


def answered(*, flags=(), **changed):
    return happened.ApplicationSupplemented(
        case=CASE,
        answers=answer.answers,
        papers=(),
        facts=facts(**changed),
        flags=flags,
        supplemented_on=date(2026, 3, 9),
    )


def left(ground="client_request", on=date(2026, 3, 9), reason="暂缓"):
    return happened.ApplicationAbandoned(case=CASE, ground=ground, reason=reason, abandoned_on=on)


def test_a_supplement_is_asked_with_the_schemes_days_to_answer():
    when(request, *APPLYING).then(requested)
    when(request, *APPLYING, requested).then_nothing_happens()


def test_a_supplement_is_asked_once_or_for_new_facts():
    again = request.model_copy(update={"items": ("授权书",)})
    when(again, *APPLYING, requested).then_refused(Rule.SUPPLEMENT_IS_ASKED_ONCE)
    blank = again.model_copy(update={"new_facts": " "})
    when(blank, *APPLYING, requested).then_refused(Rule.SUPPLEMENT_IS_ASKED_ONCE)
    new = again.model_copy(update={"new_facts": "法定代表人已变更"})
    asked_again = requested.model_copy(update={"items": new.items, "new_facts": new.new_facts})
    when(new, *APPLYING, requested).then(asked_again)


def test_nothing_is_asked_of_a_case_nobody_applied_for():
    when(request).then_refused(Rule.GATES_ARE_PASSED)
    when(request, *ACCEPTED).then_refused(Rule.CASE_IS_NOT_ACCEPTED)


def test_the_contact_of_the_case_answers_and_nobody_elses():
    when(answer, *APPLYING, requested, by=CONTACT, role=Role.CLIENT_CONTACT).then(answered())
    stranger = when(answer, *APPLYING, requested, by="client-li", role=Role.CLIENT_CONTACT)
    stranger.then_refused(Rule.CLIENT_ACTS_FOR_ITSELF)


def test_an_answer_follows_a_request():
    when(answer, *APPLYING).then_refused(Rule.SUPPLEMENT_IS_AWAITED)
    when(answer, *APPLYING, requested, answered()).then_nothing_happens()


def test_what_is_stated_anew_is_held_to_the_same_rules():
    wrong = answer.model_copy(update={"stated": stated(covered_headcount=0)})
    when(wrong, *APPLYING, requested).then_refused(Rule.HEADCOUNT_IS_POSSIBLE)
    gap = answer.model_copy(update={"stated": stated(scope=None)})
    when(gap, *APPLYING, requested).then_refused(Rule.APPLICATION_IS_COMPLETE)
    more = answer.model_copy(update={"stated": stated(outlets=outlets(61))})
    doubted = answered(outlets=outlets(61), flags=(Flag.HEADCOUNT_IMPLAUSIBLE,))
    when(more, *APPLYING, requested).then(doubted)


def test_another_scope_takes_another_place_if_it_is_free():
    scope = "乐器的售后服务"
    moved = answer.model_copy(update={"stated": stated(scope=scope)})
    when(moved, *APPLYING, requested).then(answered(scope=scope), freed, taken(scope=scope))
    rival = taken(OTHER_CASE, scope)
    when(moved, *APPLYING, rival, requested).then_refused(Rule.MATTER_IS_NOT_OPEN)


def test_a_supplement_voids_the_review_before_it():
    accept = ask.AcceptApplication(case=CASE)
    told = when(accept, *REVIEWED, requested, answered()).then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == ["review"]


def test_a_client_gives_up_at_any_time_until_the_end():
    when(gone, *APPLYING).then(left(), freed)
    when(gone, *ACCEPTED).then(left(), freed)
    when(gone, *APPLYING, left(), freed).then_nothing_happens()
    other = gone.model_copy(update={"reason": "另有安排"})
    when(other, *APPLYING, left(), freed).then_refused(Rule.CASE_IS_OPEN)


def test_a_case_ends_for_want_of_an_answer_only_after_the_last_day():
    silent = ask.AbandonApplication(case=CASE, ground="no_answer", reason="逾期未补正")
    when(silent, *APPLYING, requested, on="2026-04-08").then_refused(Rule.ANSWER_IS_OVERDUE)
    when(silent, *APPLYING, requested, on="2026-04-09").then(
        left("no_answer", date(2026, 4, 9), "逾期未补正"), freed
    )
    when(silent, *APPLYING, on="2026-04-09").then_refused(Rule.ANSWER_IS_OVERDUE)
    given_answer = (*APPLYING, requested, answered())
    when(silent, *given_answer, on="2026-04-09").then_refused(Rule.ANSWER_IS_OVERDUE)


def test_a_review_waits_for_the_answer():
    review = ask.ReviewApplication(
        case=CASE, checks=reviewed().checks, outcome="accept", relation="none", man_days="8.5"
    )
    told = when(review, submitted(), taken(), fee_paid, requested, by="bo").then_refused(
        Rule.GATES_ARE_PASSED
    )
    assert told["missing"] == ["supplement"]
