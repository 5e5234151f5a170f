"""Parts of invented names, by people, from `data/names.tsv`: common parts that are put together by chance.

A person who bears one of the combinations is not meant; the parts that only listed persons bear ("listed") are made up.
"""

import csv
from functools import cache
from importlib.resources import files
from itertools import accumulate
from random import Random
from typing import NamedTuple

from tansiq.demo.chance import happens

FLATTENING = 6
"""How much commoner the first parts of a table are than the last: part i weighs 1 / (i + FLATTENING)."""

_PATRONYMIC = {("gulf", "M"): "BIN", ("gulf", "F"): "BINT", ("my", "M"): "BIN", ("my", "F"): "BINTI"}


class Part(NamedTuple):
    """A name part in Latin letters, as a passport's machine-readable zone has it, and in its own script if known."""

    latin: str
    native: str


@cache
def parts(people: str, kind: str) -> tuple[Part, ...]:
    """The parts of a people's names; kind: "male", "female" or "family". Commonest first. Empty if unknown."""
    return _tables().get((people, kind), ())


@cache
def _tables() -> dict[tuple[str, str], tuple[Part, ...]]:
    tables: dict[tuple[str, str], list[Part]] = {}
    with files("tansiq.demo").joinpath("data/names.tsv").open(encoding="utf-8") as text:
        for row in csv.DictReader(text, delimiter="\t"):
            tables.setdefault((row["people"], row["part"]), []).append(Part(row["latin"], row["native"]))
    return {key: tuple(table) for key, table in tables.items()}


@cache
def _weights(size: int) -> tuple[float, ...]:
    return tuple(accumulate(1 / (i + FLATTENING) for i in range(size)))


def pick(rng: Random, people: str, kind: str) -> Part:
    """A part of the people's names, the common ones more often."""
    table = parts(people, kind)
    return rng.choices(table, cum_weights=_weights(len(table)))[0]


def family_name(rng: Random, people: str) -> str:
    """A family name, or what the people's passports have in its place."""
    return pick(rng, people, "family").latin


def given_names(rng: Random, people: str, sex: str) -> str:
    """Given names as the people writes them, several of them parted by a blank. sex: "M" or "F"."""
    given = pick(rng, people, "male" if sex == "M" else "female").latin
    if (people, sex) in _PATRONYMIC:
        return f"{given} {_PATRONYMIC[people, sex]} {pick(rng, people, 'male').latin}"
    if people == "pk":
        return _pakistani(rng, given, sex)
    if people == "et":
        return f"{given} {pick(rng, people, 'male').latin}"
    if people == "gb" and happens(rng, 0.5):
        return f"{given} {pick(rng, people, 'male' if sex == 'M' else 'female').latin}"
    return given


def _pakistani(rng: Random, given: str, sex: str) -> str:
    if sex == "M":
        return f"MUHAMMAD {given}" if happens(rng, 0.4) else given
    if happens(rng, 0.15):
        return f"{given} BIBI"
    return f"{given} BEGUM" if happens(rng, 0.06) else given
