"""The demo's agencies, officers and feeds fit each other, the files, and what handling knows."""

from datetime import UTC, datetime
from pathlib import Path

from tansiq.demo.day import write_day
from tansiq.demo.people import FEEDS, OFFICERS, ORGANISATIONS, SILENT_CARRIER
from tansiq.handling.marking import TLP
from tansiq.handling.purpose import Ground
from tansiq.handling.retention import RetentionClass

ROLES = {"targeting", "supervisor", "investigator", "inspection", "data_protection", "administrator"}
CODES = {organisation.code for organisation in ORGANISATIONS}


def test_every_name_is_marked_as_of_the_demo() -> None:
    assert all(name.endswith("(demo)") for name in [o.name for o in OFFICERS] + [o.name for o in ORGANISATIONS])
    assert all(feed.title.endswith("(demo)") for feed in FEEDS)
    assert all(officer.name_native for officer in OFFICERS)


def test_officers_have_roles_that_exist_and_every_role_is_filled() -> None:
    assert {role for officer in OFFICERS for role in officer.roles} == ROLES
    assert {officer.language for officer in OFFICERS} == {"en", "ur", "ar"}
    assert {officer.organisation for officer in OFFICERS} <= CODES
    assert len({officer.username for officer in OFFICERS}) == len(OFFICERS)


def test_what_takes_two_can_be_done_by_two() -> None:
    assert sum("targeting" in officer.roles for officer in OFFICERS) >= 2
    assert sum("supervisor" in officer.roles for officer in OFFICERS) >= 2


def test_feeds_are_owned_and_speak_the_words_of_handling() -> None:
    for feed in FEEDS:
        assert feed.owner in CODES
        assert feed.tlp in {level.label for level in TLP}
        assert set(feed.purposes) <= set(Ground)
        assert RetentionClass(feed.retention)


def test_every_file_comes_by_a_feed_and_one_feed_is_silent(tmp_path: Path) -> None:
    day = write_day(tmp_path, seed=1, now=datetime(2026, 11, 24, 9, tzinfo=UTC))
    messages = {file.feed for file in day.files if file.kind != "schedule"}
    silent = {feed.code for feed in FEEDS} - messages
    assert silent == {f"airline-{SILENT_CARRIER.lower()}"}
    assert messages < {feed.code for feed in FEEDS}
