"""Free text of bookings: the contacts it names, and card numbers in it, which are masked before anybody sees them.

Sources: IATA resolution 830d for contacts (CTCM, CTCE, CTCR; "//" stands for @, ".." for _, "./" for -); ISO/IEC 7812 for
the issuers' numbers and the Luhn digit of cards.
"""

import re
from typing import Literal, NamedTuple

_RUN = re.compile(r"[0-9](?:[ .-]?[0-9]){12,}")
_GROUP = re.compile(r"[0-9]+")
_SHORTEST, _LONGEST = 13, 19  # digits of a card
_HEAD, _TAIL = 6, 4
_LENGTHS_OF: tuple[tuple[range, frozenset[int]], ...] = (
    (range(400000, 500000), frozenset({16, 19})),  # Visa
    (range(510000, 560000), frozenset({16})),  # Mastercard
    (range(222100, 272100), frozenset({16})),  # Mastercard, second range
    (range(340000, 350000), frozenset({15})),  # American Express
    (range(370000, 380000), frozenset({15})),
    (range(300000, 306000), frozenset({14, 16})),  # Diners
    (range(360000, 370000), frozenset({14, 16, 19})),
    (range(380000, 400000), frozenset({14, 16})),
    (range(352800, 359000), frozenset({16, 19})),  # JCB
    (range(601100, 601200), frozenset({16, 19})),  # Discover
    (range(644000, 660000), frozenset({16, 19})),
    (range(620000, 630000), frozenset({16, 17, 18, 19})),  # UnionPay
    (range(500000, 510000), frozenset({16, 18, 19})),  # Maestro
    (range(560000, 600000), frozenset({16, 18, 19})),
    (range(630000, 640000), frozenset({16, 18, 19})),
    (range(670000, 680000), frozenset({16, 18, 19})),
    (range(100000, 200000), frozenset({15})),  # UATP
)
_CONTACT = re.compile(r"(?:^|[^A-Z])CTC(?: ?([ABCEFHMNPRT])(?![A-Z]))? ?", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@]@[^\s@]+\.[A-Z]{2}", re.IGNORECASE)
_NUMBER = re.compile(r"(?:[0-9][^0-9]*){5}")  # the fewest digits of a telephone

ContactKind = Literal["phone", "email", "address", "other"]


class Told(NamedTuple):
    """A contact as a text tells it."""

    kind: ContactKind
    text: str


def masked_account(account: str) -> str:
    """A card's or account's number with at most its first six and last four places legible."""
    plain = account.replace(" ", "").replace("-", "")
    if len(plain) <= _HEAD + _TAIL:
        return plain if len(plain) <= _TAIL else "X" * (len(plain) - _TAIL) + plain[-_TAIL:]
    return plain[:_HEAD] + "X" * (len(plain) - _HEAD - _TAIL) + plain[-_TAIL:]


def masked(text: str) -> str:
    """A text in which every card's number is masked: by issuer, length and Luhn digit, in one piece or in groups."""
    return _RUN.sub(_mask_cards, text)


def _mask_cards(found: re.Match[str]) -> str:
    run = found[0]
    groups = [group.span() for group in _GROUP.finditer(run)]
    hidden: set[int] = set()
    for first in range(len(groups)):
        places: list[int] = []
        for start, end in groups[first : first + _LONGEST]:
            if len(places) + end - start > _LONGEST:
                break
            places += range(start, end)
            if len(places) >= _SHORTEST and is_card("".join([run[place] for place in places])):
                hidden.update(places[_HEAD:-_TAIL])
    return "".join("X" if place in hidden else character for place, character in enumerate(run)) if hidden else run


def is_card(digits: str) -> bool:
    """Whether digits are a card's number by issuer, length and Luhn digit."""
    issuer = int(digits[:6])
    if not any(issuer in issuers and len(digits) in lengths for issuers, lengths in _LENGTHS_OF):
        return False
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def contact_in(text: str) -> Told | None:
    """The contact that a text announces by CTC and a letter; None where it announces none."""
    found = _CONTACT.search(text) if "CTC" in text.upper() else None
    if found is None:
        return None
    said = text[found.end() :].strip()
    return told(said, (found[1] or "").upper()) if said else None


def told(text: str, letter: str = "") -> Told:
    """A contact's text by its kind. letter: of its code, E for e-mail; M, H, B, P, F and others for telephones."""
    text = text.strip()
    if letter == "E" or "//" in text or "@" in text:
        mail = text.replace("//", "@").replace("..", "_").replace("./", "-").removeprefix("-").strip()
        if letter == "E" or _MAIL.search(mail):
            return Told("email", mail)
    return Told("phone" if _NUMBER.search(text) else "other", text)
