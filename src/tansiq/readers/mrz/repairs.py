"""What may have been misread, proposed and never applied: characters that recognition confuses, where the check digits then agree.

6, G and Q have the same check digit, as have 8 and S, 1 and B, 0, K and a filler (`model/check_digits.py`): between those only the
kind of the field decides, so that nothing is proposed for them inside a document number.
"""

from collections.abc import Iterable, Iterator, Sequence

from tansiq.model.issuers import is_issuer
from tansiq.readers.mrz import dates
from tansiq.readers.mrz.faults import LABELS, is_silent, name_part
from tansiq.readers.mrz.layouts import ALLOWED, COMPOSITE, DIGITS, Check, Kind, Lines
from tansiq.readers.mrz.parts import Parts
from tansiq.readers.mrz.values import Change, Suggestion

_PAIRS = "0O 0D 0Q OQ OD 1I 1L 17 IL 2Z 38 4A 5S 6G 7T 7Z 8B <K <C <L UV"


def _alike() -> dict[str, str]:
    alike: dict[str, str] = {}
    for pair in _PAIRS.split():
        for one, other in ((pair[0], pair[1]), (pair[1], pair[0])):
            alike[one] = alike.get(one, "") + other
    return alike


_ALIKE: dict[str, str] = _alike()
"""Each character, and those that recognition takes for it in the typeface of machine-readable zones (OCR-B)."""
_AS_DIGIT = str.maketrans("ODQILZASGTB", "00011245678")
_STRANGE = "(=<C [=< {=< )=< *=< -=< .=< |=1I !=1I /=17 $=S5 §=S5 &=8 €=CE"
_OTHER: dict[str, str] = dict(pair.split("=") for pair in _STRANGE.split())
"""What stands behind characters that no zone has."""

Place = tuple[int, int]


def suggestions(parts: Parts) -> tuple[Suggestion, ...]:
    """The repairs that make what is wrong right, in the order of the fields."""
    repairing = _Repairing(parts)
    return (*repairing.by_own_digits(), *repairing.by_composite(), *repairing.by_kind(), *_resumed(parts))


