"""The attributes that a rule may name: what one traveller on one flight is known to be and to do.

The table is `data/attributes.tsv`. An attribute that is unknown is no value at all: no rule takes it for zero, false or empty.
"""

import difflib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from tansiq.detectors.rules.kinds import EPOCH, MICROSECOND, Kind, parse_duration
from tansiq.detectors.rules.sensitive import forbidden_name, why_not
from tansiq.detectors.rules.tables import rows

EARLIEST: Final = datetime(1900, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One typed attribute of the table.

    unit: of a number; of a text what it is written in. low, high: the least and greatest value, for durations and
    timestamps in microseconds (of a timestamp since 1970); a value outside is refused at the door. unknown_when: what it
    means that it is missing. proxy: the protected particular that it may stand for ("nationality", "sex", "age"), or "".
    """

    name: str
    kind: Kind
    unit: str
    low: float
    high: float
    meaning: str
    source: str
    unknown_when: str
    proxy: str

    @property
    def group(self) -> str:
        """The word before the dot."""
        return self.name.partition(".")[0]


def _edges(kind: Kind, text: str) -> tuple[float, float]:
    if kind is Kind.TIMESTAMP:
        return (EARLIEST - EPOCH) // MICROSECOND, (LATEST - EPOCH) // MICROSECOND
    low, _, high = text.partition("..")
    match kind:
        case Kind.INT:
            return int(low), int(high)
        case Kind.DOUBLE:
            return float(low), float(high)
        case Kind.DURATION:
            return parse_duration(low) // MICROSECOND, parse_duration(high) // MICROSECOND
        case _:
            return 0, 0


def _attribute(fields: list[str]) -> Attribute:
    name, kind, unit, edges, meaning, source, unknown_when, proxy = fields
    low, high = _edges(Kind(kind), edges)
    return Attribute(name, Kind(kind), unit, low, high, meaning, source, unknown_when, proxy)


ATTRIBUTES: Final[dict[str, Attribute]] = {row[0]: _attribute(row) for row in rows("attributes.tsv")}
GROUPS: Final[frozenset[str]] = frozenset(attribute.group for attribute in ATTRIBUTES.values())


def suggestion(name: str) -> str:
    """The question which attribute was meant, for the one that a name is nearest to, or ""."""
    near = difflib.get_close_matches(name.lower(), ATTRIBUTES, n=1, cutoff=0.6)
    if not near:
        last = name.lower().rpartition(".")[2]
        near = [known for known in ATTRIBUTES if known.rpartition(".")[2] == last][:1]
    return f"did you mean `{near[0]}`?" if near else ""


def refusal_of(name: str) -> tuple[str, str]:
    """Why a name is no attribute, and the repair."""
    if kind := forbidden_name(name):
        return f"`{name}`: {why_not(kind)}", "take this part out of the rule"
    near = suggestion(name)
    group = name.partition(".")[0]
    known = sorted(attribute for attribute in ATTRIBUTES if attribute.startswith(f"{group}."))
    listed = f"attributes of {group} are {', '.join(known)}" if known else "see the table of attributes"
    return f"there is no attribute `{name}`", near or listed
