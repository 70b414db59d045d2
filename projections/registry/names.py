"""How numbers, names and codes are read: tolerant of width, case, spaces and brackets. Pure."""

import re
import unicodedata

_ALIKE = str.maketrans(
    {"〔": "(", "【": "(", "［": "(", "〕": ")", "】": ")", "］": ")", "・": "·"}
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣", "-"))
_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_SUB_NUMBER = re.compile(r"[-/]([0-9]{1,4})$")
_STORED_NUMBER = re.compile(r"[0-9A-Z]{8,24}(-[0-9]{1,4})?")


def _without_spaces(text: str) -> str:
    if text.isprintable():  # then nothing of the kinds below is in it but the space itself
        return text.replace(" ", "")
    return "".join(sign for sign in text if unicodedata.category(sign) not in _INVISIBLE)


def folded(name: str) -> str:
    """A name as it is searched: half width, one case, no spaces, one kind of bracket."""
    text = unicodedata.normalize("NFKC", name.translate(_ALIKE)).casefold()
    return unicodedata.normalize("NFKC", _without_spaces(unicodedata.normalize("NFKC", text)))


def bigrams(name: str) -> list[str]:
    """Every two neighbouring signs of the folded name, each once, in order of code points."""
    return pairs_of(folded(name))


def pairs_of(text: str) -> list[str]:
    """Every two neighbouring signs of a name folded already, each once, in order."""
    return sorted({text[place : place + 2] for place in range(len(text) - 1)})


def number_of(text: str) -> str:
    """A certificate number in normal form: no spaces, upper case, ``/1`` as ``-1``. O-81."""
    if text.isascii() and text.isalnum():
        return text.upper()
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return _SUB_NUMBER.sub(r"-\1", _without_spaces(plain).upper())


def main_number_of(number: str) -> str:
    """The main certificate's number of a sub-number, else the number itself. Lifecycle 8."""
    return _SUB_NUMBER.sub("", number)


def could_be_issued(number: str) -> bool:
    """Whether a normal form has the shape of any number a body may issue."""
    return _STORED_NUMBER.fullmatch(number) is not None
