"""统一社会信用代码: normal form and check characters. GB 32100-2015, GB 11714."""

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""31 characters: no I, O, S, V, Z."""
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
LENGTH = 18


def normalise(text: str) -> str:
    """Without spaces of any kind or invisible marks, half-width, upper case. Lifecycle 8, 9."""
    kept = (
        chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char
        for char in text
        if not char.isspace() and unicodedata.category(char) not in ("Cf", "Cc")
    )
    return "".join(kept).upper()


def is_valid(code: str) -> bool:
    """Whether a code in normal form has its length, its alphabet and its check character."""
    if len(code) != LENGTH or any(char not in ALPHABET for char in code):
        return False
    total = sum(
        ALPHABET.index(char) * weight for char, weight in zip(code[:17], WEIGHTS, strict=True)
    )
    return ALPHABET[(31 - total % 31) % 31] == code[17]


def org_code_valid(code: str) -> bool:
    """Whether characters 9 to 17 are a good organisation code; a mismatch only warns."""
    organisation = code[8:17]
    if len(organisation) != 9 or any(char not in ORG_ALPHABET for char in organisation):
        return False
    total = sum(
        ORG_ALPHABET.index(char) * weight
        for char, weight in zip(organisation[:8], ORG_WEIGHTS, strict=True)
    )
    check = 11 - total % 11
    return organisation[8] == {10: "X", 11: "0"}.get(check, str(check))
