"""release() is the only door out, and says what forbids."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tansiq.handling.marking import TLP, Caveat, Marking
from tansiq.handling.purpose import Ground, Purpose
from tansiq.handling.release import Party, Released, Withheld, WithheldReason, release
from tansiq.model.errors import NotReleasable

NOW = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
TRIAGE = Purpose(Ground.TRIAGE, "alert 4711")
OWNED = frozenset({"ncs"})
SHARED = frozenset({"ncs", "customs"})


@pytest.mark.parametrize(
    ("marking", "to", "reason"),
    [
        pytest.param(Marking(OWNED), Party("customs"), WithheldReason.LEVEL, id="amber does not reach another agency"),
        pytest.param(Marking(OWNED), Party("lab", client_of="ncs"), None, id="amber reaches a client"),
        pytest.param(
            Marking(OWNED, TLP.AMBER_STRICT), Party("lab", client_of="ncs"), WithheldReason.LEVEL, id="strict does not"
        ),
        pytest.param(Marking(OWNED, audience=SHARED), Party("customs"), None, id="named in the audience"),
        pytest.param(
            Marking(OWNED, TLP.RED, audience=SHARED),
            Party("customs"),
            WithheldReason.LEVEL,
            id="red needs a named person",
        ),
        pytest.param(
            Marking(OWNED, TLP.RED, audience=SHARED), Party("customs", person="b.demo"), None, id="red, named"
        ),
        pytest.param(
            Marking(OWNED, TLP.CLEAR, audience=frozenset()), Party("customs"), WithheldReason.AUDIENCE, id="nobody"
        ),
        pytest.param(
            Marking(OWNED), Party("lab", client_of="ncs", community=False), WithheldReason.LEVEL, id="an outside client"
        ),
        pytest.param(Marking(OWNED, TLP.GREEN), Party("customs", community=False), WithheldReason.LEVEL, id="outsider"),
        pytest.param(
            Marking(OWNED, TLP.CLEAR, caveats=frozenset({Caveat.NO_ONWARD})),
            Party("customs"),
            WithheldReason.NO_ONWARD,
            id="originator control",
        ),
        pytest.param(
            Marking(OWNED, purposes=frozenset({Ground.AUDIT})), Party("ncs"), WithheldReason.PURPOSE, id="purpose"
        ),
        pytest.param(Marking(OWNED, until=NOW), Party("ncs"), WithheldReason.EXPIRED, id="the permission has ended"),
        pytest.param(Marking(OWNED, TLP.RED), Party("ncs"), None, id="an owner may know its own"),
    ],
)
def test_a_release_is_made_or_withheld_with_its_reason(
    marking: Marking, to: Party, reason: WithheldReason | None
) -> None:
    decision = release("value", marking, to, TRIAGE, at=NOW)
    if reason is None:
        assert isinstance(decision, Released)
        assert (decision.value, decision.to, decision.purpose) == ("value", to, TRIAGE)
    else:
        assert isinstance(decision, Withheld)
        assert decision.reason == reason


def test_the_owners_yes_opens_what_no_onward_closes() -> None:
    marking = Marking(OWNED, TLP.CLEAR, caveats=frozenset({Caveat.NO_ONWARD}))
    assert isinstance(release(1, marking, Party("customs"), TRIAGE, at=NOW, consents=OWNED), Released)


def test_nobody_else_makes_a_released_value() -> None:
    with pytest.raises(NotReleasable):
        Released("value", Party("x"), TRIAGE, Marking(OWNED), NOW, seal=object())  # type: ignore[arg-type]


def test_no_module_but_release_constructs_released() -> None:
    root = Path(__file__).parents[2] / "src" / "tansiq"
    makers = [
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Released"
    ]
    assert makers == ["handling/release.py"]
