"""Invented people for learning: those on a list, those who travel, and how one person comes to be written in two ways.

Everything here is drawn from one seed. Name parts are drawn as often as `data/common.tsv` says they are met; rare parts are
put together from syllables. The rates are choices, written down here so that they can be argued with.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from tansiq.detectors.names.tables import COMMON, rows
from tansiq.model.subjects import IdentityDocument, Subject

RARE_PART = 0.3
"""How often a part of a name is one that hardly anybody else carries."""
KNOWN_OF_ENTRIES = {"date": 0.95, "place": 0.65, "nationality": 0.65, "sex": 0.35, "document": 0.45, "father": 0.25}
"""How often a list says each of these (sanctions lists say fathers more rarely; national lists always)."""
KNOWN_OF_TRAVELLERS = {"place": 0.5, "father": 0.6}
"""How often a traveller's record says these; passports and bookings always give name, birth date, nationality, sex and document."""
DATE_AS_LISTED = (("day", 0.62), ("year", 0.24), ("month", 0.02), ("first", 0.07), ("range", 0.05))
DATE_OF_A_LISTED_TRAVELLER = (
    ("same", 0.8),
    ("swapped", 0.04),
    ("year", 0.05),
    ("first", 0.05),
    ("day", 0.02),
    ("digit", 0.01),
    ("other", 0.03),
)
DOCUMENT_OF_A_LISTED_TRAVELLER = (
    ("same", 0.4),
    ("misread", 0.05),
    ("mistyped", 0.04),
    ("check", 0.02),
    ("renewed", 0.49),
)
OTHER_NATIONALITY, OTHER_PLACE, OTHER_FATHER, OTHER_SEX = 0.12, 0.2, 0.04, 0.006
YEAR_GUESSED_WRONG = 0.3
"""A list that gives a year alone is often a year or two off."""
FIRST_OF_JANUARY = 0.1
NATIONS = (("PK", 0.4), ("AF", 0.25), ("IR", 0.1), ("IQ", 0.07), ("SY", 0.06), ("YE", 0.04), ("TJ", 0.04), ("AE", 0.04))

_ONSETS = [
    "b",
    "bh",
    "d",
    "dr",
    "g",
    "gh",
    "h",
    "j",
    "k",
    "kh",
    "l",
    "m",
    "n",
    "p",
    "q",
    "r",
    "s",
    "sh",
    "t",
    "th",
    "w",
    "y",
    "z",
    "zh",
]
_VOWELS = ["a", "a", "a", "aa", "e", "i", "i", "o", "u", "oo", "ee"]
_CODAS = ("", "", "", "n", "r", "l", "m", "sh", "z", "k", "t", "d")
_ENDINGS = ("", "", "ai", "zai", "khel", "i", "ani", "wal", "pur", "ullah", "yar", "gul")
_RESPELL = (
    ("oo", "u"), ("u", "oo"), ("ee", "i"), ("i", "ee"), ("ou", "u"), ("q", "k"), ("k", "q"), ("kh", "h"), ("gh", "g"), ("w", "v"),
    ("v", "w"), ("aa", "a"), ("ai", "ay"), ("ay", "ai"), ("e", "i"), ("o", "u"), ("u", "o"), ("z", "s"), ("j", "dj"), ("ss", "s"),
    ("mm", "m"), ("ah", "a"), ("dh", "d"), ("th", "t"), ("f", "ph"), ("sh", "sch"),
)  # fmt: skip


