"""A bundle is verified by a stranger, and no byte of it can be changed."""

import ast
import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from hypothesis import given
from hypothesis import strategies as st

from tansiq.database.connect import Connection
from tansiq.ledger.access import AccessRecord, accesses, note, seal
from tansiq.ledger.bundle import export_access, verify_bundle
from tansiq.ledger.hashing import canonical
from tansiq.ledger.keys import Signer
from tansiq.ledger.retain import retain
from tansiq.ledger.trees import latest_head
from tansiq.model.errors import LedgerBroken
from tests.ledger import stranger
from tests.ledger.conftest import NOON, Put, entries
from tests.ledger.test_access import LOOKED

EXPORT = AccessRecord(NOON, "dpo", "Dara Demo", "centre", "redress", "request 7", "bundle exported")
TITLE = {"en": "Who looked", "ur": "کس نے دیکھا"}
REFUSALS = (stranger.Broken, InvalidSignature, ValueError, KeyError, TypeError, AttributeError, IndexError)
"""All that the stranger raises on what is not a bundle."""


@pytest.fixture
def bundle(ledger: Connection, put: Put, signer: Signer) -> bytes:
    """Of a subject with three looks at it and three observations, of which one is destroyed."""
    put(8, given=[*entries(1, expires_at=NOON + timedelta(days=1)), *entries(7)])
    put(300)
    for record in (LOOKED, replace(LOOKED, subject="person-2"), replace(LOOKED, person="bilal"), LOOKED):
        note(ledger, record)
    seal(ledger, signer, NOON)
    retain(ledger, at=NOON + timedelta(days=1))
    return export(ledger, signer, [0, 5, 301])


def export(ledger: Connection, signer: Signer, positions: list[int]) -> bytes:
    return export_access(
        ledger, signer, subject="person-1", title=TITLE, at=NOON + timedelta(days=2), note=EXPORT, positions=positions
    )


def test_a_bundle_says_what_it_holds_and_two_programs_agree_on_it(bundle: bytes, signer: Signer) -> None:
    report = verify_bundle(bundle, trusted={signer.key_id: signer.public})
    assert stranger.check(bundle) == report.key_id == signer.key_id
    assert (report.accesses, report.observations, report.destroyed) == (4, 3, 1)
    assert (report.subject, report.title, report.is_known_key) == ("person-1", TITLE, True)
    assert report.sizes == {"access": 6, "observation": 308}
    assert any("destroyed 1" in line for line in report.lines())


def test_the_export_is_noted_before_it_leaves(ledger: Connection, bundle: bytes) -> None:
    (first, *_) = accesses(ledger, subject="person-1")
    assert first.record == replace(EXPORT, subject="person-1")
    assert json.loads(json.loads(bundle)["accesses"][-1]["content"])["what"] == "bundle exported"


def test_a_destroyed_observation_is_its_leaf_alone(bundle: bytes) -> None:
    gone, *kept = json.loads(bundle)["observations"]
    assert sorted(gone) == ["destroyed_at", "leaf", "position", "proof"]
    assert gone["destroyed_at"].startswith("2026-05-02T12:00")
    header, body = kept[0]["content"].split("\n", 1)
    assert json.loads(header)["feed"] == "pia"
    assert json.loads(body)["seat"] == "4A"


def test_a_bundle_without_observations_has_the_access_tree_alone(ledger: Connection, signer: Signer) -> None:
    assert list(verify_bundle(export(ledger, signer, [])).sizes) == ["access"]


def test_a_key_that_nobody_knows_is_said(bundle: bytes) -> None:
    assert verify_bundle(bundle).is_known_key is None
    report = verify_bundle(bundle, trusted={})
    assert report.is_known_key is False
    assert any("NOT KNOWN" in line for line in report.lines())


@pytest.mark.parametrize("position", [308, 10_000])
def test_a_position_that_is_not_there_is_not_exported(
    ledger: Connection, put: Put, signer: Signer, position: int
) -> None:
    put(308)
    with pytest.raises(LedgerBroken) as broken:
        export(ledger, signer, [position])
    assert broken.value.position == position


def test_an_observation_that_was_lost_is_not_passed_over(ledger: Connection, put: Put, signer: Signer) -> None:
    put(3)
    ledger.execute("DELETE FROM ledger_observation WHERE position = 1")
    with pytest.raises(LedgerBroken, match="observation 1 is missing"):
        export(ledger, signer, [0, 1])


