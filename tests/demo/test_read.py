"""Our own readers take the national day in without a loss, and find in it what was written."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tansiq.demo.day import write_day
from tansiq.demo.facts import Day
from tansiq.demo.plots import PLOTS
from tansiq.demo.rules import rule_files
from tansiq.detectors.rules import parse_rule
from tansiq.model.bookings import Booking
from tansiq.model.customs import Consignment, Reply
from tansiq.model.observations import FlightLeg, Traveller
from tansiq.model.reading import Reading
from tansiq.readers.formats import read
from tansiq.readers.schedules.door import read as read_schedule

NOW = datetime(2026, 11, 24, 9, 0, 13, tzinfo=UTC)
Read = tuple[Day, dict[str, Reading]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Read:
    folder: Path = tmp_path_factory.mktemp("day")
    day = write_day(folder, seed=3, now=NOW)
    paths = [f.path for f in day.files if f.kind != "schedule"]
    paths += [path for e in day.exchanges for path in (e.request, e.answer)]
    return day, {path: read((folder / path).read_bytes(), path) for path in paths}


def bookings(told: Read, kind: str) -> list[Booking]:
    day, readings = told
    found = [o for f in day.files if f.kind == kind for o in readings[f.path].observations]
    return [o for o in found if isinstance(o, Booking)]


def test_every_byte_is_accounted_for_and_nothing_is_refused_but_the_file_that_was_cut(told: Read) -> None:
    _, readings = told
    assert [path for path, r in readings.items() if r.accounted != r.size] == []
    assert [path for path, r in readings.items() if r.refused] == []
    assert ["list-cut" in path for path, r in readings.items() if r.refusals] == [True]


def test_nothing_is_odd_but_the_file_that_was_cut(told: Read) -> None:
    _, readings = told
    odd = {path: [n.text for n in r.notices] for path, r in readings.items() if r.notices}
    assert ["list-cut" in path for path in odd] == [True]


def test_each_form_of_booking_data_is_there(told: Read) -> None:
    _, readings = told
    versions = {o.message.version for r in readings.values() for o in r.observations if isinstance(o, Booking)}
    assert versions >= {"10:1", "11:1", "12:1", "13:1", "14:1", "15:1", "16:1", "17:1", "18:1", "21:1", "XML:2.005"}


def test_bookings_have_everything_that_a_booking_can_have(told: Read) -> None:
    found = bookings(told, "bookings-0h") + bookings(told, "bookings-2h") + bookings(told, "bookings-24h")
    parts = (
        "agencies",
        "payments",
        "contacts",
        "tickets",
        "services",
        "seats",
        "checkins",
        "bags",
        "history",
        "split",
        "group",
    )
    assert {
        part: sum(bool(getattr(b, part)) for b in found) for part in parts if not any(getattr(b, part) for b in found)
    } == {}
    assert any(s.kind == "surface" for b in found for s in b.segments)
    kinds = Counter(p.form for b in found for p in b.payments)
    assert kinds.keys() == {"CC", "CA", "MS"}


def test_a_list_and_a_booking_name_the_same_people(told: Read) -> None:
    day, readings = told
    for flight in ("EY284", "OD132", "TG345"):
        numbers = {
            kind: {
                d.number
                for path in paths
                for t in readings[path].observations
                if isinstance(t, Traveller)
                for d in t.documents
                if d.type == "P"
            }
            for kind, paths in (
                ("list", [f.path for f in day.files if f.flight == flight and f.kind == "list"]),
                ("bookings", [f.path for f in day.files if f.flight == flight and f.kind.startswith("bookings-")]),
            )
        }
        late = numbers["list"] - numbers["bookings"]
        assert len(late) <= 6, flight  # bought after the last push
        assert len(numbers["bookings"] & numbers["list"]) > 60, flight


def test_codeshares_go_under_the_number_that_flies(told: Read) -> None:
    _, readings = told
    legs = {
        (leg.carrier + leg.number, m)
        for r in readings.values()
        for leg in r.observations
        if isinstance(leg, FlightLeg)
        for m in leg.marketing
    }
    assert legs >= {("PK702", "TK5702"), ("OD131", "EK3431"), ("EY300", "PK4300"), ("QR614", "WY6614")}


def test_a_listed_firm_is_among_the_consignees(told: Read) -> None:
    _, readings = told
    cargo = [o for r in readings.values() for o in r.observations if isinstance(o, Consignment)]
    assert len(cargo) > 20
    assert "ZARKOH TRADERS PVT LTD" in {party.name for c in cargo for party in c.parties if party.role == "CN"}


def test_both_forms_of_the_schedule_say_the_same_and_name_the_silent_flight(tmp_path: Path) -> None:
    day = write_day(tmp_path, seed=3, now=NOW)
    table, ssim = (read_schedule((tmp_path / name).read_bytes(), name) for name in ("schedule.csv", "schedule.ssim"))
    assert (table.refusals, ssim.refusals) == ((), ())
    legs = [
        {
            (leg.carrier, leg.number, leg.first_on, leg.days, leg.departure, leg.arrival, leg.sold_as)
            for leg in found.legs
        }
        for found in (table, ssim)
    ]
    assert legs[0] == legs[1]
    assert {leg[0] + leg[1] for leg in legs[0]} == {f.designator for f in day.flights}
    (silent,) = [f for f in day.flights if f.is_silent]
    assert not any(f.flight == silent.designator for f in day.files)


def test_every_rule_of_the_demo_may_be_used_and_each_plot_names_one_that_is_there() -> None:
    rules = [parse_rule(data) for data in rule_files().values()]
    assert [r.faults for r in rules if r.rule is None] == []
    names = {r.rule.name for r in rules if r.rule is not None}
    assert {plot.rule for plot in PLOTS if plot.rule} <= names


def test_answers_name_the_passenger_of_their_question(told: Read) -> None:
    day, readings = told
    assert [e.directive for e in day.exchanges].count("1Z") == 1
    for exchange in day.exchanges:
        (reply,) = readings[exchange.answer].observations
        assert isinstance(reply, Reply)
        asked = next(o for o in readings[exchange.request].observations if isinstance(o, Traveller))
        assert [(t.reference, t.directive) for t in reply.travellers] == [(asked.reference, exchange.directive)]
        assert reply.message.transaction == asked.message.transaction
