"""What the directory allows in a message and its observations have no place for: named once a message, not dropped unsaid."""

from collections import Counter
from itertools import islice

from tansiq.model.reading import NoticeCode
from tansiq.readers.journal import QUOTED, Journal

_NAMED = 20  # a sentence, not a list: how many there were of what else is said with a number


class Leftovers:
    """Counts such segments of one message. what: the observation, for the sentence about them."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._tags: Counter[str] = Counter()
        self._start = self._end = 0

    def add(self, start: int, end: int, tag: str) -> None:
        """Take one. tag: with its qualifier where only some of the tag are left over."""
        self._start = min(self._start, start) if self._tags else start
        self._end = max(self._end, end)
        self._tags[tag[:QUOTED]] += 1

    def tell(self, journal: Journal) -> None:
        """Note them, with how many of each there were."""
        if self._tags:
            first = islice(self._tags.items(), _NAMED)
            named = ", ".join(tag if count == 1 else f"{tag} ({count})" for tag, count in first)
            if len(self._tags) > _NAMED:
                named += f" and {len(self._tags) - _NAMED} more"
            text = f"{named}: kept in the message only, {self._what} has no place for it"
            journal.notice(NoticeCode.KEPT_UNREAD, self._start, self._end, text)