class People:
    """Draws people, list entries and travellers. The same seed gives the same people."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311  invented people, nothing secret
        self._common = sorted(COMMON)
        self._cumulated = list(accumulate(2.0 ** -COMMON[name] for name in self._common))
        self._towns: dict[str, list[list[str]]] = {}
        self._countries: dict[str, str] = {}
        for kind, country, spellings in rows("places.tsv"):
            written = [spelling for spelling in spellings.split("|") if spelling.isascii()]
            if kind == "town":
                self._towns.setdefault(country, []).append(written)
            elif kind == "country":
                self._countries[country] = written[0]

    def person(self, number: int) -> Subject:
        """A person with everything that can be known."""
        nation = self._pick(NATIONS)
        sex = "F" if self._happens(0.2) else "M"
        own = [self._part() for _ in range(self.rng.choice((2, 2, 2, 3, 3, 4)))]
        father = (
            [self._part(), own[-1]] if self._happens(0.4) else [self._part() for _ in range(self.rng.choice((1, 2)))]
        )
        return Subject(
            id=f"p{number}", names=(" ".join(own).title(),), father_names=(" ".join(father).title(),), birth_dates=(self._born(),),
            birth_places=(self._place(nation),), nationalities=(nation,), sex=sex, documents=(self._passport(nation),),
        )  # fmt: skip

    def listed(self, person: Subject) -> Subject:
        """The person as a list knows them: less, and in another spelling too."""
        known = {what for what, rate in KNOWN_OF_ENTRIES.items() if self._happens(rate)}
        names = (person.names[0], *(self.respelled(person.names[0]) for _ in range(self.rng.choice((0, 0, 1, 2)))))
        return replace(
            person,
            names=names,
            father_names=person.father_names if "father" in known else (),
            birth_dates=self._as_listed(person.birth_dates[0]) if "date" in known else (),
            birth_places=person.birth_places if "place" in known else (),
            nationalities=person.nationalities if "nationality" in known else (),
            sex=person.sex if "sex" in known else "",
            documents=person.documents if "document" in known else (),
        )

    def travelling(self, person: Subject) -> Subject:
        """The person as they travel: respelled, with the usual faults of records."""
        nation = person.nationalities[0]
        carried = self._pick(NATIONS) if self._happens(OTHER_NATIONALITY) else nation
        place = (
            self._place(carried) if self._happens(OTHER_PLACE) else self._other_spelling(person.birth_places[0], nation)
        )
        father = self._part() if self._happens(OTHER_FATHER) else self.respelled(person.father_names[0])
        sex = {"M": "F", "F": "M"}[person.sex] if self._happens(OTHER_SEX) else person.sex
        return replace(
            person,
            names=(self.respelled(person.names[0]),),
            father_names=(father.title(),),
            birth_dates=(self._as_carried(person.birth_dates[0]),),
            birth_places=(place,),
            nationalities=(carried,),
            sex=sex,
            documents=(self._carried(person.documents[0], carried),),
        )

    def recorded(self, traveller: Subject) -> Subject:
        """The traveller as a record says them."""
        return replace(
            traveller,
            birth_places=traveller.birth_places if self._happens(KNOWN_OF_TRAVELLERS["place"]) else (),
            father_names=traveller.father_names if self._happens(KNOWN_OF_TRAVELLERS["father"]) else (),
        )

    def respelled(self, name: str) -> str:
        """Another spelling of a name; sometimes with a part less, or the parts in another order."""
        text, rng = name.lower(), self.rng
        for _ in range(rng.choice((0, 1, 1, 2, 2, 3))):
            old, new = rng.choice(_RESPELL)
            places = [found.start() for found in re.finditer(old, text) if found.start() > 0]
            if places:
                at = rng.choice(places)
                text = text[:at] + new + text[at + len(old) :]
        words = text.split()
        if words[2:] and self._happens(0.12):
            words.pop(rng.randrange(len(words)))
        if self._happens(0.15):
            words = [*words[-1:], *words[:-1]]
        return " ".join(words).upper() if self._happens(0.5) else " ".join(words).title()

    def _happens(self, rate: float) -> bool:
        return self.rng.random() < rate

    def _pick(self, rates: Sequence[tuple[str, float]]) -> str:
        """One of the values, as often as its rate says."""
        return self.rng.choices([value for value, _ in rates], [rate for _, rate in rates])[0]

    def _part(self) -> str:
        if self._happens(RARE_PART):
            return self._rare_part()
        return self.rng.choices(self._common, cum_weights=self._cumulated)[0]

    def _rare_part(self) -> str:
        rng = self.rng
        syllables = (
            rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.choice((1, 2, 2)))
        )
        return "".join(syllables) + rng.choice(_ENDINGS)

    def _born(self) -> str:
        year = int(self.rng.triangular(1940, 2010, 1978))
        if self._happens(FIRST_OF_JANUARY):
            return f"{year}-01-01"
        return f"{year}-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}"

    def _as_listed(self, born: str) -> tuple[str, ...]:
        how, year = self._pick(DATE_AS_LISTED), int(born[:4])
        if how in {"year", "range", "first"} and self._happens(YEAR_GUESSED_WRONG):
            year += self.rng.choice((-2, -1, -1, 1, 1, 2))
        if how == "range":
            start = year - self.rng.randint(0, 3)
            return tuple(str(one) for one in range(start, start + 4))
        return ({"day": born, "month": born[:7], "year": str(year), "first": f"{year}-01-01"}[how],)

    def _as_carried(self, born: str) -> str:
        year, month, day = map(int, born.split("-"))
        how = self._pick(DATE_OF_A_LISTED_TRAVELLER)
        if how == "swapped" and day <= 12:  # noqa: PLR2004  months
            month, day = day, month
        elif how == "year":
            year += self.rng.choice((-1, 1))
        elif how == "first":
            month = day = 1
        elif how == "day":
            day = max(1, min(28, day + self.rng.choice((-1, 1))))
        elif how == "digit":
            year += self.rng.choice((-10, 10))
        elif how == "other":
            return (
                f"{year + self.rng.choice((-2, -1, 0, 1, 2))}-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}"
            )
        return f"{year}-{month:02}-{day:02}"

    def _passport(self, nation: str) -> IdentityDocument:
        return IdentityDocument(
            f"{self.rng.choice('ABCDEFGHJK')}{self.rng.randint(0, 99_999_999):08}", "passport", nation
        )

    def _carried(self, document: IdentityDocument, nation: str) -> IdentityDocument:
        how, number = self._pick(DOCUMENT_OF_A_LISTED_TRAVELLER), document.number
        at = self.rng.randrange(1, len(number))
        if how == "renewed" or nation != document.issuer:
            return self._passport(nation)
        if how == "misread":
            number = number.replace("0", "O", 1).replace("5", "S", 1)
        elif how == "mistyped":
            number = number[:at] + self.rng.choice("1234679") + number[at + 1 :]
        elif how == "check":
            number += "0"
        return replace(document, number=number)

    def _place(self, nation: str) -> str:
        town = self.rng.choice(self._towns[nation])
        return f"{self.rng.choice(town).title()}, {self._countries[nation].title()}"

    def _other_spelling(self, place: str, nation: str) -> str:
        named = place.partition(",")[0].lower()
        town = next(spellings for spellings in self._towns[nation] if named in spellings)
        return self.rng.choice([*(spelling.title() for spelling in town), self._countries[nation].title(), place])


def listing(seed: int, entries: int, *, others: int, on_list: int) -> tuple[list[Subject], Iterator[Subject]]:
    """A list, and those who travel: first those on it, with the id of their entry, then the others."""
    people = People(seed)
    persons = [people.person(number) for number in range(entries)]
    listed = [people.listed(person) for person in persons]

    def travel() -> Iterator[Subject]:
        for person in people.rng.sample(persons, on_list):
            yield people.recorded(people.travelling(person))
        for number in range(others):
            yield people.recorded(replace(people.person(number), id=f"t{number}"))

    return listed, travel()
