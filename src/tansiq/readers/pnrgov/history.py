"""The history of a booking in PNRGOV: who did what when (ABI, SAC and what stands under them), and free history (LTS)."""

from tansiq.model.bookings import HistoryLine
from tansiq.readers.bookings.text import masked
from tansiq.readers.bookings.travel_dates import parse_moment_of
from tansiq.readers.edifact.envelope import at
from tansiq.readers.pnrgov.scene import Scene


class HistorySegments:
    """Takes the history of one booking after another. waits: an action was named, and not yet what it was done to."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._agent = self._at = self._action = ""
        self._said: list[str] = []
        self._open = self.waits = False

    def abi(self, _start: int, _end: int, elements: list[str]) -> None:
        """A group by one agent: office and sign, then place and system."""
        self.close()
        names = [name for element in elements[2:] for name in self._scene.parts(element) if name]
        self._agent, self._at, self._open = " ".join(names), "", True

    def sac(self, _start: int, _end: int, elements: list[str]) -> None:
        """The next thing done: A added, X cancelled, C changed."""
        if self._said or self.waits:
            self._line()
        self._action = self._scene.parts(at(elements, 3))[0] or self._scene.parts(at(elements, 1))[0]
        self._open = self.waits = True

    def dat(self, start: int, end: int, elements: list[str]) -> None:
        """When the group was done."""
        _, day, clock, *_ = self._scene.parts(at(elements, 1))
        iso = parse_moment_of(day, clock, self._scene.draft.pivot).iso if day else ""
        if iso and not self.waits:
            self._at = iso
        else:
            self.past(start, end, elements)

    def past(self, _start: int, _end: int, elements: list[str]) -> None:
        """What it was done to, or what else is said of it."""
        self._said.append(f"{elements[0]} {self._scene.flat(elements)}")
        self._open, self.waits = True, False

    def lts(self, _start: int, _end: int, elements: list[str]) -> None:
        """A line of free history."""
        text = masked(self._scene.value("+".join(elements[1:])).strip())
        if self._said:
            self._line()
        if text:
            if self._open:
                self._line()
            self._scene.booking.history.append(HistoryLine(text))

    def close(self) -> None:
        """Finish the line that is open, and the group."""
        if self._open:
            self._line()
        self._agent = self._at = ""

    def _line(self) -> None:
        line = HistoryLine(masked(" / ".join(self._said)), self._action, self._at, self._agent)
        if line.text or line.action or line.at or line.agent:
            self._scene.booking.history.append(line)
        self._said, self._action, self._open, self.waits = [], "", False, False