def test_ten_thousand_changes_of_one_byte_are_all_caught_by_both(bundle: bytes) -> None:
    draw = random.Random(20_261_124)
    for _ in range(10_000):
        at, by = draw.randrange(len(bundle)), draw.randrange(1, 256)
        changed = bundle[:at] + bytes([bundle[at] ^ by]) + bundle[at + 1 :]
        with pytest.raises(LedgerBroken):
            verify_bundle(changed)
        with pytest.raises(REFUSALS):
            stranger.check(changed)


def _drop_a_look(bundle: dict[str, Any]) -> None:
    del bundle["accesses"][1]


def _swap_looks(bundle: dict[str, Any]) -> None:
    bundle["accesses"].reverse()


def _retitle(bundle: dict[str, Any]) -> None:
    bundle["title"]["en"] = "Nobody looked"


def _change_a_look(bundle: dict[str, Any]) -> None:
    bundle["accesses"][1]["content"] = bundle["accesses"][1]["content"].replace("bilal", "nobody")


def _claim_destroyed(bundle: dict[str, Any]) -> None:
    bundle["observations"][0]["destroyed_at"] = "2020"


def _forget_the_head(bundle: dict[str, Any]) -> None:
    del bundle["heads"]["observation"]


def _add_a_tree(bundle: dict[str, Any]) -> None:
    bundle["heads"]["other"] = bundle["heads"]["access"]


def _add_a_field(bundle: dict[str, Any]) -> None:
    bundle["remark"] = ""


def _truth_for_a_number(bundle: dict[str, Any]) -> None:
    bundle["accesses"][0]["position"] = False


def _an_entry_that_is_none(bundle: dict[str, Any]) -> None:
    bundle["accesses"][0] = 7


@pytest.mark.parametrize(
    ("change", "said", "position"),
    [
        pytest.param(_drop_a_look, "signature", None, id="a look left out"),
        pytest.param(_swap_looks, r"accesses\[1\]", 3, id="looks in another order"),
        pytest.param(_retitle, "signature", None, id="the title"),
        pytest.param(_change_a_look, r"accesses\[1\]", 2, id="who looked"),
        pytest.param(_claim_destroyed, "signature", None, id="when it was destroyed"),
        pytest.param(_forget_the_head, r"observations\[0\]", 0, id="a head left out"),
        pytest.param(_add_a_tree, "no other tree", None, id="a tree more"),
        pytest.param(_add_a_field, "has to be an object", None, id="a field more"),
        pytest.param(_truth_for_a_number, r"accesses\[0\] has to be", None, id="a truth for a number"),
        pytest.param(_an_entry_that_is_none, r"accesses\[0\] has to be", None, id="a number for an entry"),
    ],
)
def test_a_change_is_named_by_its_place(
    bundle: bytes, change: Callable[[dict[str, Any]], None], said: str, position: int | None
) -> None:
    value = json.loads(bundle)
    change(value)
    with pytest.raises(LedgerBroken, match=said) as broken:
        verify_bundle(canonical(value))
    assert broken.value.position == position


JSON = st.recursive(
    st.none() | st.integers() | st.text(), lambda some: st.lists(some) | st.dictionaries(st.text(), some)
)


@given(st.binary(max_size=60) | JSON.map(json.dumps).map(str.encode))
def test_what_is_no_bundle_is_refused_in_one_way(data: bytes) -> None:
    with pytest.raises(LedgerBroken):
        verify_bundle(data)


@pytest.mark.parametrize("data", [b"", b"{}", b"[" * 100_000, b"NaN", b'"\\ud800"', b"\xff\xfe{}", b"1" * 5000])
def test_hostile_json_is_refused_in_one_way(data: bytes) -> None:
    with pytest.raises(LedgerBroken):
        verify_bundle(data)


def test_the_stranger_knows_nothing_of_us() -> None:
    source = Path(stranger.__file__).read_text()
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
    }
    assert imported == {"hashlib", "json", "re", "typing", "cryptography"}
    assert len(source.splitlines()) <= 100


def test_newest_heads_are_those_of_the_ledger(ledger: Connection, bundle: bytes) -> None:
    head = latest_head(ledger, "observation")
    assert head is not None
    assert verify_bundle(bundle).roots["observation"] == head.root.hex()
