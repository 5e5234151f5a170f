"""A person as opened: what the messages say of them, whom they travel with, and what was decided before."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tansiq.centre.alerts import Alert
from tansiq.centre.cases import Case
from tansiq.centre.desk import visible
from tansiq.centre.dispositions import Disposition, Standing
from tansiq.centre.distinctions import KeptBack
from tansiq.centre.people import Officer
from tansiq.centre.reading import known_to
from tansiq.centre.recalled import Recalled, kept_back, recalled
from tansiq.centre.redress import Redress
from tansiq.centre.redress import visible as visible_redress
from tansiq.handling.purpose import Ground
from tansiq.model.observations import Traveller
from tansiq.picture.dossier import (
    MOST_JOURNEYS,
    Carried,
    Companion,
    companions,
    documents,
    journeys,
    namesakes,
)
from tansiq.picture.flights import ManifestEntry

MOST_ALERTS = 20
MOST_KEPT_BACK = 50


@dataclass(frozen=True, slots=True)
class Journey:
    """One flight the person is or was on."""

    entry: ManifestEntry
    traveller: Traveller


@dataclass(frozen=True, slots=True)
class Before:
    """An alert about the person, and the decision that settled it, if one did."""

    alert: Alert
    decision: Disposition | None


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything the page shows."""

    person: UUID
    journeys: list[Journey]
    documents: list[Carried]
    companions: list[Companion]
    namesakes: list[ManifestEntry]
    alerts: list[Before]
    cases: list[Case]
    recalled: list[Recalled]
    kept_back: list[KeptBack]
    redress: list[Redress]

    @property
    def name(self) -> str:
        """The name as the latest message gives it."""
        return self.journeys[0].entry.name

    @property
    def is_cut(self) -> bool:
        """Whether there may be journeys before those shown."""
        return len(self.journeys) == MOST_JOURNEYS

    @property
    def other_names(self) -> list[str]:
        """Names that earlier messages gave."""
        return [n for n in self._said(_names) if n != self.name]

    @property
    def birth_dates(self) -> list[str]:
        """Every birth date that was given."""
        return self._said(lambda t: [t.birth_date])

    @property
    def birth_places(self) -> list[str]:
        """Every birth place that was given."""
        return self._said(lambda t: [t.birth_place])

    @property
    def nationalities(self) -> list[str]:
        """Every nationality that was given, alpha-2."""
        return self._said(lambda t: [t.nationality])

    @property
    def sexes(self) -> list[str]:
        """Every sex that was given."""
        return self._said(lambda t: [t.sex])

    @property
    def persons(self) -> list[UUID]:
        """Whom the page names."""
        return [self.person, *(c.entry.person_id for c in self.companions), *(n.person_id for n in self.namesakes)]

    def _said(self, part: Callable[[Traveller], Iterable[str]]) -> list[str]:
        values = (value for journey in self.journeys for value in part(journey.traveller))
        return list(dict.fromkeys(filter(None, values)))


def open_person(person: UUID, officer: Officer, ground: Ground, *, at: datetime) -> Opened | None:
    """Gather what the page shows; None where nothing is known that the officer may read on this ground."""
    places = _known(officer, ground, journeys(person))
    if not places:
        return None
    met = companions(places)
    known = known_to(officer, ground, [c.entry for c in met])
    alerts = visible(officer).filter(person_id=person).select_related("flight").order_by("-opened_at")[:MOST_ALERTS]
    return Opened(
        person=person,
        journeys=[Journey(p, p.value()) for p in places],
        documents=documents(places),
        companions=[c for c in met if c.entry.pk in known],
        namesakes=_known(officer, ground, namesakes(places[0])),
        alerts=[Before(a, _decision(a)) for a in alerts],
        cases=list(
            Case.objects.filter(person_id=person, alert__in=visible(officer))
            .select_related("owner")
            .order_by("-number")
        ),
        recalled=recalled(places[0], officer, at=at),
        kept_back=list(
            kept_back(officer).filter(person_id=person).select_related("flight").order_by("-found_at")[:MOST_KEPT_BACK]
        ),
        redress=list(visible_redress(officer).filter(person_id=person).order_by("-pk")),
    )


def _known(officer: Officer, ground: Ground, entries: Sequence[ManifestEntry]) -> list[ManifestEntry]:
    known = known_to(officer, ground, entries)
    return [e for e in entries if e.pk in known]


def _decision(alert: Alert) -> Disposition | None:
    standing = alert.dispositions.filter(standing__in=[Standing.EFFECTIVE, Standing.CONFIRMED, Standing.PROPOSED])
    return standing.select_related("by").order_by("-at").first()


def _names(traveller: Traveller) -> list[str]:
    return [name.full or f"{name.given} {name.family}".strip() for name in traveller.names]
