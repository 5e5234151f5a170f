"""What speaks for and against beside the names: documents, birth dates, father, sex, nationality, birth place, type.

Each function compares one kind of evidence of two prepared subjects and gives its reasons; none where one side is silent.
"""

from collections.abc import Iterator

from rapidfuzz import fuzz

from tansiq.detectors.names import messages, weights
from tansiq.detectors.names.alignment import fit
from tansiq.detectors.names.birth import compare_dates
from tansiq.detectors.names.prepare import Document, Prepared
from tansiq.model.findings import Reason

_SAME_PLACE = 82.0
_OTHER_PLACE = 55.0
_SHORTEST_NUMBER = 5


def evidence(left: Prepared, right: Prepared) -> Iterator[Reason]:
    """All reasons beside the names, in no order."""
    yield from _type(left, right)
    yield from _documents(left, right)
    yield from _dates(left, right)
    yield from _fathers(left, right)
    yield from _sex(left, right)
    yield from _nationalities(left, right)
    yield from _places(left, right)


def _type(left: Prepared, right: Prepared) -> Iterator[Reason]:
    if left.type != right.type:
        yield Reason("type", messages.TYPE_DIFFERS, weights.TYPE_DIFFERS, left.type, right.type)


def _documents(left: Prepared, right: Prepared) -> Iterator[Reason]:
    if left.documents and right.documents:
        found = [_document(mine, other) for mine in left.documents for other in right.documents]
        best = max((reason for reason in found if reason), key=lambda reason: reason.weight, default=None)
        if best:
            yield best


def _document(left: Document, right: Document) -> Reason | None:
    if min(len(left.number), len(right.number)) < _SHORTEST_NUMBER:
        return None
    if left.number == right.number:
        return _same_number(left, right)
    if left.misread == right.misread and _may_share_issuer(left, right):
        return Reason(
            "document.misread", messages.DOCUMENT_CONFUSED, weights.DOCUMENT_CONFUSED, left.shown, right.shown
        )
    if left.type != right.type or not _may_share_issuer(left, right):
        return None
    weight = weights.DOCUMENT_DIFFERS.get(left.type, weights.DOCUMENT_DIFFERS_OTHERWISE)
    return Reason("document.number", messages.DOCUMENT_DIFFERS, weight, left.shown, right.shown)


def _same_number(left: Document, right: Document) -> Reason:
    if _may_share_issuer(left, right):
        return Reason("document.number", messages.DOCUMENT_SAME, weights.DOCUMENT_SAME, left.shown, right.shown)
    issuers = {"left_issuer": left.issuer, "right_issuer": right.issuer}
    return Reason(
        "document.issuer", messages.DOCUMENT_OTHER_ISSUER, weights.DOCUMENT_OTHER_ISSUER, left.shown, right.shown, issuers
    )  # fmt: skip


def _may_share_issuer(left: Document, right: Document) -> bool:
    return not left.issuer or not right.issuer or left.issuer == right.issuer


def _dates(left: Prepared, right: Prepared) -> Iterator[Reason]:
    if left.dates and right.dates:
        yield max(
            (compare_dates(mine, other) for mine in left.dates for other in right.dates),
            key=lambda reason: reason.weight,
        )


def _fathers(left: Prepared, right: Prepared) -> Iterator[Reason]:
    if not left.fathers or not right.fathers:
        return
    best, mine, other = max(
        ((fit(mine, other).value, mine, other) for mine in left.fathers for other in right.fathers),
        key=lambda found: found[0],
    )
    weight = weights.between(weights.FATHER, best)
    message = messages.FATHER_SAME if weight > 0 else messages.FATHER_DIFFERS
    yield Reason("father", message, weight, mine.text, other.text)


def _sex(left: Prepared, right: Prepared) -> Iterator[Reason]:
    if not left.sex or not right.sex:
        return
    if left.sex == right.sex:
        yield Reason("sex", messages.SEX_SAME, weights.SEX_SAME, left.sex, right.sex)
    else:
        yield Reason("sex", messages.SEX_DIFFERS, weights.SEX_DIFFERS, left.sex, right.sex)


def _nationalities(left: Prepared, right: Prepared) -> Iterator[Reason]:
    if not left.nationalities or not right.nationalities:
        return
    shared = left.nationalities & right.nationalities
    if shared:
        code = min(shared)
        yield Reason("nationality", messages.NATIONALITY_SAME, weights.NATIONALITY_SAME, code, code)
    else:
        ours, theirs = ", ".join(sorted(left.nationalities)), ", ".join(sorted(right.nationalities))
        yield Reason("nationality", messages.NATIONALITY_DIFFERS, weights.NATIONALITY_DIFFERS, ours, theirs)


def _places(left: Prepared, right: Prepared) -> Iterator[Reason]:
    if not left.places or not right.places:
        return
    best, mine, other = max(
        ((fuzz.token_set_ratio(mine, other), mine, other) for mine in left.places for other in right.places),
        key=lambda found: found[0],
    )
    if best >= _SAME_PLACE:
        yield Reason("birth_place", messages.PLACE_SAME, weights.PLACE_SAME, mine, other)
    elif best < _OTHER_PLACE:
        yield Reason("birth_place", messages.PLACE_DIFFERS, weights.PLACE_DIFFERS, mine, other)
