"""What speaks for and against beside the names: documents, birth dates, father, sex, nationality, birth place, type.

Each function compares one kind of evidence of two prepared subjects and gives its reasons; none where one side is silent.
"""

from collections.abc import Iterator

from tansiq.detectors.names import messages, weights
from tansiq.detectors.names.evidence.alignment import NOTHING, Fit, fit
from tansiq.detectors.names.evidence.birth import date_reasons
from tansiq.detectors.names.evidence.contenders import contenders
from tansiq.detectors.names.evidence.documents import document_reasons
from tansiq.detectors.names.evidence.places import place_reasons
from tansiq.detectors.names.evidence.prepare import Prepared
from tansiq.detectors.names.words.parts import Name
from tansiq.model.findings import Reason

_FATHER_SAME = 0.88
_FATHER_ALIKE = 0.76
_FATHER_UNSURE = 0.62
_FATHER_RARE_BITS = 6.0
_SUCCESSORS = {
    "SU": frozenset(["AM", "AZ", "BY", "EE", "GE", "KG", "KZ", "LT", "LV", "MD", "RU", "TJ", "TM", "UA", "UZ"]),
    "YU": frozenset(["BA", "HR", "ME", "MK", "RS", "SI", "XK"]),
    "CS": frozenset(["CZ", "ME", "RS", "SK"]),
    "DD": frozenset({"DE"}), "YD": frozenset({"YE"}), "BU": frozenset({"MM"}), "ZR": frozenset({"CD"}), "TP": frozenset({"TL"}),
    "SD": frozenset({"SS"}), "ET": frozenset({"ER"}), "RS": frozenset({"XK", "ME"}), "CN": frozenset({"HK", "MO"}),
}  # fmt: skip
"""Codes of states, and those that some of their nationals became nationals of. Source: ISO 3166-3, and three later partings."""


def evidence(left: Prepared, right: Prepared) -> Iterator[Reason]:
    """All reasons beside the names, in no order."""
    if left.type != right.type:
        yield _reason("type.differs", messages.TYPE_DIFFERS, left.type, right.type)
    telling = list(_telling(left, right))
    yield from telling
    if not telling and (left.is_described or right.is_described):
        yield _reason("nothing_else", messages.NOTHING_ELSE, "", "")
    yield from _sex(left, right)
    yield from _nationalities(left, right)


def _telling(left: Prepared, right: Prepared) -> Iterator[Reason]:
    """What tells people of one name and one country apart."""
    agreed = False
    for reason in date_reasons(left.dates, right.dates):
        agreed = agreed or reason.weight > 0
        yield reason
    yield from document_reasons(left.documents, right.documents, agreed=agreed)
    yield from _fathers(left, right)
    yield from place_reasons(left.places, right.places)


def _reason(feature: str, message: str, left: str, right: str) -> Reason:
    return Reason(feature, message, weights.of(feature), left, right)


def _fathers(left: Prepared, right: Prepared) -> Iterator[Reason]:
    if not left.fathers or not right.fathers:
        return
    best, place = NOTHING, (0, 0)
    for most, i, j in contenders(left.fathers, right.fathers):
        if most >= best.value:
            found = fit(left.fathers[i], right.fathers[j])
            if (found.value, found.bits, place) > (best.value, best.bits, (i, j)):
                best, place = found, (i, j)
    yield _father(best, left.fathers[place[0]], right.fathers[place[1]])


def _father(found: Fit, left: Name, right: Name) -> Reason:
    if found.value >= _FATHER_SAME and found.bits >= _FATHER_RARE_BITS:
        return _reason("father.same", messages.FATHER_SAME, left.text, right.text)
    if found.value >= _FATHER_SAME:
        return _reason("father.common", messages.FATHER_COMMON, left.text, right.text)
    if found.value >= _FATHER_ALIKE:
        return _reason("father.alike", messages.FATHER_ALIKE, left.text, right.text)
    if found.value >= _FATHER_UNSURE:
        return _reason("father.unsure", messages.FATHER_UNSURE, left.text, right.text)
    return _reason("father.differs", messages.FATHER_DIFFERS, left.text, right.text)


def _sex(left: Prepared, right: Prepared) -> Iterator[Reason]:
    if not left.sex or not right.sex:
        return
    if left.sex == right.sex:
        yield _reason("sex.same", messages.SEX_SAME, left.sex, right.sex)
    else:
        yield _reason("sex.differs", messages.SEX_DIFFERS, left.sex, right.sex)


def _nationalities(left: Prepared, right: Prepared) -> Iterator[Reason]:
    ours, theirs = left.nationalities, right.nationalities
    if not ours or not theirs:
        return
    shared = ours & theirs
    if shared:
        yield _reason("nationality.same", messages.NATIONALITY_SAME, min(shared), min(shared))
        return
    shown = ", ".join(sorted(ours)), ", ".join(sorted(theirs))
    if _succeeded(ours, theirs) or _succeeded(theirs, ours):
        yield _reason("nationality.former", messages.NATIONALITY_FORMER, *shown)
    else:
        yield _reason("nationality.differs", messages.NATIONALITY_DIFFERS, *shown)


def _succeeded(former: frozenset[str], later: frozenset[str]) -> bool:
    return any(not _SUCCESSORS.get(code, frozenset()).isdisjoint(later) for code in former)
