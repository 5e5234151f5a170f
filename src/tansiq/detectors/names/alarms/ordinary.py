"""Ordinary travellers, invented: who passes the airports of the region and is on no list. Method: docs/alarms.md.

from tansiq.detectors.names.alarms.ordinary import Known, travellers

for traveller in travellers(10_000, seed=1, known=Known.DOCUMENT):
    traveller.subject
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from tansiq.detectors.names.alarms.ordinary_tables import Origin, Part, Pattern, names, origins, patterns, rare
from tansiq.detectors.names.alarms.respelling import Written, respelt
from tansiq.model.subjects import IdentityDocument, Subject

TODAY = date(2026, 6, 30)
"""The day on which the ages of the travellers are what they are; fixed, so that a seed gives the same birth dates for ever."""
_AGES = ((2, 2), (12, 5), (18, 8), (25, 18), (35, 27), (45, 18), (55, 12), (65, 7), (75, 2), (85, 1))
"""(age up to which, share in percent)."""
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_YEAR_DAYS = 365.25


class Known(StrEnum):
    """What is known of a traveller who is screened.

    NAME: the name alone. MESSAGE: as PAXLST gives them: name, birth date, sex, nationality, document number.
    DOCUMENT: as the document shows them at the desk: with the birth place, and the father's name where the issuer prints it.
    """

    NAME = "name"
    MESSAGE = "message"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Ordinary:
    """An invented traveller. people: whose names they bear. placeholder: their birth date is recorded as 1 January."""

    subject: Subject
    nationality: str
    people: str
    sex: str
    placeholder: bool


def travellers(count: int, *, seed: int = 1, known: Known = Known.DOCUMENT) -> Iterator[Ordinary]:
    """Invented travellers t0, t1, ... The first ones are the same however many are asked for."""
    for number in range(count):
        yield traveller(number, seed=seed, known=known)


def traveller(number: int, *, seed: int = 1, known: Known = Known.DOCUMENT) -> Ordinary:
    """The traveller of this number. `known` takes away from one and the same person."""
    rng = Random(f"{seed}:{number}")  # noqa: S311  invented people have to be repeatable, and hide nothing
    origin = origins().draw(rng)
    sex = "F" if rng.random() < origin.women else "M"
    parts = _parts(origin.people, sex, rng)
    name = _filled(patterns()[origin.people, sex].draw(rng), parts)
    father = _filled(patterns()[origin.people, "father"].draw(rng), parts | {"family": parts["father_family"]})
    placeholder = rng.random() < origin.placeholder
    subject = Subject(
        id=f"t{number}",
        names=(respelt(name, rng, where="record", sex=sex),),
        father_names=(f"{father.given} {father.family}".strip().upper(),) if rng.random() < origin.father else (),
        birth_dates=(_birth_date(rng, placeholder=placeholder),),
        birth_places=(origin.places[min(int(rng.expovariate(1 / 3)), len(origin.places) - 1)],),
        nationalities=(origin.nationality,),
        sex=sex,
        documents=(IdentityDocument(number=_number(origin, rng), issuer=origin.nationality),),
    )
    return Ordinary(as_known(subject, known), origin.nationality, origin.people, sex, placeholder)


def as_known(subject: Subject, known: Known) -> Subject:
    """The subject without what is not known of it."""
    if known is Known.NAME:
        return Subject(id=subject.id, names=subject.names)
    if known is Known.MESSAGE:
        return replace(subject, father_names=(), birth_places=())
    return subject


def _parts(people: str, sex: str, rng: Random) -> dict[str, str]:
    """What the places of a pattern are filled with."""
    family, family2 = _family(people, rng), _family(people, rng)
    own = 1 if sex == "F" else 0
    return {
        "male": _given(people, "male", rng),
        "male2": _given(people, "male", rng),
        "female": _given(people, "female", rng),
        "female2": _given(people, "female", rng),
        "father": _given(people, "male", rng),
        "grandfather": _given(people, "male", rng),
        "family": family[own],
        "family2": family2[own],
        "father_family": family[0],
    }


def _filled(pattern: Pattern, parts: Mapping[str, str]) -> Written:
    return Written(pattern.given.format_map(parts), pattern.family.format_map(parts))


def _given(people: str, part: Part, rng: Random) -> str:
    return names()[people, part].draw(rng) or _rare(people, part, rng)


def _family(people: str, rng: Random) -> tuple[str, str]:
    """A family name as a man and as a woman bears it."""
    choice = names().get((people, "family"))
    name = (choice.draw(rng) if choice else "") or _rare(people, "family", rng)
    man, _, woman = name.partition("|")
    return man, woman or man


def _rare(people: str, part: Part, rng: Random) -> str:
    syllables = rare().get((people, part)) or rare()["*", part]
    start = rng.choice(syllables.beginnings) + rng.choice(syllables.middles)
    return "|".join(f"{start}{ending}" for ending in rng.choice(syllables.endings).split("|"))


def _birth_date(rng: Random, *, placeholder: bool) -> str:
    oldest, shares = zip(*_AGES, strict=True)
    at = rng.choices(range(len(oldest)), shares)[0]
    youngest = oldest[at - 1] if at else 0
    born = TODAY - timedelta(days=int(_YEAR_DAYS * (youngest + rng.random() * (oldest[at] - youngest))))
    return f"{born.year}-01-01" if placeholder else born.isoformat()


def _number(origin: Origin, rng: Random) -> str:
    drawn = {"A": lambda: rng.choice(_LETTERS), "9": lambda: str(rng.randrange(10))}
    return "".join(drawn[sign]() if sign in drawn else sign for sign in origin.number)
