"""What a reader noticed on its way: notices and refusals with their places, kept short however bad the input is."""

from collections import Counter

from tansiq.model.reading import Notice, NoticeCode, Refusal, RefusalCode

MOST_PER_CODE = 200  # a file that is wrong in every line needs counting, not a million sentences
QUOTED = 40  # characters of the input that a sentence quotes


def quote(text: str) -> str:
    """The head of a piece of input, printable, for a sentence about it."""
    head = text[:QUOTED].encode("unicode_escape").decode("ascii")
    return f'"{head}..."' if len(text) > QUOTED else f'"{head}"'


class Journal:
    """Notices and refusals in the order found. Beyond `MOST_PER_CODE` of one code, the rest is one entry with a count."""

    def __init__(self) -> None:
        self._notices: list[Notice] = []
        self._refusals: list[Refusal] = []
        self._seen: Counter[str] = Counter()
        self._rest: dict[NoticeCode | RefusalCode, tuple[int, int]] = {}

    def notice(self, code: NoticeCode, start: int, end: int, text: str) -> None:
        """Note something odd that was read all the same."""
        if self._within_limit(code, start, end):
            self._notices.append(Notice(code, start, end, text))

    def bad_date(self, start: int, end: int, value: str) -> None:
        """Note a date or time that cannot be, and that what is impossible of it is left out."""
        text = f"{quote(value)} is no possible date here; what is impossible is left out"
        self.notice(NoticeCode.BAD_DATE, start, end, text)

    def refuse(self, code: RefusalCode, start: int, end: int, text: str, *, repair: str = "") -> None:
        """Note a part that was not taken; a part that follows its like without a gap makes one entry with it."""
        last = self._refusals[-1] if self._refusals else None
        if last is not None and last.code == code and last.end == start:
            self._refusals[-1] = Refusal(code, last.start, end, last.text, last.repair)
        elif self._within_limit(code, start, end):
            self._refusals.append(Refusal(code, start, end, text, repair))

    def _within_limit(self, code: NoticeCode | RefusalCode, start: int, end: int) -> bool:
        self._seen[code] += 1
        if self._seen[code] <= MOST_PER_CODE:
            return True
        self._rest[code] = (self._rest.get(code, (start, end))[0], end)
        return False

    def notices(self) -> tuple[Notice, ...]:
        """Everything odd that was read all the same."""
        rest = (
            Notice(code, start, end, f"{self._seen[code] - MOST_PER_CODE} more like this in these bytes")
            for code, (start, end) in self._rest.items()
            if isinstance(code, NoticeCode)
        )
        return (*self._notices, *rest)

    def refusals(self) -> tuple[Refusal, ...]:
        """Every part that was not taken."""
        rest = (
            Refusal(code, start, end, f"{self._seen[code] - MOST_PER_CODE} more like this in these bytes")
            for code, (start, end) in self._rest.items()
            if isinstance(code, RefusalCode)
        )
        return (*self._refusals, *rest)
