"""The file half of the decisions service, as one value."""

from typing import get_args

from services.core.ruling import RULING
from services.core.service import Fold, Service
from services.core.standing import STANDING
from services.decisions import placing, streams
from services.decisions.file.commands import FileCommand
from services.decisions.file.facts import Body, Scheme, body_after, scheme_after
from services.decisions.file.rules.book import Rule
from services.decisions.file.rules.decide import MAY_REFUSE, decide, reads
from services.decisions.file.state import File, evolve

FILES = Service(
    name="decisions",
    commands=get_args(FileCommand),
    folds=(
        Fold(streams.FILE, File(), evolve),
        Fold(streams.BODY, Body(), body_after),
        Fold(RULING.prefix, Scheme(), scheme_after),
        STANDING,
    ),
    reads=reads,
    decide=decide,
    home=placing.home,
    rules=(Rule,),
    may_refuse=MAY_REFUSE,
)
