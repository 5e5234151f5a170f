"""The example page: the frame with invented content. In the demo only."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tansiq.model.findings import Reason


@dataclass(frozen=True, slots=True)
class Row:
    """An invented alert."""

    id: int
    lands_at: datetime
    name: str
    native: str
    flight: str
    route: tuple[str, str]
    reasons: tuple[Reason, ...]
    against: Reason
    of_100: int
    owner: str = ""


def _rows() -> list[Row]:
    now = timezone.now()
    same = Reason("name.full", "the names are the same: {left}", 4.1, left="TARIQ MEHMOOD")
    year = Reason("birth_date.year", "same birth year: {left}, {right}", 1.2, left="1979", right="1979")
    document = Reason("document.number", "same document number {left}", 6.0, left="ZZ0143327")
    common = Reason("name.common", "many people carry this name: {left}", -1.4, left="MUHAMMAD KHAN")
    differs = Reason(
        "document.number", "the document numbers differ: {left}, {right}", -2.0, left="ZZ0143327", right="ZZ9911204"
    )
    people: list[tuple[int, str, str, str, str, tuple[Reason, ...], Reason, int, str]] = [
        (11, "Tariq MEHMOOD", "طارق محمود", "PK786", "LHR", (same, year), differs, 4, ""),
        (26, "Muhammad KHAN", "محمد خان", "EK612", "DXB", (year,), common, 1, ""),
        (52, "Zarghuna AHMADZAI", "زرغونه احمدزۍ", "QR614", "DOH", (document, year), common, 61, "B. Khan"),
        (96, "Layla AL-HARBI", "ليلى الحربي", "SV722", "JED", (same, document, year), common, 31, ""),
        (-3, "Omar SIDDIQUI", "عمر صدیقی", "PK234", "DXB", (year,), common, 2, ""),
    ]
    return [
        Row(
            4711 + place,
            now + timedelta(minutes=minutes),
            name,
            native,
            flight,
            (origin, "ISB"),
            reasons,
            against,
            of_100,
            owner,
        )
        for place, (minutes, name, native, flight, origin, reasons, against, of_100, owner) in enumerate(people * 4)
    ]


def show(request: HttpRequest) -> HttpResponse:
    """Show every part of the vocabulary. ?opened=1 with a detail, ?part=NAME one of the designed states."""
    if not settings.IS_DEMO:
        raise Http404
    rows = _rows()
    return render(
        request,
        "vocabulary/vocabulary.html",
        {
            "rows": rows,
            "opened": rows[0] if request.GET.get("opened") else None,
            "part": request.GET.get("part", ""),
            "said_at": datetime.now(UTC) - timedelta(minutes=3),
        },
    )
