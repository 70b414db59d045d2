"""Which earlier stage is missing, said once for every rule about a file. Process 0.2."""

from events.decisions import FileOpened
from events.scheme_pack import CompletePack
from services.decisions.file.facts import Scheme
from services.decisions.file.rules.book import Rule
from services.decisions.file.state import File

STAGES = {
    "file": "评定案卷",
    "team": "审查组",
    "sites": "场所",
    "previous_certificate": "原证书",
    "review": "复核",
    "agreement": "认证合同",
    "meeting": "评定会议",
    "passed_vote": "表决通过",
}


def require_stages(**passed: bool) -> None:
    """Every stage named is done; the refusal names those that are not."""
    missing = [stage for stage, done in passed.items() if not done]
    words = "、".join(STAGES[stage] for stage in missing)
    Rule.GATES_ARE_PASSED.require(not missing, missing=missing, 缺少事项=words)


def require_open(file: File) -> FileOpened:
    """The file, opened and still waiting for a decision."""
    require_stages(file=file.opened is not None)
    Rule.FILE_IS_OPEN.require(file.is_open)
    assert file.opened is not None
    return file.opened


def require_pack(scheme: Scheme) -> CompletePack:
    """The pack of a scheme version that is known whole."""
    Rule.SCHEME_IS_FILED.require(scheme.pack is not None)
    assert scheme.pack is not None
    return scheme.pack
