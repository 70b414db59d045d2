"""What the schemes service may be asked."""

from datetime import date

from pydantic import Field

from events.scheme_pack import SchemePack
from events.vocabulary import Name, SchemeRef, Text
from services.core.service import Command


class DraftVersion(Command):
    """Enter a rule pack, whole."""

    pack: SchemePack


class FileVersion(Command):
    """Record that the rule was filed with the authority."""

    scheme: SchemeRef
    rule_no: str = Field(min_length=1, max_length=50)
    rule_name: str = Field(min_length=1, max_length=200)
    filed_on: date
    publisher: Name


class ActivateVersion(Command):
    """Let cases be opened under this version from a day on."""

    scheme: SchemeRef
    effective_from: date


class RetireVersion(Command):
    """Let no case be opened under this version after a day."""

    scheme: SchemeRef
    last_day: date
    reason: Text


SchemeCommand = DraftVersion | FileVersion | ActivateVersion | RetireVersion
