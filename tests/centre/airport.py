"""An invented flight that lands soon: alerts on it, a family with bags, and bookings that have something in common."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from tansiq.centre import dispositions
from tansiq.centre.alerts import Alert, put
from tansiq.centre.cases import Case
from tansiq.centre.findings import Held
from tansiq.centre.people import Officer
from tansiq.detectors.rules.screen import DETECTOR as RULES
from tansiq.model.findings import Finding, Reason, Verdict
from tansiq.picture.flights import Flight, ManifestEntry
from tests.picture.airline import MARKING, leg
from tests.picture.guests import Guest, Reservation, push

COURIER = Guest("INVENTED", "COURIER", "31C", "ZZ1000001", born="1985-03-04", tags=("0214500001", "0214500002"))
FAMILY = Reservation(
    "FAM001",
    (
        COURIER,
        Guest("INVENTED", "WIFE", "31D", "ZZ1000002", born="1988-05-06", tags=("0214500003",)),
        Guest("INVENTED", "BROTHER", "52H", "ZZ1000003", born="1990-07-08"),
        Guest("INVENTED", "BABY", "", "ZZ1000004", born="2025-09-01"),
    ),
    pooled=("0214500004",),
    lost=("0214500099",),
    phone="+92 300 1234567",
    agency="12345678",
)
NAMESAKE = Reservation("NAM001", (Guest("<b>BASRI</b>", "OMAR", "12A", "ZZ1000005"),), phone="0300 1234567")
BY_RULE = Reservation("RUL001", (Guest("SHAH", "IQBAL", "14F", "ZZ1000006"),), created="2026-04-02T08:00")


def others(count: int) -> list[Reservation]:
    """People of whom nothing is known, in seats of their own."""
    letters = "ABCDEFGHJK"
    return [
        Reservation(
            f"OTH{n:03d}",
            (Guest("NOBODY", f"N{n:03d}", f"{40 + n // 10}{letters[n % 10]}", f"ZZ2{n:06d}"),),
            created=f"2026-03-{1 + n % 28:02d}T11:00",
        )
        for n in range(count)
    ]


def finding(entry: ManifestEntry, *, score: float, about: str, detector: str = "names.screen") -> Held:
    """What a detector holds up about somebody."""
    reasons = (
        Reason("name.full", "the names are the same: {left}", 2.0, entry.name, about),
        Reason("birth_date", "the same birth date: {left}", 1.5, "1985-03-04"),
        Reason("document", "the same document: {left}", 1.0, "ZZ1000001"),
    )
    against = (Reason("birth_place", "another birth place: {left}, not {right}", -0.5, "A", "B"),)
    return Held(
        Finding(
            detector, "1", str(entry.key), score, Verdict.MATCH, reasons, against, about=about, evidence=(entry.key,)
        ),
        about,
    )


def flight_landing(at: datetime, *, now: datetime, people: Sequence[Reservation] = ()) -> Flight:
    """The flight, pushed twice: the courier sat elsewhere before."""
    on = leg(lands=at)
    before = replace(FAMILY, guests=(replace(COURIER, seat="21A"), *FAMILY.guests[1:]))
    push(on, [before, NAMESAKE, BY_RULE, *people], at=now - timedelta(hours=6))
    return push(on, [FAMILY, NAMESAKE, BY_RULE, *people], at=now - timedelta(hours=1))


def alert_on(flight: Flight, name: str, *, score: float, at: datetime, detector: str = "names.screen") -> Alert:
    """An open alert about somebody of the flight."""
    entry = flight.entries.select_related("flight").get(name__contains=name)
    with transaction.atomic():
        made = put(flight, entry, [finding(entry, score=score, about=f"L/{name}", detector=detector)], MARKING, at=at)
    assert made is not None
    return made


def alerts_on(flight: Flight, *, at: datetime) -> dict[str, Alert]:
    """The courier and the namesake by the list, and one by a rule."""
    return {
        "courier": alert_on(flight, "COURIER", score=0.93, at=at),
        "namesake": alert_on(flight, "BASRI", score=0.61, at=at),
        "by rule": alert_on(flight, "IQBAL", score=0.7, at=at, detector=RULES),
    }


def confirmed(alert: Alert, first: Officer, second: Officer, *, at: datetime) -> Case:
    """The case of a referral that two officers stand behind."""
    alert.refresh_from_db()
    proposed = dispositions.refer(alert.pk, first, note="the bags", version=alert.version, at=at)
    return dispositions.confirm(proposed.pk, second, note="", at=at)
