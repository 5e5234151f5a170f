"""What is never stored, and what is masked. Applied between reading and the ledger; what was dropped is counted.

Source: Directive (EU) 2016/681 article 13(4) (race or ethnic origin, political opinions, religion or philosophical beliefs,
trade union membership, health, sexual life or orientation) and ICAO Doc 9944 (Guidelines on PNR) for the sensitive list;
the service codes are those of IATA's AIRIMP and reservations manual, where every code that ends in ML is a meal.
"""

import re
from dataclasses import replace
from typing import NamedTuple, TypeVar

from tansiq.model.bookings import Booking, HistoryLine, Remark, Segment, Service
from tansiq.model.kinds import Observation
from tansiq.model.observations import Traveller

_MEALS = """
AVML BBML BLML CHML CNML DBML FPML FSML GFML HFML HNML JNML JPML KSML LCML LFML LPML LSML MOML NFML NLML OBML ORML PRML
RFML RVML SFML SPML VGML VJML VLML VOML
"""
_HEALTH = """
BLND DEAF DPNA ESAN LEGB LEGL LEGR MAAS MEDA MEDI MEQT OXYG POXY PPOC STCR SVAN WCBD WCBL WCBW WCHC WCHR WCHS
WCLB WCMP WCOB
"""

SENSITIVE_SERVICE_CODES = frozenset([*_MEALS.split(), *_HEALTH.split()])
"""Meal, medical and disability codes: they reveal religion or health, and are never stored."""

_TERMS = """
halal, halaal, kosher, muslim, muslims, moslem, moslems, islam, islamic, hindu, hindus, jewish, sikh, sikhs, jain, jains,
buddhist, buddhists, catholic, catholics, protestant, protestants, ahmadi, ahmadis, shia, sunni, religion, religious,
hajj, hajjis, umra, umrah, pilgrim, pilgrims, pilgrimage,
vegetarian, vegetarians, vegan, vegans, special meal, special meals, bland meal, diabetic meal, gluten free meal,
low salt meal, low fat meal, low calorie meal, lactose free meal,
wheelchair, wheelchairs, wheel chair, wheel-chair, rollstuhl, fauteuil roulant, silla de ruedas, stretcher, crutch,
crutches, disabled, disability, disabilities, handicap, handicapped, paralysed, paralyzed, amputee, prosthesis,
prosthetic, quadriplegic, paraplegic, hearing impaired, visually impaired, blind, deaf, guide dog, service animal,
emotional support, diabetic, diabetes, insulin, oxygen, nebuliser, nebulizer, dialysis, epilepsy, epileptic, asthma,
asthmatic, cancer, chemotherapy, hiv, hepatitis, tuberculosis, allergy, allergic, allergies, autism, autistic, dementia,
alzheimer, alzheimers, parkinson, parkinsons, pregnant, pregnancy, maternity, surgery, hospital, hospitalised,
hospitalized, medical, medicine, medicines, medication, medif, illness, disease, psychiatric, mental illness,
mentally ill, homosexual, lesbian, transgender, lgbt, lgbtq, trade union, trade unionist, political party,
political refugee
"""
_TERMS_LISTED = sorted((term.strip().upper() for term in _TERMS.replace("\n", " ").split(",")), key=len, reverse=True)
_CODES = "|".join(sorted(SENSITIVE_SERVICE_CODES))
_CODE = re.compile(rf"\b(?:{_CODES})\b")
_REQUEST = re.compile(rf"\bSSR\W{{0,3}}(?:{_CODES}|[A-Z]{{2}}ML)")
_TERM = re.compile(rf"\b(?:{_CODES}|{'|'.join(map(re.escape, _TERMS_LISTED))})\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]{3,}")
_FIRST_WORDS = frozenset([*SENSITIVE_SERVICE_CODES, *(re.split(r"[ -]", term)[0] for term in _TERMS_LISTED), "SSR"])
_BLANKS = re.compile(r"[ \t]{2,}")
_PIECES = " / "  # between the segments of one line of history

_Line = TypeVar("_Line", Remark, HistoryLine, Service, Segment)


class Kept(NamedTuple):
    """An observation as it may be stored, and how many sensitive values were dropped from it."""

    observation: Observation
    dropped: int


def keep(observation: Observation) -> Kept:
    """The observation without what may never be stored."""
    if isinstance(observation, Traveller):
        return _traveller(observation)
    return _booking(observation) if isinstance(observation, Booking) else Kept(observation, 0)


def is_sensitive(code: str) -> bool:
    """Whether a service code is of a meal, a medical need or a disability."""
    return code in SENSITIVE_SERVICE_CODES or (len(code) == 4 and code.endswith("ML"))  # noqa: PLR2004  IATA's length


def cut(text: str) -> tuple[str, int]:
    """A free text without sensitive words and requests, and how many there were.

    A service request with a sensitive code goes to its end, for its text says more than its code.
    """
    if _FIRST_WORDS.isdisjoint(_WORD.findall(text.upper())):
        return text, 0
    pieces: list[str] = []
    dropped = 0
    for piece in text.split(_PIECES):
        request = _REQUEST.search(piece)
        left, count = _TERM.subn("", piece[: request.start()] if request else piece)
        pieces.append(_BLANKS.sub(" ", left).strip())
        dropped += count + (request is not None)
    return (_PIECES.join(piece for piece in pieces if piece), dropped) if dropped else (text, 0)


def _traveller(traveller: Traveller) -> Kept:
    shaped: dict[str, str] = {}
    for name in ("seat", "reference", "birth_place"):
        value = getattr(traveller, name)
        if _CODE.search(value):
            shaped[name] = _CODE.sub("", value).strip()
    return Kept(replace(traveller, **shaped) if shaped else traveller, len(shaped))  # type: ignore[arg-type]


def _booking(booking: Booking) -> Kept:
    services = tuple(service for service in booking.services if not is_sensitive(service.code))
    dropped = len(booking.services) - len(services)
    remarks, in_remarks = _without(booking.remarks)
    history, in_history = _without(booking.history)
    services, in_services = _without(services, keep_empty=True)
    segments, in_segments = _without(booking.segments, keep_empty=True)
    dropped += in_remarks + in_history + in_services + in_segments
    if not dropped:
        return Kept(booking, 0)
    kept = replace(booking, services=services, remarks=remarks, history=history, segments=segments)
    return Kept(kept, dropped)


def _without(lines: tuple[_Line, ...], *, keep_empty: bool = False) -> tuple[tuple[_Line, ...], int]:
    """The lines with their texts cut, and how often; one with nothing left goes, unless it says more than its text."""
    out: list[_Line] = []
    dropped = 0
    for line in lines:
        text, count = cut(line.text) if line.text else ("", 0)
        dropped += count
        if not count:
            out.append(line)
        elif text or keep_empty:
            out.append(replace(line, text=text))
    return tuple(out), dropped