class _Repairing:
    """The search for changes that make check digits agree."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.lines = parts, parts.lines
        self.kinds: dict[Place, Kind] = {}
        self.fields: dict[Place, str] = {}
        for check in parts.layout.checks:
            for place in _places(check):
                self.kinds[place], self.fields[place] = Kind.ANY, check.field
        for field, (kind, span) in parts.layout.fields.items():
            for place in span.places():
                self.kinds[place], self.fields[place] = kind, field
        for check in parts.layout.checks:
            for place in check.at.places():
                self.kinds[place], self.fields[place] = Kind.DIGIT, check.field
        self.own = [check for check in parts.layout.checks if check.field != COMPOSITE]
        self.composite = next((c for c in parts.layout.checks if c.field == COMPOSITE), None)
        self.troubled = [check for check in self.own if self._is_troubled(check)]

    def by_own_digits(self) -> Iterator[Suggestion]:
        """Repairs of fields that have a check digit of their own; the composite digit decides where only one is in trouble."""
        for check in self.troubled:
            found = list(self._repairs(check, _places(check)))
            surer = [changes for changes in found if self._composite_agrees(changes)] if self._is_alone else []
            digits = (check.field, COMPOSITE) if surer else (check.field,)
            yield from (self._suggestion(changes, digits) for changes in surer or found)

    def by_composite(self) -> Iterator[Suggestion]:
        """Repairs of what the composite digit alone covers, and of itself, where every other digit agrees."""
        if self.composite is None or self.troubled or self.composite.agrees(self.lines):
            return
        owned = {place for check in self.own for place in _places(check)}
        places = [place for place in _places(self.composite) if place not in owned and self._may_be_wrong(place)]
        yield from (self._suggestion(changes, (COMPOSITE,)) for changes in self._repairs(self.composite, places))

    def by_kind(self) -> Iterator[Suggestion]:
        """Repairs of characters that cannot stand where no check digit covers them."""
        covered = {place for check in self.parts.layout.checks for place in _places(check)}
        for place, kind in self.kinds.items():
            if place in covered or self._at(place) in ALLOWED[kind]:
                continue
            for other in self._alternatives(place):
                change = self._change(place, other)
                if self._is_known_state(place, change):
                    yield self._suggestion((change,), ())

    @property
    def _is_alone(self) -> bool:
        return len(self.troubled) == 1 and self.composite is not None

    def _is_troubled(self, check: Check) -> bool:
        if is_silent(check, self.lines):
            return False
        return not check.agrees(self.lines) or any(self._at(p) not in ALLOWED[self.kinds[p]] for p in _places(check))

    def _repairs(self, check: Check, places: Sequence[Place]) -> Iterator[tuple[Change, ...]]:
        """Changes of one place, or of all letters where digits belong, that make a check digit agree."""
        singles = [(self._change(place, other),) for place in places for other in self._alternatives(place)]
        for changes in (*singles, *self._all_letters(places)):
            lines = _changed(self.lines, changes)
            if check.agrees(lines) and self._may_stand(lines, check, places):
                yield changes

    def _all_letters(self, places: Sequence[Place]) -> Iterator[tuple[Change, ...]]:
        digits = [place for place in places if self.kinds[place] in {Kind.DATE, Kind.DIGIT}]
        wrong = [place for place in digits if self._at(place) not in ALLOWED[self.kinds[place]]]
        changes = tuple(self._change(place, self._at(place).translate(_AS_DIGIT)) for place in wrong)
        if len(changes) > 1 and all(change.suggested in DIGITS for change in changes):
            yield changes

    def _may_stand(self, lines: Lines, check: Check, places: Sequence[Place]) -> bool:
        if any(lines[line][column] not in ALLOWED[self.kinds[line, column]] for line, column in places):
            return False
        if check.field not in {"birth_date", "expiry"}:
            return True
        return dates.is_possible(check.covered(lines))

    def _may_be_wrong(self, place: Place) -> bool:
        """Names have too many letters that look like others: only those that cannot stand there are tried."""
        return self.kinds[place] in {Kind.ANY, Kind.DIGIT} or self._at(place) not in ALLOWED[self.kinds[place]]

    def _composite_agrees(self, changes: Iterable[Change]) -> bool:
        return self.composite is not None and self.composite.agrees(_changed(self.lines, changes))

    def _is_known_state(self, place: Place, change: Change) -> bool:
        if self.fields[place] not in {"issuer", "nationality"}:
            return True
        _, span = self.parts.layout.fields[self.fields[place]]
        return is_issuer(span.of(_changed(self.lines, (change,))).strip("<"))

    def _at(self, place: Place) -> str:
        return self.lines[place[0]][place[1]]

    def _alternatives(self, place: Place) -> list[str]:
        found = self._at(place)
        return [other for other in _ALIKE.get(found, _OTHER.get(found, "")) if other in ALLOWED[self.kinds[place]]]

    def _change(self, place: Place, other: str) -> Change:
        return Change(place[0] + 1, place[1] + 1, self._at(place), other)

    def _suggestion(self, changes: tuple[Change, ...], digits: tuple[str, ...]) -> Suggestion:
        field = self.fields[changes[0].line - 1, changes[0].column - 1]
        if field == "name":
            _, span = self.parts.layout.fields["name"]
            field = name_part(self.parts, changes[0].column - 1 - span.start)
        return Suggestion(field, changes, digits, f"{LABELS[field]}: {_places_told(changes)}; {_speaks(digits)}")


def _resumed(parts: Parts) -> Iterator[Suggestion]:
    """A lone letter among the fillers behind a name, where it is one that fillers are misread as."""
    at = parts.holder.resumes
    if at < 0:
        return
    _, span = parts.layout.fields["name"]
    letter = parts.texts["name"][at]
    if "<" in _ALIKE.get(letter, "") and not parts.texts["name"][at + 1 :].strip("<"):
        change = Change(span.line + 1, span.start + at + 1, letter, "<")
        text = f"{LABELS['given']}: {_places_told((change,))}; {_speaks(())}"
        yield Suggestion("given", (change,), (), text)


def _places(check: Check) -> list[Place]:
    return [place for span in (*check.covers, check.at) for place in span.places()]


def _changed(lines: Lines, changes: Iterable[Change]) -> Lines:
    letters = [list(line) for line in lines]
    for change in changes:
        letters[change.line - 1][change.column - 1] = change.suggested
    return tuple("".join(line) for line in letters)


def _speaks(digits: tuple[str, ...]) -> str:
    """What speaks for a repair, in words."""
    if not digits:
        return "no check digit covers it"
    named = " and the ".join(LABELS[field] for field in digits)
    if len(digits) == 1:
        return f"then the check digit of the {named} agrees"
    return f"then the check digits of the {named} agree"


def _places_told(changes: Iterable[Change]) -> str:
    return ", ".join(f"{c.found} may be {c.suggested} (line {c.line}, position {c.column})" for c in changes)
