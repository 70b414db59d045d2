"""The names of the streams the decisions service reads and writes."""

BODY = "body-profile"
FILE, CERTIFICATE = "decisions-file-", "decisions-certificate-"
NUMBERS, HOLDER = "decisions-numbers-", "decisions-holder-"
SURVEILLANCE = "surveillance-"


def file_stream(case: str) -> str:
    """The stream of one case's file."""
    return FILE + case


def certificate_stream(certificate: str) -> str:
    """The stream of one certificate, from its issue to its end."""
    return CERTIFICATE + certificate


def numbers_stream(series: str) -> str:
    """The stream of the numbers printed with one prefix: body, year, letters."""
    return NUMBERS + series


def holder_stream(uscc: str) -> str:
    """The stream of what one holder has in force."""
    return HOLDER + uscc


def scheme_stream(scheme: str) -> str:
    """The stream of one version of a scheme."""
    return f"schemes-{scheme}"


def person_stream(person: str) -> str:
    """The stream of one person of the body."""
    return f"personnel-{person}"


def surveillance_stream(certificate: str) -> str:
    """The stream of the surveillance of one certificate."""
    return SURVEILLANCE + certificate
