"""The decisions service, assembled of its two halves: a command decides which half answers."""

from typing import Any

from services.core.service import Service
from services.decisions import placing
from services.decisions.certificate.service import CERTIFICATES
from services.decisions.file.service import FILES
from services.decisions.policies import LISTENS_TO, react


def _half(command: Any) -> Service:
    return FILES if isinstance(command, FILES.commands) else CERTIFICATES


DECISIONS = Service(
    name="decisions",
    commands=FILES.commands + CERTIFICATES.commands,
    folds=FILES.folds + CERTIFICATES.folds,
    reads=lambda command, states, facts: _half(command).reads(command, states, facts),
    decide=lambda command, states, context: _half(command).decide(command, states, context),
    home=placing.home,
    rules=FILES.rules + CERTIFICATES.rules,
    correlation=placing.correlation,
    effective_on=placing.effective_on,
    due=CERTIFICATES.due,
    listens_to=LISTENS_TO,
    react=react,
    may_refuse={**FILES.may_refuse, **CERTIFICATES.may_refuse},
)
