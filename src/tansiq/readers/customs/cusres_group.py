"""The answers on travellers in a CUSRES: segment groups 4 and 5, ERP with its RFF, ERC and FTX."""

from dataclasses import dataclass, field

from tansiq.model.customs import Directive
from tansiq.model.reading import NoticeCode
from tansiq.readers.journal import Journal, quote

_MOST_DIRECTIVES = 10_000  # of one group with several codes: what is more is no answer but an attack
_CODE_LENGTH = 8  # ERC C901 9321 is an..8


@dataclass(slots=True)
class Answer:
    """Codes and texts as they come, at one level."""

    codes: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Person:
    reference: str = ""
    locator: str = ""
    name: str = ""
    document: str = ""


@dataclass(slots=True)
class _Group:
    """One ERP at passenger level. said: each code with its text; early: text before the first code."""

    start: int
    end: int
    locator_first: bool = False
    people: list[_Person] = field(default_factory=list)
    said: list[tuple[str, list[str]]] = field(default_factory=list)
    early: list[str] = field(default_factory=list)


class Directives:
    """Takes the segments of passenger level, and makes of each traveller and each code a `Directive`.

    A traveller named after a code begins another answer, where the ERP between them was lost.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._group: _Group | None = None
        self._found: list[Directive] = []

    def found(self) -> tuple[Directive, ...]:
        """All answers closed so far, in the message's order."""
        return tuple(self._found)

    def open(self, start: int, end: int) -> None:
        """Begin a group (ERP)."""
        self.close()
        self._group = _Group(start, end)

    def refer(self, start: int, end: int, qualifier: str, value: str) -> None:
        """Take RFF: "AVF" the locator, or "ABO" the reference of a traveller.

        A locator before several references is that of all of them.
        """
        group = self._naming(start, end)
        if not group.people:
            group.locator_first = qualifier == "AVF"
            group.people.append(_Person())
        person = group.people[-1]
        if qualifier == "AVF":
            if person.locator or (group.locator_first and person.reference):
                person = _Person()
                group.people.append(person)
            person.locator = value
        else:
            if person.reference:
                person = _Person(locator=person.locator if group.locator_first else "")
                group.people.append(person)
            person.reference = value

    def name(self, start: int, end: int, full: str) -> None:
        """Take NAD, which the guide does not have and some states send."""
        group = self._naming(start, end)
        if not group.people or group.people[-1].name:
            group.people.append(_Person())
        group.people[-1].name = full

    def document(self, end: int, number: str) -> bool:
        """Take DOC; whether it is the first of its traveller."""
        group = self._group
        if group is None or group.said or not group.people or group.people[-1].document:
            return False
        group.end = end
        group.people[-1].document = number
        return True

    def answer(self, start: int, end: int, code: str) -> None:
        """Take ERC. code: 9321 as sent, national letters and all."""
        group = self._current(start, end)
        if len(code) > _CODE_LENGTH or not code.isalnum():
            text = f"answer {quote(code)}; at most {_CODE_LENGTH} letters and digits expected"
            self._journal.notice(NoticeCode.BAD_VALUE, start, end, text)
        group.said.append((code, group.early))
        group.early = []

    def say(self, end: int, text: str) -> None:
        """Take FTX: of the code before it, or of the first after it."""
        group = self._current(end, end)
        (group.said[-1][1] if group.said else group.early).append(text)

    def _naming(self, start: int, end: int) -> _Group:
        """The group in which somebody can still be named."""
        if self._group is not None and self._group.said:
            self.close()
        return self._current(start, end)

    def _current(self, start: int, end: int) -> _Group:
        if self._group is None:
            self._group = _Group(start, end)
        self._group.end = end
        return self._group

    def close(self) -> None:
        """Take the group as complete."""
        group, self._group = self._group, None
        if group is None:
            return
        if not group.said:
            text = "a traveller without an answer" if group.people else "neither a traveller nor an answer"
            self._journal.notice(NoticeCode.BAD_VALUE, group.start, group.end, f"{text} in an ERP group")
        elif not group.people:
            text = "an answer that names no traveller"
            self._journal.notice(NoticeCode.NO_NAME, group.start, group.end, text)
        if not (group.people or group.said or group.early):
            return
        said = [(code, "\n".join(texts)) for code, texts in self._bounded(group)] or [("", "\n".join(group.early))]
        for person in group.people or [_Person()]:
            for code, text in said:
                directive = Directive(code, person.reference, person.locator, person.name, person.document, text)
                self._found.append(directive)

    def _bounded(self, group: _Group) -> list[tuple[str, list[str]]]:
        """The codes of a group; the first alone where all of them for everybody would be without measure."""
        if len(group.people) * len(group.said) <= _MOST_DIRECTIVES:
            return group.said
        text = (
            f"{len(group.said)} answers on {len(group.people)} travellers in one ERP group; the first is kept of each"
        )
        self._journal.notice(NoticeCode.BAD_VALUE, group.start, group.end, text)
        return group.said[:1]
