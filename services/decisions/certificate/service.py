"""The certificate half of the decisions service, as one value."""

from typing import get_args

from services.core.service import Fold, Service
from services.decisions import placing, streams
from services.decisions.certificate.commands import CertificateCommand
from services.decisions.certificate.deadlines import due
from services.decisions.certificate.facts import Surveillance, surveillance_after
from services.decisions.certificate.rules.book import Rule
from services.decisions.certificate.rules.decide import MAY_REFUSE, decide, reads
from services.decisions.certificate.state import (
    Certificate,
    Holder,
    Series,
    certificate_after,
    holder_after,
    series_after,
)

CERTIFICATES = Service(
    name="decisions",
    commands=get_args(CertificateCommand),
    folds=(
        Fold(streams.CERTIFICATE, Certificate(), certificate_after),
        Fold(streams.NUMBERS, Series(), series_after),
        Fold(streams.HOLDER, Holder(), holder_after),
        Fold(streams.SURVEILLANCE, Surveillance(), surveillance_after),
    ),
    reads=reads,
    decide=decide,
    home=placing.home,
    rules=(Rule,),
    due=due,
    may_refuse=MAY_REFUSE,
)
