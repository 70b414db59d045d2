"""The names of the streams the auditing service reads and writes."""

BODY = "body-profile"
CASE, DIARY, PLAN = "auditing-case-", "auditing-diary-", "auditing-plan-"
APPLICATION = "applications-case-"


def case_stream(case: str) -> str:
    """The stream of one case's audit, from its programme to its report."""
    return CASE + case


def diary_stream(person: str) -> str:
    """The stream of the days a person is booked for, whatever the case."""
    return DIARY + person


def plan_stream(code: str) -> str:
    """The stream of one plan code, which is given out once."""
    return PLAN + code


def application_stream(case: str) -> str:
    """The stream of the case as the applications service tells it."""
    return APPLICATION + case


def scheme_stream(scheme: str) -> str:
    """The stream of one version of a scheme."""
    return f"schemes-{scheme}"


def person_stream(person: str) -> str:
    """The stream of one person of the body."""
    return f"personnel-{person}"
