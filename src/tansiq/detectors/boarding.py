"""What a carrier is answered about one passenger: a table from what is known to one answer, with every ground for it.

Nobody is kept from boarding by a machine: "do not board" needs a decision that two people made and that still stands, or a rule
that two people activated. A name that resembles a listed one is "check with the state" at most. docs/iapi.md has the table.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

from tansiq.model.findings import Verdict
from tansiq.model.observations import Traveller

TWO: Final = 2


class Answer(StrEnum):
    """The answer on one passenger, from the mildest to the strictest."""

    BOARD = "board"
    CHECK = "check"
    MORE_DATA = "more_data"
    NO_BOARD = "no_board"


CODES: Final = {Answer.BOARD: "0Z", Answer.CHECK: "2Z", Answer.MORE_DATA: "4Z", Answer.NO_BOARD: "1Z"}
"""The answers as CUSRES has them (ERC 9321): docs/cusres.md."""

Names = Literal["never", "match", "possible"]
"""From which verdict on a name the state wants to be asked."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision of people about one document. is_sure: whether all that the decision names agrees with the message.

    key: of its record. by: who proposed and who confirmed it. Where a part that the decision names is not in the
    message (is_sure False), it is a reason to ask, whatever was decided.
    """

    key: str
    effect: Answer
    by: frozenset[str]
    expires_at: datetime
    is_sure: bool = True

    def holds(self, *, at: datetime) -> bool:
        """Whether two people made it, and it has not ended."""
        return len(self.by) >= TWO and at < self.expires_at


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule that is true of the passenger. effect: what its activation lets it do; by: who activated it."""

    name: str
    version: str
    effect: Answer
    by: frozenset[str]


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A listed name that the passenger's resembles. about: the entry's key."""

    about: str
    verdict: Verdict
    told_apart: bool = False  # by an officer's decision that still holds


@dataclass(frozen=True, slots=True)
class Known:
    """All that bears on one passenger. missing: the required particulars that the message lacks."""

    missing: tuple[str, ...] = ()
    standing: tuple[Standing, ...] = ()
    rules: tuple[RuleHit, ...] = ()
    names: tuple[Resemblance, ...] = ()


@dataclass(frozen=True, slots=True)
class Because:
    """One ground of an answer. kind: "decision", "rule", "names", "particulars", "fallback" or "fault". key: which one."""

    kind: str
    answer: Answer
    key: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer on one passenger. because: every ground of this answer; of "board" what spoke for it, mostly nothing."""

    answer: Answer
    because: tuple[Because, ...] = ()


def decide(known: Known, *, at: datetime, names: Names = "match") -> Answered:
    """The answer on one passenger, and why. The strictest ground counts, as the table says.

    A decision to let board speaks against what only asks to check; it lifts neither "do not board" nor "more data".
    """
    grounds = [*_standing(known.standing, at=at), *_rules(known.rules), *_particulars(known.missing)]
    lets_board = [ground for ground in grounds if ground.answer is Answer.BOARD]
    grounds += () if lets_board else _names(known.names, wanted=names)
    for answer in (Answer.NO_BOARD, Answer.MORE_DATA, Answer.CHECK):
        because = tuple(ground for ground in grounds if ground.answer is answer)
        if because and not (answer is Answer.CHECK and lets_board):
            return Answered(answer, because)
    return Answered(Answer.BOARD, tuple(lets_board))


def _standing(decisions: Iterable[Standing], *, at: datetime) -> Iterator[Because]:
    for one in decisions:
        if one.holds(at=at):
            if one.is_sure:
                yield Because("decision", one.effect, one.key)
            elif one.effect is not Answer.BOARD:
                yield Because("decision", Answer.CHECK, one.key)


def _rules(hits: Iterable[RuleHit]) -> Iterator[Because]:
    """A rule may stop only where two people activated it for that; otherwise it asks."""
    for hit in hits:
        if hit.effect is Answer.NO_BOARD and len(hit.by) >= TWO:
            yield Because("rule", Answer.NO_BOARD, hit.name, hit.version)
        elif hit.effect in {Answer.NO_BOARD, Answer.CHECK}:
            yield Because("rule", Answer.CHECK, hit.name, hit.version)


def _particulars(missing: Iterable[str]) -> Iterator[Because]:
    return (Because("particulars", Answer.MORE_DATA, particular) for particular in missing)


def _names(found: Iterable[Resemblance], *, wanted: Names) -> Iterator[Because]:
    asked = {"never": (), "match": (Verdict.MATCH,), "possible": (Verdict.MATCH, Verdict.POSSIBLE)}[wanted]
    return (Because("names", Answer.CHECK, f.about) for f in found if f.verdict in asked and not f.told_apart)


PARTICULARS: Final = ("name", "birth_date", "sex", "nationality", "document", "issuer", "expiry")
"""What a state may require of each passenger, as its policy names it."""


def missing(traveller: Traveller, required: Sequence[str]) -> tuple[str, ...]:
    """The required particulars that the message does not give; a birth date is given to the day. Crew are asked the same."""
    carried = [d for d in traveller.documents if d.number and not d.type.startswith("V")]
    given = {
        "name": any(name.family or name.given or name.full for name in traveller.names),
        "birth_date": len(traveller.birth_date) == len("1980-01-02"),
        "sex": bool(traveller.sex),
        "nationality": bool(traveller.nationality),
        "document": bool(carried),
        "issuer": any(d.issuer for d in carried),
        "expiry": any(d.expiry for d in carried),
    }
    return tuple(particular for particular in required if not given.get(particular, True))
