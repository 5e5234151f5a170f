"""The national day is written as airlines write, tells its stories, and is the same each time."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydifact.parser import Parser

from tansiq.demo.day import write_day
from tansiq.demo.facts import Day, DayFile, Played, Story
from tansiq.demo.stories import Outcome

NOW = datetime(2026, 11, 24, 9, 0, 13, tzinfo=UTC)
DOCS = Path(__file__).parents[2] / "docs" / "national-day.md"

SLOW_FOR_PYDIFACT = 60_000  # bytes

Segment = list[list[str]]  # elements of components; the tag is the first element


class Written(NamedTuple):
    day: Day
    folder: Path
    read: dict[str, list[Segment]]

    def data(self, path: str) -> bytes:
        return (self.folder / path).read_bytes()

    def segments(self, path: str) -> list[Segment]:
        if path not in self.read:
            self.read[path] = segments_of(self.data(path))
        return self.read[path]

    def kind(self, kind: str, flight: str) -> DayFile:
        (file,) = [f for f in self.day.files if (f.kind, f.flight) == (kind, flight)]
        return file

    def plot(self, key: str) -> Played:
        (plot,) = [p for p in self.day.plots if p.key == key]
        return plot

    def story(self, key: str) -> Story:
        (story,) = [s for s in self.day.stories if s.key == key]
        return story

    def entry(self, key: str) -> dict[str, str]:
        with (self.folder / "watchlist.csv").open(encoding="utf-8") as text:
            (row,) = [row for row in csv.DictReader(text) if row["id"] == self.story(key).entry]
        return row

    def traveller(self, key: str, kind: str = "list") -> list[Segment]:
        """The segments of the story's traveller on the flight's message of this kind."""
        story = self.story(key)
        groups = travellers_of(self.segments(self.kind(kind, story.flight).path))
        (group,) = [g for g in groups if [["RFF"], ["ABO", story.reference]] in g]
        return group


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("day")
    return Written(write_day(folder, seed=7, now=NOW), folder, {})


def interchange(data: bytes) -> str:
    """What is inside a Type B envelope, or the whole; lines joined."""
    text = data.decode("ascii").replace("\r", "").replace("\n", "")
    return text.partition("\x02")[2].removesuffix("\x03") if text.startswith("\x01") else text


def segments_of(data: bytes) -> list[Segment]:
    """An own reading of ISO 9735 for these tests, sign by sign, that respects UNA."""
    text = interchange(data)
    component, element, _, release, _, terminator = tuple(text[3:9] if text.startswith("UNA") else ":+.?*'")
    segments: list[Segment] = []
    segment: Segment = [[""]]
    signs = iter(text[9:] if text.startswith("UNA") else text)
    for sign in signs:
        if sign == terminator:
            segments.append(segment)
            segment = [[""]]
        elif sign == element:
            segment.append([""])
        elif sign == component:
            segment[-1].append("")
        else:
            segment[-1][-1] += next(signs) if sign == release else sign
    assert segment == [[""]], f"text after the last terminator: {segment}"
    return segments


def travellers_of(segments: list[Segment]) -> list[list[Segment]]:
    """The segments of each traveller, reporting party left out."""
    groups: list[list[Segment]] = []
    for segment in segments:
        if segment[0] == ["NAD"] and segment[1] != ["MS"]:
            groups.append([])
        if groups and segment[0][0] in {"CNT", "UNT", "UNH"}:
            groups.append([])
        if groups:
            groups[-1].append(segment)
    return [group for group in groups if group and group[0][0] == ["NAD"]]


def only(segments: list[Segment], *start: list[str]) -> Segment:
    (found,) = [s for s in segments if s[: len(start)] == list(start)]
    return found


def birth(group: list[Segment]) -> str:
    return next(s[1][1] for s in group if s[0] == ["DTM"] and s[1][0] == "329")


def number(group: list[Segment]) -> str:
    return next(s[2][0] for s in group if s[0] == ["DOC"] and s[1][0] == "P")


def messages(written: Written) -> Iterator[DayFile]:
    """Whole messages in EDIFACT, of whatever type."""
    return (f for f in written.day.files if f.path.endswith(".edi") and f.kind != "list-cut")


def lists(written: Written) -> Iterator[DayFile]:
    """Whole messages of passengers and crew."""
    return (f for f in messages(written) if f.kind.is_list)


def test_counts_and_closing_references_are_those_of_iso_9735(written: Written) -> None:
    for file in messages(written):
        segments = written.segments(file.path)
        control = segments[0][5]
        opened = [i for i, s in enumerate(segments) if s[0] == ["UNH"]]
        closed = [i for i, s in enumerate(segments) if s[0] == ["UNT"]]
        for start, end in zip(opened, closed, strict=True):
            assert segments[end] == [["UNT"], [str(end - start + 1)], segments[start][1]], file.path
        if segments[1][0] == ["UNG"]:
            assert segments[-2] == [["UNE"], [str(len(opened))], segments[1][5]], file.path
            assert segments[-1] == [["UNZ"], ["1"], control], file.path
        else:
            assert segments[-1] == [["UNZ"], [str(len(opened))], control], file.path


def test_the_count_of_travellers_is_that_of_the_whole_list(written: Written) -> None:
    for file in lists(written):
        segments = written.segments(file.path)
        counted = {tuple(s[1]) for s in segments if s[0] == ["CNT"]}
        qualifier = "41" if file.kind == "crew" else "42"
        assert counted == {(qualifier, str(len(travellers_of(segments))))}, file.path


@pytest.mark.filterwarnings("ignore::pydifact.exceptions.MissingImplementationWarning")
@pytest.mark.filterwarnings("ignore:Segment SRC is empty:SyntaxWarning")
def test_pydifact_finds_the_same_segments(written: Written) -> None:
    for file in messages(written):
        data = written.data(file.path)
        if len(data) > SLOW_FOR_PYDIFACT:
            continue
        tags = [s.tag for s in Parser().parse(interchange(data)) if s.tag != "UNA"]
        assert tags == [s[0][0] for s in segments_of(data)], file.path


def test_airlines_write_differently(written: Written) -> None:
    texts = [written.data(f.path) for f in written.day.files if f.kind == "list"]
    advice = {interchange(t)[:9] if b"UNA" in t[:60] else "" for t in texts}
    assert advice == {"", "UNA:+.?*'", "UNA:+.? '", "UNA:*.? $"}
    assert {b"UNG" in t[:200] for t in texts} == {True, False}
    assert {t[t.index(b"UNH") - 2 : t.index(b"UNH")] for t in texts} >= {b"\r\n", b"'\n"}
    assert {r for t in texts for r in re.findall(rb"PAXLST:D:(\d\d[AB])", t)} == {b"02B", b"05B", b"12B"}


def test_the_teletype_message_has_its_envelope_and_short_lines(written: Written) -> None:
    lines = written.data(written.kind("list", "WY341").path).split(b"\r\n")
    assert lines[0].startswith(b"\x01QU ")
    assert re.fullmatch(rb"\.[A-Z]{7} \d{6}", lines[1])
    assert max(len(line.strip(b"\x02")) for line in lines[2:]) == 63


def test_a_long_list_comes_in_parts_that_share_a_reference(written: Written) -> None:
    opened = [s for s in written.segments(written.kind("list", "PK782").path) if s[0] == ["UNH"]]
    assert [s[4] for s in opened] == [["01", "C"], ["02"], ["03", "F"]]
    assert len({tuple(s[3]) for s in opened}) == 1


def test_the_desk_has_flights_from_landed_to_fourteen_hours_ahead(written: Written) -> None:
    minutes = sorted((f.lands_at - NOW) // timedelta(minutes=1) for f in written.day.flights)
    assert [m for m in minutes if m >= 0][:3] == [11, 26, 55]
    assert 14 * 60 in minutes
    assert minutes[-1] < 32 * 60
    assert sum(m < 0 for m in minutes) >= 2


def test_times_are_those_of_the_airports_clocks(written: Written) -> None:
    (flight,) = [f for f in written.day.flights if f.designator == "PK786"]  # London UTC+0 in November, Pakistan UTC+5
    assert (flight.departure_local, flight.arrival_local) == ("2026-11-24T01:22", "2026-11-24T14:12")
    segments = written.segments(written.kind("list", "PK786").path)
    assert only(segments, ["DTM"], ["189", "2611240122", "201"])
    assert only(segments, ["DTM"], ["232", "2611241412", "201"])


def test_the_day_is_of_sixty_flights_and_nine_thousand_travellers(written: Written) -> None:
    flying = [f for f in written.day.flights if not f.is_silent]
    assert len(flying) == 60
    assert sum(f.passengers for f in flying) == written.day.travellers
    assert 8_700 < written.day.travellers < 9_400
    assert all(60 <= f.passengers <= 350 for f in flying)


def test_families_share_a_locator_and_seats_and_references_are_nobody_elses(written: Written) -> None:
    for flight in ("PK786", "SV726"):
        groups = travellers_of(written.segments(written.kind("list", flight).path))
        values = {
            q: [s[1][1] for g in groups for s in g if s[0] == ["RFF"] and s[1][0] == q] for q in ("AVF", "ABO", "SEA")
        }
        assert len(set(values["ABO"])) == len(groups)
        assert len(set(values["SEA"])) == len(values["SEA"])
        assert len(set(values["AVF"])) < 0.8 * len(groups)


def test_files_stand_in_order_of_arrival_and_none_comes_after_now(written: Written) -> None:
    offsets = [f.offset_s for f in written.day.files]
    assert offsets == sorted(offsets)
    assert offsets[-1] < 0
    assert written.day.files[0].path == "watchlist.csv"


def test_one_list_is_delivered_twice_byte_for_byte(written: Written) -> None:
    again = written.kind("list-again", "EK612")
    assert written.data(again.path) == written.data(written.kind("list", "EK612").path)


def test_one_close_out_overtakes_its_list(written: Written) -> None:
    closed, listed = written.kind("close-out", "ET694"), written.kind("list", "ET694")
    assert closed.offset_s < listed.offset_s
    assert written.segments(closed.path)[0][4] > written.segments(listed.path)[0][4]  # the sender's clock
    on_board = {g[1][1][1] for g in travellers_of(written.segments(closed.path))}
    references = {s[1][1] for s in written.segments(listed.path) if s[0] == ["RFF"] and s[1][0] == "ABO"}
    assert len(references - on_board) == 3
    assert on_board < references


def test_one_file_is_cut_inside_a_name(written: Written) -> None:
    text = written.data(written.kind("list-cut", "FZ335").path)
    assert text.count(b"NAD+FL") > 50
    assert re.search(rb"NAD\+FL\+\+\+[A-Z']{2}\Z", text)
    assert b"UNT" not in text
    assert b"UNZ" not in text


def test_a_crew_list_names_crew_only(written: Written) -> None:
    segments = written.segments(written.kind("crew", "PK786").path)
    assert only(segments, ["BGM"])[1] == ["250"]
    assert {tuple(g[0][1]) for g in travellers_of(segments)} == {("FM",)}


def test_the_true_hit_is_respelled_and_born_on_the_listed_day(written: Written) -> None:
    group, entry = written.traveller("respelled"), written.entry("respelled")
    assert written.story("respelled").flight == "PK786"
    assert written.story("respelled").traveller.casefold() not in entry["names"].casefold()
    assert birth(group) == entry["birth_dates"][2:].replace("-", "")


def test_the_decoy_has_the_name_but_not_the_birth_date(written: Written) -> None:
    group, entry = written.traveller("common_name"), written.entry("common_name")
    story = written.story("common_name")
    assert story.traveller.casefold() in entry["names"].casefold()
    assert birth(group) != entry["birth_dates"][2:].replace("-", "")
    everybody = travellers_of(written.segments(written.kind("list", story.flight).path))
    party = [g for g in everybody if [["RFF"], ["AVF", story.locator]] in g]
    assert ["KHAN", "GHULAM", "HAIDER"] in [g[0][4] for g in party]
    assert "Ghulam Haider" not in entry["father_names"]


def test_the_renewed_passport_is_another_number_of_the_same_person(written: Written) -> None:
    group, entry = written.traveller("renewed_passport"), written.entry("renewed_passport")
    assert written.story("renewed_passport").traveller.casefold() in entry["names"].casefold()
    assert birth(group) == entry["birth_dates"][2:].replace("-", "")
    assert number(group) not in entry["documents"]


def test_the_one_left_behind_is_listed_and_then_closed_out(written: Written) -> None:
    story = written.story("left_behind")
    closed, listed = written.kind("close-out", story.flight), written.kind("list", story.flight)
    assert written.traveller("left_behind")
    assert only(written.segments(closed.path), ["BGM"]) == [["BGM"], ["266"], ["CLNB"]]
    assert travellers_of(written.segments(closed.path)) == [[[["NAD"], ["FL"]], [["RFF"], ["ABO", story.reference]]]]
    assert closed.offset_s > listed.offset_s
    assert story.expected is Outcome.WITHDRAWN


def test_the_correction_brings_the_listed_birth_date(written: Written) -> None:
    listed = written.entry("corrected")["birth_dates"][2:].replace("-", "")
    change = written.kind("change", written.story("corrected").flight)
    assert only(written.segments(change.path), ["BGM"]) == [["BGM"], ["745"], ["CP"]]
    assert birth(written.traveller("corrected")) != listed
    assert birth(written.traveller("corrected", "change")) == listed


def test_the_misread_number_differs_in_one_sign(written: Written) -> None:
    on_list = written.entry("misread_document")["documents"].split(":")[1]
    on_flight = number(written.traveller("misread_document"))
    assert [(a, b) for a, b in zip(on_list, on_flight, strict=True) if a != b] == [("5", "S")]


def test_nobody_else_on_the_flight_bears_the_name_of_a_story(written: Written) -> None:
    for story in written.day.stories:
        groups = travellers_of(written.segments(written.kind("list", story.flight).path))
        names = [" ".join([*g[0][4][1:], g[0][4][0]]) for g in groups]
        assert names.count(story.traveller) == 1


def test_every_message_says_that_it_is_a_test_and_invented(written: Written) -> None:
    for file in messages(written):
        assert written.segments(file.path)[0][11] == ["1"], file.path  # UNB 0035
    for file in lists(written):
        segments = written.segments(file.path)
        assert only(segments[:12], ["NAD"], ["MS"])[4][0].endswith("INVENTED DEMO DATA"), file.path


def test_every_document_number_is_of_the_invented_block(written: Written) -> None:
    for file in messages(written):
        for segment in written.segments(file.path):
            if segment[0] == ["DOC"]:
                assert re.match(r"[A-Z]{0,2}000", segment[2][0]), segment


def test_every_listed_person_is_marked_invented_and_has_one_shape(written: Written) -> None:
    with (written.folder / "watchlist.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert ",".join(rows[0]) == (
        "id,type,names,weak_names,father_names,birth_dates,birth_places,nationalities,sex,documents,remarks"
    )
    assert all("Invented for the demonstration" in row["remarks"] for row in rows)
    assert sum(row["type"] == "person" for row in rows) == 58
    assert sum(row["type"] == "organization" for row in rows) == 5
    assert all(re.search("[\u0600-\u06ff]", row["names"]) for row in rows)
    documents = [document for row in rows for document in row["documents"].split(";") if document]
    assert all(re.fullmatch(r"passport:[A-Z]{0,2}000\d+:[A-Z]{2}", document) for document in documents)


def test_the_docs_tell_each_story_with_its_end_and_say_that_all_are_invented(written: Written) -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert "Everybody here is invented" in text
    for story in written.day.stories:
        (section,) = [s for s in text.split("\n### ")[1:] if f"`{story.key}`" in s]
        told = (story.title, story.traveller, story.flight, story.entry, f"`{story.expected}`", "invented")
        assert [fact for fact in told if fact not in section] == []
    for plot in written.day.plots:
        (section,) = [s for s in text.split("\n### ")[1:] if f"`{plot.key}`" in s]
        solved = (f"`{plot.presence}`", "no booking" if not plot.is_booked else "booked")
        facts = (plot.title, *plot.travellers, plot.flight, plot.entry, plot.rule, *solved, "invented")
        assert [fact for fact in facts if fact not in section] == []


def test_day_json_says_the_same_beside_the_files(written: Written) -> None:
    facts = json.loads((written.folder / "day.json").read_text(encoding="utf-8"))
    assert [f["path"] for f in facts["files"]] == [f.path for f in written.day.files]
    assert {s["key"]: s["expected"] for s in facts["stories"]} == {s.key: s.expected for s in written.day.stories}
    assert facts["now"] == NOW.isoformat()


@settings(max_examples=2, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001  zone given beside
)
def test_the_same_seed_and_now_give_the_same_bytes(seed: int, now: datetime) -> None:
    with TemporaryDirectory() as first, TemporaryDirectory() as second:
        elsewhere = now.astimezone(timezone(timedelta(hours=5)))  # the same instant on another clock
        assert write_day(Path(first), seed=seed, now=now) == write_day(Path(second), seed=seed, now=elsewhere)
        assert contents(Path(first)) == contents(Path(second))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_another_seed_gives_other_people_and_the_same_stories(tmp_path: Path, written: Written) -> None:
    other = write_day(tmp_path, seed=8, now=NOW)
    pk786 = written.kind("list", "PK786").path
    assert (tmp_path / pk786).read_bytes() != written.data(pk786)
    assert (tmp_path / "watchlist.csv").read_bytes() == written.data("watchlist.csv")
    assert {(s.key, s.traveller) for s in other.stories} == {(s.key, s.traveller) for s in written.day.stories}


def test_more_days_add_the_days_before(tmp_path: Path, written: Written) -> None:
    longer = write_day(tmp_path, seed=7, now=NOW, days=2)
    assert longer.travellers > 1.8 * written.day.travellers
    lists = Counter(f.flight for f in longer.files if f.kind in {"list", "list-cut"})
    flown = [f.designator for f in longer.flights if not f.is_silent]
    assert lists == {**dict.fromkeys(flown, 2), "EK614": 1}
    assert {f.kind for f in longer.files if f.departs_on == "2026-11-23"} == {"list", "bookings-0h"}
    assert len({f.path for f in longer.files}) == len(longer.files)


@pytest.mark.parametrize(
    ("now", "days"),
    [
        pytest.param(NOW.replace(tzinfo=None), 1, id="a clock without a zone"),
        pytest.param(NOW, 0, id="no day at all"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, now: datetime, days: int) -> None:
    with pytest.raises(ValueError, match="aware now and at least one day"):
        write_day(tmp_path, seed=1, now=now, days=days)
