"""Template tags: times, names and reasons as they come out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tansiq.model.findings import Reason
from tansiq.web import tags

NOW = datetime(2026, 5, 1, 3, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "shown", "state"),
    [
        pytest.param(timedelta(minutes=11, seconds=59), "0:11", "soon", id="lands soon"),
        pytest.param(timedelta(minutes=26), "0:26", "near", id="lands in a while"),
        pytest.param(timedelta(hours=2, minutes=5), "2:05", "far", id="hours away"),
        pytest.param(timedelta(0), "0:00", "soon", id="this minute"),
        pytest.param(timedelta(seconds=-1), "\N{MINUS SIGN}0:01", "past", id="just landed"),
        pytest.param(timedelta(hours=-1, minutes=-4), "\N{MINUS SIGN}1:04", "past", id="landed long ago"),
    ],
)
def test_a_countdown_is_in_hours_and_minutes(left: timedelta, shown: str, state: str) -> None:
    drawn = tags.countdown(NOW + left, NOW)
    assert f">{shown}</time>" in drawn
    assert f'data-state="{state}"' in drawn


def test_an_exact_time_names_its_zone() -> None:
    assert tags.exact(NOW) == "2026-05-01 08:20 PKT"  # Pakistan is five hours ahead of UTC the whole year


@pytest.mark.parametrize("mark", [tags.bdi, tags.code])
def test_hostile_text_comes_out_escaped(mark: object) -> None:
    assert callable(mark)
    assert "&lt;script&gt;" in mark("<script>")


@given(left=st.text(), right=st.text())
def test_no_value_breaks_a_reason(left: str, right: str) -> None:
    drawn = tags.sentence(
        Reason("name.alike", "the names can be the same: {left}, {right}", 1.0, left=left, right=right)
    )
    inside = drawn.replace("<bdi>", "").replace("</bdi>", "")
    assert "<" not in inside
    assert drawn.count("<bdi>") == 3


def test_a_reason_is_a_sentence_in_the_language_of_the_page() -> None:
    reason = Reason("names.said", "{n} new", 1.0, values={"n": "3"})
    with translation.override("ar"):
        assert tags.sentence(reason) == "<bdi><bdi>3</bdi> جديد</bdi>"


@pytest.mark.parametrize(
    ("weight", "shown"), [(4.13, "+4.1"), (-2.0, "\N{MINUS SIGN}2.0"), (0.0, "+0.0")], ids=["for", "against", "nothing"]
)
def test_a_weight_has_its_sign(weight: float, shown: str) -> None:
    with translation.override("ar"):
        assert tags.signed(weight) == shown


@pytest.mark.parametrize("language", ["en", "ur", "ar"])
@pytest.mark.parametrize(
    ("drawn", "shown"),
    [
        pytest.param(lambda: tags.size(999), "1.0 kB", id="a small file"),
        pytest.param(lambda: tags.size(23_250), "23.2 kB", id="a message"),
        pytest.param(lambda: tags.size(64_000_000), "64.0 MB", id="a list"),
        pytest.param(lambda: tags.weight(54.0), "54 kg", id="whole kilograms"),
        pytest.param(lambda: tags.weight(17.5), "17.5 kg", id="half a kilogram"),
    ],
)
def test_sizes_and_weights_are_written_alike_everywhere(language: str, drawn: Callable[[], str], shown: str) -> None:
    with translation.override(language):
        assert f">{shown}</bdi>" in drawn()


def test_a_control_names_its_error_and_has_no_placeholder() -> None:
    class Form(forms.Form):
        word = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Word"}))

    drawn = tags.control(Form({})["word"])
    assert 'placeholder=""' in drawn
    assert 'aria-describedby="id_word_error"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_an_icon_is_ours_and_silent() -> None:
    assert 'aria-hidden="true"' in tags.icon("plane")
