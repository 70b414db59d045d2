"""The names of the streams the applications service reads and writes."""

from services.core import uscc

BODY = "body-profile"
CASE, HOLDER = "applications-case-", "applications-holder-"


def case_stream(case: str) -> str:
    """The stream of one case, from its application to its end."""
    return CASE + case


def holder_stream(code: str) -> str:
    """The stream of the open cases of one organisation, by its credit code in any spelling."""
    return HOLDER + uscc.normalise(code)


def scheme_stream(scheme: str) -> str:
    """The stream of one version of a scheme."""
    return f"schemes-{scheme}"


def person_stream(person: str) -> str:
    """The stream of one person of the body."""
    return f"personnel-{person}"
