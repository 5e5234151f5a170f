"""The access log as the data-protection officer reads it: the records of one page view folded into one line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid4

from tansiq.centre.alerts import Alert
from tansiq.centre.audit import access_record
from tansiq.centre.known import answer_on
from tansiq.centre.people import Officer, Role
from tansiq.centre.reading import may_know
from tansiq.database.home import home
from tansiq.handling.marking import parse_marking
from tansiq.handling.purpose import Ground, Purpose
from tansiq.ledger.access import AccessRecord, SealedAccess, accesses, accesses_of
from tansiq.ledger.bundle import export_access
from tansiq.ledger.current import current
from tansiq.ledger.keys import Signer
from tansiq.ledger.observations import markings_at
from tansiq.ledger.trees import Database
from tansiq.picture.flights import ManifestEntry
from tansiq.picture.lists import Listed

PURPOSE = Purpose(Ground.AUDIT, "access log")
"""Why the log itself is read."""

LINES = 50
"""Lines of one page."""

REQUEST_SPAN = 1000
"""How far apart, in positions, the records of one page view may lie: a view of a flight notes some hundreds at once."""

LOOKED_AT = 20_000
"""Records gone through for one page; beyond it the reader is asked to go on."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accesses to show; an empty part is no condition. subject: the traveller's id. person: who looked, by user name."""

    subject: str = ""
    person: str = ""
    ground: str = ""
    about: str = ""
    request: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, record: AccessRecord) -> bool:
        """Whether the record meets the conditions that the ledger does not look for itself."""
        return (
            self.ground in {"", record.ground}
            and self.request in {"", record.request}
            and self.about.casefold() in record.about.casefold()
        )


@dataclass(slots=True)
class Line:
    """The records of one page view. position: of the newest. subjects: whom they are about, in the page's order."""

    position: int
    record: AccessRecord
    subjects: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """Lines, newest first. older: where the next page begins, None at the log's beginning.

    is_cut: too many records were gone through, so that older ones that meet the conditions may be missing here.
    """

    lines: list[Line]
    older: int | None
    is_cut: bool


def page(connection: Database, wanted: Wanted, *, before: int | None = None) -> Page:
    """One page of sealed accesses. before: a position; only what stands before it is shown."""
    earlier = _begun(connection, wanted, before)
    found: dict[str, Line] = {}
    older: int | None = None
    seen = 0
    for access in _scan(connection, wanted, before):
        seen += 1
        if older is None and seen > LOOKED_AT:
            return Page(list(found.values()), access.position + 1, is_cut=True)
        if older is not None and access.position <= older - REQUEST_SPAN:
            break
        name = access.record.request or str(access.position)
        if name in earlier or not wanted.holds(access.record):
            continue
        if name not in found and len(found) == LINES:
            older = older or access.position + 1
            continue
        line = found.setdefault(name, Line(access.position, access.record))
        if access.record.subject:
            line.subjects.insert(0, access.record.subject)
    return Page(list(found.values()), older, is_cut=False)


def _scan(connection: Database, wanted: Wanted, before: int | None) -> Iterator[SealedAccess]:
    """The accesses the ledger finds, newest first, as far as they are asked for."""
    while batch := accesses(
        connection,
        subject=wanted.subject or None,
        person=wanted.person or None,
        since=wanted.since,
        until=wanted.until,
        limit=REQUEST_SPAN,
        before_position=before,
    ):
        yield from batch
        before = batch[-1].position


def _begun(connection: Database, wanted: Wanted, before: int | None) -> set[str]:
    """The page views that already stand on the page before this one: their records reach over its end."""
    if before is None:
        return set()
    just_above = accesses(
        connection,
        subject=wanted.subject or None,
        person=wanted.person or None,
        limit=REQUEST_SPAN,
        before_position=before + REQUEST_SPAN,
    )
    return {access.record.request for access in just_above if access.position >= before and access.record.request}


@dataclass(frozen=True, slots=True)
class Looker:
    """One person's accesses to one traveller."""

    person: str
    person_name: str
    organisation: str
    times: int
    last_at: datetime


def lookers(connection: Database, subject: str) -> list[Looker]:
    """Who was shown this traveller, or did something about them, and how often; the latest first."""
    found: dict[str, Looker] = {}
    for access in accesses_of(connection, subject):
        record = access.record
        known = found.get(record.person)
        if known is None:
            found[record.person] = Looker(record.person, record.person_name, record.organisation, 1, record.at)
        else:
            found[record.person] = replace(known, times=known.times + 1, last_at=record.at)
    return sorted(found.values(), key=lambda looker: looker.last_at, reverse=True)


def names_of(subjects: Iterable[str]) -> dict[str, str]:
    """The names of travellers and listed persons by id: from manifests, else alerts and lists; the others are left out."""
    wanted = [UUID(subject) for subject in set(subjects)]
    found = dict(Listed.objects.filter(person_id__in=wanted).values_list("person_id", "name"))
    found |= dict(Alert.objects.filter(person_id__in=wanted).values_list("person_id", "name"))
    found |= dict(ManifestEntry.objects.filter(person_id__in=wanted).order_by("pk").values_list("person_id", "name"))
    return {str(person): name for person, name in found.items()}


def export(officer: Officer, person: UUID, *, at: datetime) -> bytes:
    """The bundle with which a stranger can check who was shown this traveller. That it was exported stands in it too.

    Raises NotPermitted, LedgerBroken.
    """
    officer.needs(Role.DATA_PROTECTION)
    answer_on(PURPOSE.ground)
    subject = str(person)
    return export_access(
        current(),
        Signer.load_or_create(home() / "keys"),
        subject=subject,
        title={"name": names_of([subject]).get(subject, ""), "id": subject},
        at=at,
        note=access_record(officer, PURPOSE, "access bundle", subject, at, uuid4().hex),
        positions=positions_of(person, officer),
    )


def positions_of(person: UUID, officer: Officer) -> list[int]:
    """The ledger positions of everything messages said of this traveller that the officer may export for an audit.

    What was destroyed is among them: its leaf says nothing, and proves that it was there.
    """
    rows = ManifestEntry.objects.filter(person_id=person).values_list("positions", flat=True)
    said = {position for positions in rows for position in positions}
    markings = {p: parse_marking(marking) for p, marking in markings_at(current(), said).items()}
    withheld = {p for p, marking in markings.items() if not may_know(officer, Ground.AUDIT, marking)}
    return sorted(said - withheld)
