"""Values that are quickly made are the values that they were."""

import copy
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from tansiq.model.construction import quickly_made


@dataclass(frozen=True, slots=True)
class Plain:
    """What the quick one is held against."""

    name: str
    count: int | None = None
    parts: tuple[str, ...] = ("a",)


@quickly_made
@dataclass(frozen=True, slots=True)
class Quick:
    """The same fields."""

    name: str
    count: int | None = None
    parts: tuple[str, ...] = ("a",)


@pytest.mark.parametrize(
    ("given", "named"),
    [(("x",), {}), (("x", 3), {"parts": ()}), ((), {"name": "x", "count": 0}), (("x", 1, ("b",)), {})],
)
def test_it_holds_what_it_was_given(given: tuple[object, ...], named: dict[str, object]) -> None:
    quick, plain = Quick(*given, **named), Plain(*given, **named)  # type: ignore[arg-type]  # rows of a table
    assert repr(quick) == repr(plain).replace("Plain", "Quick")
    assert hash(quick) == hash(plain)
    assert type(quick) is Quick


def test_it_stays_frozen_and_equal_and_can_be_copied() -> None:
    quick = Quick("x", 2)
    with pytest.raises(FrozenInstanceError):
        quick.name = "y"  # type: ignore[misc]  # that is what is tried
    assert quick == copy.copy(quick)
    assert replace(quick, count=5) == Quick("x", 5)
    assert Quick("x") != Quick("y")


@pytest.mark.parametrize(("given", "named"), [((), {}), (("x", 1, (), 4), {}), (("x",), {"other": 1})])
def test_what_does_not_fit_its_fields_is_refused(given: tuple[object, ...], named: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Quick(*given, **named)  # type: ignore[arg-type]  # that is what is tried


@dataclass(frozen=True, slots=True)
class Made:
    """A default that has to be made anew each time."""

    parts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Open:
    """No slots."""

    name: str


@dataclass(frozen=True, slots=True)
class Child(Quick):
    """Slots of another class beside its own."""

    more: str = ""


@pytest.mark.parametrize("other", [Made, Open, Child], ids=lambda kind: kind.__name__)
def test_another_kind_of_class_is_refused(other: type[object]) -> None:
    with pytest.raises(TypeError, match=other.__name__):
        quickly_made(other)
