"""What the access log shows beside its lines: whose data it was, one traveller's accesses together, the signed heads."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString

from tansiq.centre.access_log import Line, Looker, lookers, names_of
from tansiq.database.home import home
from tansiq.ledger.current import current
from tansiq.ledger.keys import PublicKeys, is_signed, public_keys
from tansiq.ledger.trees import Head, TreeName, latest_head
from tansiq.web import words
from tansiq.web.tags import bdi, code

NAMED = 3
"""Travellers a line names; of more the number is said, and the line opens into all of them."""

TREES: tuple[TreeName, ...] = ("access", "observation")


@dataclass(frozen=True, slots=True)
class Whom:
    """A traveller of a line. name: "" where no manifest and no alert holds it any longer."""

    person: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line with the travellers it names. more: how many it has no room for."""

    line: Line
    whom: list[Whom]
    more: int

    @property
    def why(self) -> SafeString:
        """The ground and what it is about; the ground alone stands where it says no more than that."""
        record = self.line.record
        ground, about = words.GROUNDS.get(record.ground, record.ground), _about(record.about)
        return about if record.about.partition(" ")[0] == record.ground else format_html("{}: {}", ground, about)

    @property
    def below(self) -> int:
        """Where a page that shows this line alone begins."""
        return self.line.position + 1


@dataclass(frozen=True, slots=True)
class Traveller:
    """The traveller whose accesses are shown."""

    person: UUID
    name: str
    lookers: list[Looker]

    @property
    def times(self) -> int:
        """How often anybody was shown this traveller, or did something about them."""
        return sum(looker.times for looker in self.lookers)


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The newest head of a tree, None while it is empty. is_good: whether a key of this centre signed it."""

    tree: str
    head: Head | None
    is_good: bool


def _about(about: str) -> SafeString:
    """What a purpose is about, its first word in the page's language where it is one of ours."""
    if about in words.ACCESSES:
        return bdi(words.ACCESSES[about])
    kind, _, rest = about.partition(" ")
    if kind in words.ABOUTS:
        return format_html("{} {}", words.ABOUTS[kind], bdi(rest) if kind.endswith(":") else code(rest))
    return bdi(about)


def rows_of(lines: Iterable[Line], *, is_whole: bool) -> list[Row]:
    """The lines with names. is_whole: name everybody, not the first few."""
    cut = [(line, line.subjects if is_whole else line.subjects[:NAMED]) for line in lines]
    names = names_of(subject for _, subjects in cut for subject in subjects)
    return [_row(line, [Whom(s, names.get(s, "")) for s in subjects]) for line, subjects in cut]


def _row(line: Line, whom: list[Whom]) -> Row:
    more = len(line.subjects) - len(whom)
    return Row(line, [w for w in whom if w.name] if more else whom, more)  # an id tells nobody anything among many


def traveller_of(person: UUID) -> Traveller:
    """One traveller's accesses together."""
    return Traveller(person, names_of([str(person)]).get(str(person), ""), lookers(current(), str(person)))


def signed_heads() -> list[SignedHead]:
    """The newest head of both trees; the signature is checked, which is cheap, the trees are not."""
    keys = public_keys(home() / "keys")
    return [_checked(tree, latest_head(current(), tree), keys) for tree in TREES]


def _checked(tree: str, head: Head | None, keys: PublicKeys) -> SignedHead:
    if head is None:
        return SignedHead(tree, None, is_good=True)
    public = keys.get(head.key_id, b"")
    return SignedHead(tree, head, is_signed(public, head.signature, head.signed_bytes()))
