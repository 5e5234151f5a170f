"""The table of attributes keeps its promises."""

import re

import pytest

from tansiq.detectors.rules.attributes import ATTRIBUTES, GROUPS, refusal_of, suggestion
from tansiq.detectors.rules.kinds import Kind
from tansiq.detectors.rules.sensitive import FORBIDDEN, forbidden_name, forbidden_text
from tansiq.handling.fields import SENSITIVE_SERVICE_CODES


def test_there_are_at_least_120() -> None:
    assert len(ATTRIBUTES) >= 120


def test_every_kind_has_attributes() -> None:
    assert {attribute.kind for attribute in ATTRIBUTES.values()} == set(Kind)


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_an_attribute_is_whole_and_may_be_named(name: str) -> None:
    attribute = ATTRIBUTES[name]
    assert re.fullmatch(r"[a-z]+\.[a-z][a-z0-9_]*", name)
    assert forbidden_name(name) == ""
    assert attribute.meaning
    assert attribute.source
    assert attribute.unknown_when
    assert attribute.proxy in {"", "nationality", "sex", "age"}
    assert attribute.low < attribute.high or attribute.kind in {Kind.BOOL, Kind.STRING, Kind.STRINGS}
    assert (attribute.kind is Kind.BOOL) == bool(re.match(r"whether ", attribute.meaning))


@pytest.mark.parametrize("word", sorted(FORBIDDEN))
def test_no_forbidden_word_is_let_through_in_any_spelling(word: str) -> None:
    assert forbidden_name(f"traveller.{word}") == FORBIDDEN[word]
    assert forbidden_name(f"traveller.is_{word}_2") == FORBIDDEN[word]
    assert forbidden_name(word.upper()) == FORBIDDEN[word]


@pytest.mark.parametrize("code", sorted(SENSITIVE_SERVICE_CODES))
def test_no_sensitive_service_code_is_let_through(code: str) -> None:
    assert forbidden_text(code)
    assert forbidden_text(f"x {code.lower()} y")


def test_an_ordinary_text_is_no_service_code() -> None:
    assert not any(forbidden_text(text) for text in ("PK", "KHI", "agency", "LEGLESS", "2026"))


def test_no_group_is_a_function_or_a_word_of_the_language() -> None:
    assert not GROUPS & {"has", "size", "double", "duration", "timestamp", "true", "false", "null", "in"}


def test_a_name_from_another_group_is_suggested() -> None:
    assert suggestion("document.is_cash") == "did you mean `payment.is_cash`?"
    assert refusal_of("zzz.yyy")[1] == "see the table of attributes"
