"""An opened alert as a screen shows it: the person, the flight, each comparison part by part, what was said before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tansiq.centre.alerts import Alert, FindingRecord
from tansiq.centre.base_rates import BaseRate, band, base_rates
from tansiq.centre.desk import visible
from tansiq.centre.dispositions import Disposition, Note, Standing
from tansiq.centre.handover import Handover, standing_of
from tansiq.centre.people import Officer
from tansiq.centre.reading import known_to
from tansiq.centre.recalled import Recalled, recalled
from tansiq.centre.results import Inspection, results_of
from tansiq.centre.risk import assessment_of
from tansiq.detectors.risk import Assessment
from tansiq.handling.purpose import Ground
from tansiq.model.observations import Traveller
from tansiq.model.subjects import Subject
from tansiq.picture.flights import ManifestEntry
from tansiq.picture.lists import Listed
from tansiq.picture.persons import subject

MOST_COMPANIONS = 20
SAME, NEAR, DIFFERS, UNKNOWN = "same", "near", "differs", "unknown"


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the comparison. how: same, near, differs or unknown."""

    label: str | Promise
    left: Sequence[str]
    right: Sequence[str]
    how: str
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """A finding beside the list entry it is about; entry is None when the entry is no longer listed."""

    finding: FindingRecord
    entry: Listed | None
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything the detail shows."""

    alert: Alert
    entry: ManifestEntry | None
    traveller: Traveller | None
    compared: list[Compared]
    rate: BaseRate
    past: list[Disposition]
    notes: list[Note]
    companions: list[ManifestEntry] = field(default_factory=list)
    elsewhere: list[Alert] = field(default_factory=list)
    recalled: list[Recalled] = field(default_factory=list)
    handover: Handover | None = None
    risk: Assessment | None = None

    @property
    def inspection(self) -> Inspection | None:
        """What the arrival hall found, once it has said so."""
        return results_of([self.handover]).get(self.handover.pk) if self.handover else None

    @property
    def proposal(self) -> Disposition | None:
        """The referral that waits for a second officer, if one does."""
        return next((decision for decision in self.past if decision.standing == Standing.PROPOSED), None)

    @property
    def listed(self) -> list[Listed]:
        """The list entries that the page shows."""
        return [compared.entry for compared in self.compared if compared.entry is not None]


def open_alert(alert: Alert, officer: Officer) -> Opened:
    """Gather what the detail of an alert shows to this officer."""
    entry = alert.entry
    traveller = entry.value() if entry else None
    findings = alert.findings.filter(withdrawn_at=None).order_by("-score")
    listed = {x.key: x for x in Listed.objects.filter(key__in=[f.about for f in findings])}
    return Opened(
        alert=alert,
        entry=entry,
        traveller=traveller,
        compared=[_compare(f, listed.get(f.about), traveller) for f in findings],
        rate=base_rates(at=timezone.now()).get(band(alert.verdict, alert.risk), BaseRate(0, 0)),
        past=list(alert.dispositions.prefetch_related("by", "second").order_by("-at")),
        notes=list(alert.notes.prefetch_related("by").order_by("-at")),
        companions=_companions(entry, traveller, officer),
        elsewhere=list(
            visible(officer)
            .filter(person_id=alert.person_id)
            .exclude(pk=alert.pk)
            .select_related("flight")
            .order_by("-opened_at", "-pk")[:10]
        ),
        recalled=recalled(entry, officer, at=timezone.now()) if entry else [],
        handover=standing_of([alert]).get(alert.pk),
        risk=assessment_of(alert),
    )


def _companions(entry: ManifestEntry | None, traveller: Traveller | None, officer: Officer) -> list[ManifestEntry]:
    """Others on the same booking, as far as the officer may know of them."""
    if entry is None or traveller is None or not traveller.locator:
        return []
    same = list(entry.flight.entries.filter(traveller__locator=traveller.locator).exclude(pk=entry.pk).order_by("name"))
    known = known_to(officer, Ground.TRIAGE, same)
    return [other for other in same if other.pk in known][:MOST_COMPANIONS]


def _compare(finding: FindingRecord, entry: Listed | None, traveller: Traveller | None) -> Compared:
    if entry is None or traveller is None:
        return Compared(finding, entry, [])
    left, right = subject(traveller), entry.value()
    return Compared(finding, entry, [p for p in _parts(left, right) if p.left or p.right])


def _parts(left: Subject, right: Subject) -> list[Part]:
    documents = ([_document(d.issuer, d.number) for d in s.documents] for s in (left, right))
    left_documents, right_documents = documents
    return [
        Part(_("Name"), left.names, (*right.names, *right.weak_names), _names(left, right)),
        Part(_("Father's name"), left.father_names, right.father_names, _texts(left.father_names, right.father_names)),
        Part(_("Birth date"), left.birth_dates, right.birth_dates, _dates(left, right), is_code=True),
        Part(_("Birth place"), left.birth_places, right.birth_places, _texts(left.birth_places, right.birth_places)),
        Part(_("Document"), left_documents, right_documents, _texts(left_documents, right_documents), is_code=True),
        Part(
            _("Nationality"), left.nationalities, right.nationalities, _texts(left.nationalities, right.nationalities)
        ),
        Part(_("Sex"), _one(left.sex), _one(right.sex), _texts(_one(left.sex), _one(right.sex))),
    ]


def _document(issuer: str, number: str) -> str:
    return f"{issuer} {number}".strip()


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _texts(left: Sequence[str], right: Sequence[str]) -> str:
    if not left or not right:
        return UNKNOWN
    return SAME if {t.casefold() for t in left} & {t.casefold() for t in right} else DIFFERS


def _names(left: Subject, right: Subject) -> str:
    """Names stand here because a detector held them together: not the same in letters means alike."""
    return SAME if _texts(left.names, (*right.names, *right.weak_names)) == SAME else NEAR


def _dates(left: Subject, right: Subject) -> str:
    """Same where one date is the other, at the precision of the coarser; near where the years are one apart."""
    if not left.birth_dates or not right.birth_dates:
        return UNKNOWN
    pairs = [(a, b) for a in left.birth_dates for b in right.birth_dates]
    if any(a == b or a.startswith(b) or b.startswith(a) for a, b in pairs):
        return SAME
    return NEAR if any(_years_apart(a, b) <= 1 for a, b in pairs) else DIFFERS


def _years_apart(a: str, b: str) -> int:
    try:
        return abs(datetime.strptime(a[:4], "%Y").year - datetime.strptime(b[:4], "%Y").year)  # noqa: DTZ007  years only
    except ValueError:
        return 99
