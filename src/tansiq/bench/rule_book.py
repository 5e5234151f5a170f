"""A hundred rules and as many invented travellers as are asked for: what the benchmark of the rules runs on."""

from typing import Final

import numpy as np
import polars as pl

from tansiq.detectors.rules.attributes import ATTRIBUTES
from tansiq.detectors.rules.bulk import DTYPES
from tansiq.detectors.rules.kinds import Kind
from tansiq.detectors.rules.language import parse
from tansiq.detectors.rules.tree import Node

_FORMS: Final = (
    "booking.lead_hours < {0} && payment.is_cash && route.is_one_way",
    'booking.lead_hours < {0} && flight.origin in ["KHI", "LHE", "ISB", "PEW", "UET"] && bags.count == 0',
    "bags.weight_kg > {0}.0 && party.is_alone && stay.nights <= 3",
    "bags.party_count > party.size * 2 + {1} && !booking.is_group",
    "payment.is_third_party && agency.referrals_12_months >= {1} && agency.bookings_30_days < 500",
    "history.is_first_flight && route.is_broken && booking.lead_hours < {0}",
    "document.age_days < {0} && document.renewals_5_years > 1 || document.is_reported_lost",
    'route.countries.exists(c, c in ["AF", "IR"]) && stay.length < duration("{0}h")',
    "seat.changes >= {1} && seat.is_apart_from_party && bags.count > 1",
    "names.best_score > 0.{0} || names.is_match && document.is_new_to_us",
    'flight.carrier.matches("^(PK|EK|QR)$") && ticket.fare_ratio > {1}.5',
    "scan.score > 0.{0} && (scan.has_concealment || scan.organic_mass_kg > 1.0)",
    "contact.phone_bookings_90_days > {1} && contact.phone_is_abroad && !contact.has_address",
    "(route.detour_ratio > 1.{0} || route.is_split) && !route.is_first_for_document",
    'booking.created_at > timestamp("2026-04-{0}T00:00:00Z") && booking.changes > {1}',
    "history.flights_12_months >= {0} && history.shortest_stay < duration(\"48h\") && history.clear_inspections < 3",
    "party.lookalike_bookings > {1} && (payment.is_cash || payment.is_third_party) && party.size < 5",
    "has(stay.nights) ? stay.nights < {1} && bags.weight_kg > 23.0 : route.is_one_way && bags.count > 2",
    "checkin.is_last_ten && bags.added_last_hours < {1} && bags.weight_per_bag_kg > 20.0",
    'flight.destination in route.airports && size(route.countries) > {1} && agency.kind != "airline"',
)  # fmt: skip
_STEPS: Final = ((12, 1), (18, 2), (24, 3), (27, 4), (30, 5))
_AIRPORTS: Final = ("KHI", "LHE", "ISB", "PEW", "UET", "DXB", "DOH", "JED", "IST", "LHR", "KUL", "BKK")
_COUNTRIES: Final = ("PK", "AE", "QA", "SA", "TR", "GB", "MY", "TH", "AF", "IR")
_TEXTS: Final = {
    "flight.carrier": ("PK", "EK", "QR", "SV", "TK", "BA"),
    "flight.origin": _AIRPORTS,
    "flight.destination": _AIRPORTS,
    "agency.kind": ("airline", "agency", "online"),
}
_USUAL: Final = {
    "booking.lead_hours": 2_000, "bags.weight_kg": 60, "bags.count": 4, "bags.party_count": 12, "party.size": 6, "stay.nights": 30,
    "agency.referrals_12_months": 8, "agency.bookings_30_days": 2_000, "document.age_days": 3_650, "document.renewals_5_years": 4,
    "seat.changes": 6, "ticket.fare_ratio": 4, "scan.organic_mass_kg": 3, "contact.phone_bookings_90_days": 8, "booking.changes": 9,
    "history.flights_12_months": 60, "history.clear_inspections": 6, "party.lookalike_bookings": 9, "bags.added_last_hours": 48,
    "bags.weight_per_bag_kg": 32, "route.detour_ratio": 3,
}  # fmt: skip
"""What most values lie below; the attribute's own range is far wider."""
_UNKNOWN_SHARE: Final = 0.08
_TRUE_SHARE: Final = 0.15


def hundred_rules() -> dict[str, Node]:
    """The rules by name, parsed."""
    found: dict[str, Node] = {}
    for number, form in enumerate(_FORMS):
        for step, values in enumerate(_STEPS):
            parsed = parse(form.format(*values))
            if parsed.node is None:
                raise AssertionError(f"{form}: {parsed.fault}")
            found[f"rule-{number:02}-{step}"] = parsed.node
    return found


def invented_travellers(size: int, asked: tuple[str, ...], *, seed: int) -> pl.DataFrame:
    """A frame with the attributes asked for, one value in twelve unknown."""
    draw = np.random.default_rng(seed)
    return pl.DataFrame([_column(name, size, draw) for name in asked])


def _column(name: str, size: int, draw: np.random.Generator) -> pl.Series:
    kind = ATTRIBUTES[name].kind
    known = pl.Series(draw.random(size) >= _UNKNOWN_SHARE)
    values = _values(name, kind, size, draw).cast(DTYPES[kind])
    return pl.select(pl.when(known).then(values)).to_series().alias(name)


def _values(name: str, kind: Kind, size: int, draw: np.random.Generator) -> pl.Series:
    top = min(_USUAL.get(name, ATTRIBUTES[name].high), ATTRIBUTES[name].high)
    match kind:
        case Kind.BOOL:
            return pl.Series(draw.random(size) < _TRUE_SHARE)
        case Kind.INT | Kind.DOUBLE:
            numbers = draw.random(size) ** 2 * top
            return pl.Series(numbers.astype(np.int64) if kind is Kind.INT else numbers)
        case Kind.STRING:
            return _picked(_TEXTS[name], size, draw)
        case Kind.STRINGS:
            return _lists(_AIRPORTS if name.endswith("airports") else _COUNTRIES, size, draw)
        case Kind.DURATION:
            return pl.Series((draw.random(size) * 30 * 24).astype(np.int64) * 3_600_000_000).cast(DTYPES[kind])
        case _:
            hours = (draw.random(size) * 60 * 24).astype(np.int64)
            return pl.Series(1_774_000_000_000_000 + hours * 3_600_000_000).cast(DTYPES[kind])


def _picked(options: tuple[str, ...], size: int, draw: np.random.Generator) -> pl.Series:
    return pl.Series(options).gather(pl.Series(draw.integers(0, len(options), size)))


def _lists(options: tuple[str, ...], size: int, draw: np.random.Generator) -> pl.Series:
    columns = pl.DataFrame([_picked(options, size, draw).alias(str(place)) for place in range(3)])
    return columns.select(pl.concat_list(pl.all())).to_series()
