"""Patterns: what is taken, what is refused with its reason, and that searching agrees with RE2 and with polars."""

import time

import polars as pl
import pytest
import re2
from hypothesis import assume, given
from hypothesis import strategies as st

from tansiq.detectors.rules.automaton import searcher
from tansiq.detectors.rules.patterns import Pattern, PatternRefused, parse_pattern, render_portable


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        pytest.param("", "every text", id="empty"),
        pytest.param("a" * 201, "at most 200", id="too long"),
        pytest.param("(a", "without its )", id="open group"),
        pytest.param("a)", "without its (", id="closed group"),
        pytest.param("(?=a)", "look-around", id="look-ahead"),
        pytest.param("(?i)a", "flags", id="flags"),
        pytest.param(r"(a)\1", "not allowed", id="back reference"),
        pytest.param(r"\bPK", "not allowed", id="word boundary"),
        pytest.param("a*?", "count on a count", id="lazy"),
        pytest.param("a**", "count on a count", id="twice repeated"),
        pytest.param("*a", "nothing before it", id="repeats nothing"),
        pytest.param("^*", "cannot be repeated", id="repeated edge"),
        pytest.param("a{101}", "from 0 to 100", id="count too great"),
        pytest.param("a{3,2}", "smaller first", id="count reversed"),
        pytest.param("a{x}", "a count such as", id="no count"),
        pytest.param("((((a{50}){50}){50}){50})", "multiply", id="counts multiply"),
        pytest.param("[b-a]", "smaller first", id="range reversed"),
        pytest.param("[]a]", "empty class", id="empty class"),
        pytest.param("[a", "without its ]", id="open class"),
        pytest.param("[[:alpha:]]", "inside it", id="named class"),
        pytest.param("[a&&b]", "different things", id="intersection"),
        pytest.param(r"[^\w\W]", "no character", id="class of nothing"),
        pytest.param("(" * 30 + "a" + ")" * 30, "deep", id="too deep"),
    ],
)
def test_a_refused_pattern_says_why(pattern: str, words: str) -> None:
    with pytest.raises(PatternRefused) as refused:
        parse_pattern(pattern)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("pattern", "text", "is_found"),
    [
        pytest.param("^PK[0-9]{3}$", "PK785", True, id="flight number"),
        pytest.param("^PK[0-9]{3}$", "PK785\n", False, id="$ is the end, not before the last newline"),
        pytest.param("^PK[0-9]{3}$", "XPK785", False, id="^ is the beginning"),
        pytest.param(r"\d", "٣", False, id="a digit is an ASCII digit"),
        pytest.param(r"\w", "é", False, id="a letter is an ASCII letter"),
        pytest.param(r"\s", "\v", False, id="a vertical tab is no space"),
        pytest.param(".", "\n", False, id="the point is no newline"),
        pytest.param("a.c", "a😀c", True, id="one character is one code point"),
        pytest.param("^$", "", True, id="empty text"),
        pytest.param("$^", "", True, id="edges in the other order"),
        pytest.param("(a*)*b", "aab", True, id="nested repeats"),
        pytest.param("a]", "a]", True, id="a lone closing bracket"),
        pytest.param("x{0,2}y|z", "z", True, id="alternative"),
    ],
)
def test_a_pattern_is_found_as_re2_finds_it(pattern: str, text: str, is_found: bool) -> None:
    assert searcher(parse_pattern(pattern))(text) is is_found


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """Patterns of the subset, mostly."""
    atoms = st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", r"\d", r"\W", "1", "^", "$", r"\.", "[a-c1-3]", "é"])

    def counted(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        count = st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,}", "{0}"])
        return st.one_of(
            st.builds("(?:{}){}".format, inner, count),
            st.builds("({}|{})".format, inner, inner),
            st.lists(inner, min_size=1, max_size=3).map("".join),
        )

    return draw(st.recursive(atoms, counted, max_leaves=6))


def taken(text: str) -> Pattern | None:
    """The pattern of a text; None where it is refused with a reason and a place in it."""
    try:
        return parse_pattern(text)
    except PatternRefused as refused:
        return None if str(refused) and 0 <= refused.at <= len(text) else pytest.fail("refused without reason or place")


@given(patterns(), st.text("abc1.é\n", max_size=8))
def test_searching_agrees_with_re2_and_with_polars(text_pattern: str, text: str) -> None:
    pattern = taken(text_pattern)
    assume(pattern)
    assert pattern
    ours = searcher(pattern)(text)
    assert ours is (re2.search(text_pattern, text) is not None)
    frame = pl.DataFrame({"t": [text]})
    assert frame.select(pl.col("t").str.contains(render_portable(pattern.piece))).item() is ours


@given(st.text("ab()[]{}*+?|^$.\\,-&0123dws", max_size=12))
def test_any_text_is_taken_or_refused(text: str) -> None:
    pattern = taken(text)
    assert pattern is None or searcher(pattern)("ab") is (re2.search(text, "ab") is not None)


def test_a_pattern_that_kills_backtracking_engines_takes_linear_time() -> None:
    search = searcher(parse_pattern("(a+)+$"))
    started = time.process_time()
    assert not search("a" * 20_000 + "b")
    assert time.process_time() - started < 1
