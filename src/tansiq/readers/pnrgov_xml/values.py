"""Values as PNRGOV XML writes them: XML Schema dates and times, counts, and elements that nobody takes."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from tansiq.model.reading import NoticeCode
from tansiq.readers.journal import Journal, quote
from tansiq.readers.markup import Element
from tansiq.readers.moments import Moment

Take = Callable[[Element], None]
"""Takes one element."""

_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:\.\d{1,9})?)?)?\s*(Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_COUNT = re.compile(r"[0-9]{1,4}")


@lru_cache(maxsize=1 << 14)
def parse_local(value: str) -> Moment:
    """An xs:date or xs:dateTime as ISO 8601 to the minute, on the clock it is written in; a zone's offset is left out.

    Source: XML Schema part 2, 3.2.7 and 3.2.9. A value without a date gives "".
    """
    found = _MOMENT.fullmatch(value.strip())
    if found is None:
        return Moment("", whole=False)
    year, month, day, hour, minute, _zone = found.groups()
    try:
        on = date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return Moment("", whole=False)
    if hour is None:
        return Moment(on, whole=True)
    if hour > "23" or minute > "59":
        return Moment(on, whole=False)
    return Moment(f"{on}T{hour}:{minute}", whole=True)


def words(*parts: str) -> str:
    """The parts that say something, one blank between them."""
    return " ".join(shaped for part in parts if (shaped := " ".join(part.split())))


class Values:
    """Reads attributes of elements, and notes in the journal what is odd about them."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._unknown: set[str] = set()

    def hand(self, parent: Element, takers: Mapping[str, Take]) -> None:
        """Give each child to what takes its name, in the document's order."""
        for child in parent.children:
            take = takers.get(child.tag)
            if take is None:
                self.unknown(child, parent.tag)
            else:
                take(child)

    def unknown(self, element: Element, within: str) -> None:
        """Note an element that this version does not know, once for each name in a document."""
        if element.tag not in self._unknown:
            self._unknown.add(element.tag)
            text = f"<{quote(element.tag)[1:-1]}> in <{within}> is not known in PNRGOV; it is kept unread wherever it stands"
            self.journal.notice(NoticeCode.UNKNOWN_ELEMENT, element.start, element.end or element.start, text)

    def moment(self, element: Element, name: str) -> str:
        """A date, or date and time, of an attribute; "" where it is not given or impossible, which is noted."""
        value = element.attributes.get(name, "").strip()
        if not value:
            return ""
        found = parse_local(value)
        if not found.whole:
            self.journal.bad_date(element.start, element.end, value)
        return found.iso

    def count(self, element: Element, name: str) -> int | None:
        """A whole number up to 9999 of an attribute; None where it is not given or is none, which is noted."""
        value = element.attributes.get(name, "").strip()
        if not value:
            return None
        if _COUNT.fullmatch(value):
            return int(value)
        text = f"{name} {quote(value)}; a number expected"
        self.journal.notice(NoticeCode.BAD_VALUE, element.start, element.end or element.start, text)
        return None


def attribute(element: Element, *names: str) -> str:
    """The first of the attributes that says something, white space taken from its ends."""
    return next((value for name in names if (value := element.attributes.get(name, "").strip())), "")


def child_attribute(element: Element, tag: str, name: str) -> str:
    """An attribute of the first child of a name; "" without one."""
    return next((attribute(child, name) for child in element.children if child.tag == tag), "")


def told(element: Element) -> str:
    """All that an element's attributes say; of an indicator that is true its name, of one that is false nothing."""
    return words(*(_indicated(name, value) for name, value in element.attributes.items()))


def _indicated(name: str, value: str) -> str:
    if not name.endswith("Ind"):
        return value
    return name.removesuffix("Ind") if value.strip().lower() in ("true", "1") else ""
