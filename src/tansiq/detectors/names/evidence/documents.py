"""Document numbers as evidence: as they are misread, mistyped, renewed, and checked by their own digits.

Check digits: IMO ship numbers (IMO Resolution A.1117(30): the digits times 7 to 2, last figure of the sum), machine-readable
travel documents (`model/check_digits.py`). CNIC: Pakistan's identity card, 5 digits of region, 7 of
family, 1 that is odd for men.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from tansiq.detectors.names import messages, weights
from tansiq.model.check_digits import check_digit
from tansiq.model.countries import alpha_2
from tansiq.model.findings import Reason
from tansiq.model.subjects import IdentityDocument

_LONGEST_NUMBER = 400
_MISREAD = str.maketrans("OQDILZSBG", "000112586")
_NOT_IN_NUMBERS = re.compile(r"[^0-9A-Z]")
_WORD_ABOUT_IT = re.compile(r"(?<![0-9A-Z/.\-])[A-Z]{3,}\.?(?![0-9A-Z/\-])|\bNO\.|N°")
_SHORTEST_NUMBER = 5
_SHORT_NUMBER = 7
"""A number shorter than this is carried by many, unless its issuer is known."""
_SHORTEST_MISTYPED = 7
_CNIC = re.compile(r"[1-8]\d{12}")
_IMO = re.compile(r"\d{7}")
_TYPES = {
    "p": "passport", "pp": "passport", "travel_document": "passport", "i": "national_id", "id": "national_id", "cnic": "national_id",
    "nic": "national_id", "nicop": "national_id", "identity_card": "national_id", "id_card": "national_id", "tazkira": "national_id",
    "tazkera": "national_id", "e-tazkira": "national_id", "imo_number": "imo",
}  # fmt: skip
_ISSUERS = {"cnic": "PK", "nicop": "PK", "tazkira": "AF", "tazkera": "AF", "e-tazkira": "AF"}
_DIFFERS = {
    "passport": "document.passport_differs",
    "national_id": "document.id_differs",
    "imo": "document.imo_differs",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready for comparing.

    number: upper-case letters and digits only. misread: the number with letters and digits that OCR confuses made one.
    flawed: its own check digit says that it is misread or mistyped. sex: what the number says of its holder, "" for nothing.
    """

    shown: str
    number: str
    misread: str
    type: str
    issuer: str
    flawed: bool = False
    sex: str = ""


def prepare_document(document: IdentityDocument) -> Document:
    """A document ready for comparing. Words about the number that stand beside it ("passport no.") are left out."""
    kind = document.type.strip().lower().replace(" ", "_")
    issuer = alpha_2(document.issuer) or _ISSUERS.get(kind, "")
    kind = _TYPES.get(kind, kind)
    number = _bare_number(document.number[:_LONGEST_NUMBER].upper())
    if kind == "imo":
        number = number.removeprefix("IMO")
    sex = ""
    if kind == "national_id" and issuer in {"", "PK"} and _CNIC.fullmatch(number):
        issuer, sex = "PK", "M" if int(number[-1]) % 2 else "F"
    flawed = kind == "imo" and bool(_IMO.fullmatch(number)) and not is_imo(number)
    return Document(document.number, number, _as_misread(number), kind, issuer, flawed, sex)


def is_imo(number: str) -> bool:
    """Whether seven digits are an IMO ship number by its check digit. Source: IMO Resolution A.1117(30)."""
    digits = [int(digit) for digit in number]
    return sum(weight * digit for weight, digit in zip(range(7, 1, -1), digits, strict=False)) % 10 == digits[-1]


def document_reasons(left: Sequence[Document], right: Sequence[Document], *, agreed: bool) -> Iterator[Reason]:
    """What the documents of two subjects say: of all pairs the one that agrees best.

    agreed: their birth dates agree; without that, a number mistyped in one place is another number.
    """
    best: Reason | None = None
    for mine in left:
        for other in right:
            found = _compared(mine, other, agreed=agreed)
            if found and (best is None or found.weight > best.weight):
                best = found
    if best:
        yield best


def _bare_number(text: str) -> str:
    bare = _NOT_IN_NUMBERS.sub("", _WORD_ABOUT_IT.sub(" ", text)) if " " in text else ""
    return bare if len(bare) >= _SHORTEST_NUMBER else _NOT_IN_NUMBERS.sub("", text)


def _as_misread(number: str) -> str:
    return number.replace("RN", "M").translate(_MISREAD)


def _compared(left: Document, right: Document, *, agreed: bool) -> Reason | None:
    if min(len(left.number), len(right.number)) < _SHORTEST_NUMBER:
        return None
    if left.number == right.number:
        return _same(left, right)
    if not _may_share_issuer(left, right):
        return None
    if left.misread == right.misread:
        return _reason("document.misread", messages.DOCUMENT_CONFUSED, left, right)
    return _differing(left, right, agreed=agreed) if left.type == right.type else None


def _differing(left: Document, right: Document, *, agreed: bool) -> Reason:
    if _with_check_digit(left.number, right.number):
        return _reason("document.check_digit", messages.DOCUMENT_CHECK_DIGIT, left, right)
    if (agreed or left.flawed != right.flawed) and _mistyped(left, right):
        return _reason("document.mistyped", messages.DOCUMENT_MISTYPED, left, right)
    return _reason(_DIFFERS.get(left.type, "document.differs"), messages.DOCUMENT_DIFFERS, left, right)


def _same(left: Document, right: Document) -> Reason:
    if not _may_share_issuer(left, right):
        issuers = {"left_issuer": left.issuer, "right_issuer": right.issuer}
        return _reason("document.issuer", messages.DOCUMENT_OTHER_ISSUER, left, right, issuers)
    if len(left.number) < _SHORT_NUMBER and not (left.issuer and right.issuer):
        return _reason("document.short", messages.DOCUMENT_SAME_SHORT, left, right)
    return _reason("document.number", messages.DOCUMENT_SAME, left, right)


def _reason(
    feature: str, message: str, left: Document, right: Document, values: dict[str, str] | None = None
) -> Reason:
    return Reason(feature, message, weights.of(feature), left.shown, right.shown, values or {})


def _may_share_issuer(left: Document, right: Document) -> bool:
    return not left.issuer or not right.issuer or left.issuer == right.issuer


def _with_check_digit(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    return len(long) == len(short) + 1 and long.startswith(short) and long[-1] == check_digit(short)


def _mistyped(left: Document, right: Document) -> bool:
    """Whether one number is the other with one character changed, left out, put in, or two exchanged."""
    longest = max(len(left.misread), len(right.misread))
    return longest >= _SHORTEST_MISTYPED and OSA.distance(left.misread, right.misread, score_cutoff=1) == 1
