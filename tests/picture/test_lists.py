"""Which version of which list is in force, whatever came by which feed and in whatever order."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from tansiq.model.observations import ListEntry, Source
from tansiq.model.subjects import Subject
from tansiq.picture.absences import CUT, mark_of_entry, mark_of_part
from tansiq.picture.changes import changes
from tansiq.picture.delisting import forget_expired, kept_by, remove_kept
from tansiq.picture.differences import ChangeKind, FieldChange
from tansiq.picture.lists import (
    ListChange,
    Listed,
    ListVersion,
    latest_versions,
    load,
    versions,
    versions_before,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def entry(identifier: str, *, list: str, version: str = "") -> ListEntry:  # noqa: A002  the publisher's word
    return ListEntry(list, Subject(identifier, names=(f"Invented {identifier}",)), Source("f", 0, 1), version=version)


def put(feed: str, message: int, name: str, *identifiers: str, version: str = "", refused: Sequence[str] = ()) -> bool:
    """Load a list of these entries. Whether it is in force."""
    entries = {message * 10 + i: entry(x, list=name, version=version) for i, x in enumerate(identifiers)}
    return not load(feed, message, entries, at=NOW, refused=refused).is_late


def in_force() -> set[str]:
    return set(Listed.objects.values_list("key", flat=True))


def test_two_published_lists_by_one_feed_are_both_in_force() -> None:
    put("manual", 1, "OFAC SDN", "OFAC-1", "OFAC-2")
    put("manual", 2, "UN SC", "QDi.001")
    put("manual", 3, "OFAC SDN", "OFAC-2")
    assert in_force() == {"manual/OFAC-2", "manual/QDi.001"}
    assert [(v.list, v.message) for v in latest_versions()] == [("OFAC SDN", 3), ("UN SC", 2)]


def test_a_list_of_ones_own_is_replaced_whatever_its_file_is_called() -> None:
    put("watch", 1, "watchlist-2026-05-01", "W1", "W2")
    put("watch", 2, "watchlist-2026-05-02", "W2")
    put("watch", 3, "UN SC", "QDi.001")
    assert in_force() == {"watch/W2", "watch/QDi.001"}
    [own] = [v for v in latest_versions() if v.list.startswith("watchlist")]
    assert own.message == 2
    assert [v.message for v in versions_before(own, most=5)] == [1]


def test_the_same_list_by_two_feeds_is_kept_apart() -> None:
    put("a", 1, "UN SC", "QDi.001", "QDi.002")
    put("b", 2, "UN SC", "QDi.001")
    assert in_force() == {"a/QDi.001", "a/QDi.002", "b/QDi.001"}
    put("a", 3, "UN SC", "QDi.002")
    assert in_force() == {"a/QDi.002", "b/QDi.001"}


@pytest.mark.parametrize(
    ("first", "second", "is_in_force"),
    [
        pytest.param((1, "2026-05-02"), (2, "2026-05-01"), False, id="an older version later"),
        pytest.param((2, "2026-05-01"), (1, "2026-05-02"), True, id="a newer version that arrived earlier"),
        pytest.param((1, "2026-05-01"), (2, "2026-05-01"), True, id="the same version, corrected"),
        pytest.param((2, ""), (1, "2026-05-02"), False, id="one without a version: by arrival"),
        pytest.param((1, ""), (2, ""), True, id="none with a version: by arrival"),
    ],
)
def test_versions_are_compared_as_published_else_by_arrival(
    first: tuple[int, str], second: tuple[int, str], *, is_in_force: bool
) -> None:
    assert put("list-un", first[0], "UN SC", "QDi.001", version=first[1])
    assert put("list-un", second[0], "UN SC", "QDi.002", version=second[1]) is is_in_force
    assert in_force() == ({"list-un/QDi.002"} if is_in_force else {"list-un/QDi.001"})
    assert [v.message for v in latest_versions()] == [second[0] if is_in_force else first[0]]


def test_a_late_version_does_not_hide_the_one_in_force_from_the_next() -> None:
    put("list-un", 1, "UN SC", "QDi.001", version="2026-05-02")
    put("list-un", 2, "UN SC", "QDi.002", version="2026-04-01")
    assert not put("list-un", 3, "UN SC", "QDi.003", version="2026-05-01")
    assert put("list-un", 4, "UN SC", "QDi.004", version="2026-05-03")


def subject(identifier: str, *names: str, born: str = "") -> ListEntry:
    said = Subject(identifier, names=names, birth_dates=(born,) if born else ())
    return ListEntry("watchlist", said, Source("f", 0, 1))


def version_of(
    message: int, *entries: ListEntry, feed: str = "watch", expires_at: datetime | None = None
) -> ListVersion:
    by_position = {message * 10 + i: e for i, e in enumerate(entries)}
    return load(feed, message, by_position, at=NOW, expires_at=expires_at)


def test_a_version_counts_what_it_changed_and_says_it_entry_by_entry() -> None:
    first = version_of(
        1, subject("A", "Invented A"), subject("B", "Invented B", born="1970"), subject("C", "Invented C")
    )
    second = version_of(
        2, subject("A", "Invented A"), subject("B", "Invented B", born="1971"), subject("D", "Invented D")
    )
    assert (first.added, first.changed, first.removed, first.unchanged, first.position) == (3, 0, 0, 0, 12)
    assert (second.added, second.changed, second.removed, second.unchanged, second.position) == (1, 1, 1, 1, 22)
    assert [(c.kind, c.key, c.name, c.fields[-1]) for c in changes(second)] == [
        (ChangeKind.ADDED, "watch/D", "Invented D", FieldChange("names", (), ("Invented D",))),
        (ChangeKind.CHANGED, "watch/B", "Invented B", FieldChange("birth_dates", ("1970",), ("1971",))),
        (ChangeKind.REMOVED, "watch/C", "Invented C", FieldChange("names", ("Invented C",), ())),
    ]
    assert [[f.field for f in c.fields] for c in changes(second)] == [
        ["type", "names"],
        ["birth_dates"],
        ["type", "names"],
    ]
    assert [c.key for c in changes(second, kinds=[ChangeKind.REMOVED])] == ["watch/C"]
    assert [c.person_id for c in changes(second, kinds=[ChangeKind.CHANGED])] == [
        Listed.objects.get(key="watch/B").person_id
    ]
    assert versions("watch") == [second, first]


def test_a_version_that_came_late_changed_nothing() -> None:
    version_of(2, subject("A", "Invented A"))
    late = version_of(1, subject("B", "Invented B"))
    assert late.is_late
    assert not list(changes(late))
    assert versions("watch") == [late, ListVersion.objects.get(message=2)]


def test_a_version_that_is_loaded_again_keeps_what_it_changed() -> None:
    version_of(1, subject("A", "Invented A"))
    version_of(2, subject("A", "Invented Z"))
    again = version_of(2, subject("A", "Invented Z"))
    assert (again.changed, [c.key for c in changes(again)]) == (1, ["watch/A"])


def test_what_changed_is_forgotten_with_either_side_of_it() -> None:
    version_of(1, subject("A", "Invented A"), subject("B", "Invented B"), expires_at=NOW + timedelta(days=1))
    version_of(2, subject("A", "Invented Z"), subject("C", "Invented C"), expires_at=NOW + timedelta(days=9))
    forget_expired(at=NOW + timedelta(days=2))
    assert set(ListChange.objects.values_list("kind", "key")) == {("added", "watch/C")}
    assert in_force() == {"watch/A", "watch/C"}


@pytest.mark.parametrize("seed", range(5))
def test_the_changes_of_all_versions_together_make_what_is_in_force(seed: int) -> None:
    choose = random.Random(seed)
    for message in range(1, 8):
        chosen = choose.sample("ABCDEF", choose.randint(1, 6))
        version_of(
            message, *(subject(x, f"Invented {x}", born=choose.choice(["", "1970", "1971-05-06"])) for x in chosen)
        )
    state: dict[str, dict[str, tuple[str, ...]]] = {}
    for version in reversed(versions("watch")):
        for change in changes(version):
            if change.kind == ChangeKind.REMOVED:
                del state[change.key]
                continue
            entry = state.setdefault(change.key, {})
            entry.update({f.field: f.after for f in change.fields})
    for entry in state.values():
        for field in [field for field, values in entry.items() if not values]:
            del entry[field]
    assert state == {record.key: dict(record.told()) for record in Listed.objects.all()}


BROKEN = mark_of_part(b"a broken row")


def test_a_row_that_stays_broken_keeps_only_those_who_were_gone_when_it_broke() -> None:
    put("w", 1, "L", "A", "B", "C", "D", "E")
    put("w", 2, "L", "A", "B", "D", "E", refused=[BROKEN])
    assert (versions("w")[0].kept, versions("w")[0].removed) == (1, 0)
    put("w", 3, "L", "A", "D", refused=[BROKEN])
    assert in_force() == {"w/A", "w/C", "w/D"}, "C may be the broken row, B and E stood beside it"
    put("w", 4, "L", "A", refused=[BROKEN])
    assert in_force() == {"w/A", "w/C"}
    put("w", 5, "L", "A")
    assert in_force() == {"w/A"}
    assert [(v.kept, v.removed, v.is_partial) for v in versions("w")] == [
        (0, 1, False), (1, 1, True), (1, 2, True), (1, 0, True), (0, 0, False),
    ]  # fmt: skip


def test_a_row_that_says_whose_it_is_keeps_that_entry_alone() -> None:
    put("w", 1, "L", "A", "B", "C")
    put("w", 2, "L", "A", refused=[mark_of_entry("w/B")])
    assert in_force() == {"w/A", "w/B"}


def test_whom_a_version_kept_is_named_and_removed_on_an_officers_word() -> None:
    put("w", 1, "L", "A", "B", "C")
    put("w", 2, "L", "A", "C", refused=[CUT])
    [version] = latest_versions()
    assert [record.key for record in kept_by(version)] == ["w/B"]
    assert (remove_kept(version), remove_kept(version)) == (1, 0)
    version.refresh_from_db()
    assert in_force() == {"w/A", "w/C"}
    assert (version.removed, version.kept) == (1, 0)
    assert [(c.kind, c.key) for c in changes(version)] == [(ChangeKind.REMOVED, "w/B")]


def test_a_version_that_was_replaced_removes_nobody_any_more() -> None:
    put("w", 1, "L", "A", "B")
    put("w", 2, "L", "A", refused=[CUT])
    put("w", 3, "L", "A", refused=[CUT])
    replaced = ListVersion.objects.get(message=2)
    assert (list(kept_by(replaced)), remove_kept(replaced)) == ([], 0)
    assert in_force() == {"w/A", "w/B"}


def test_another_list_of_the_same_feed_is_not_missing_from_this_one() -> None:
    put("manual", 1, "UN SC", "Q")
    put("manual", 2, "OFAC SDN", "OFAC-1", "OFAC-2")
    put("manual", 3, "OFAC SDN", "OFAC-1", refused=[CUT])
    version = ListVersion.objects.get(message=3)
    assert [record.key for record in kept_by(version)] == ["manual/OFAC-2"]
