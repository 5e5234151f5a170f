"""What holds for every pair of subjects: symmetry, bounds, identity, and evidence that never pulls the wrong way."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.detectors.names import Watchlist, match
from tansiq.detectors.names.weights import MATCH_FROM, POSSIBLE_FROM
from tansiq.model.findings import Verdict
from tansiq.model.subjects import IdentityDocument, Subject

WORDS = [
    "Muhammad",
    "Mohd",
    "Khan",
    "Ali",
    "Asif",
    "Arif",
    "Usman",
    "Othman",
    "Abdul",
    "Rahman",
    "Abdurrahman",
    "Rahim",
    "Ullah",
    "Habibullah",
    "din",
    "bin",
    "ibn",
    "Haji",
    "Syed",
    "Tarzi",
    "Bozdar",
    "Darvesh",
    "M.",
    "A.",
    "s/o",
    "al-",
    "محمد",
    "علی",
    "عبدالله",
    "الرحمن",
    "الدین",
    "خان",
    "Зафар",
    "Холиков",
    "Shah",
    "Nawaz",
    "Shahnawaz",
]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
DATES = st.one_of(
    st.dates().map(str), st.integers(1930, 2010).map(str), st.integers(1930, 2010).map(lambda year: f"{year}-01-01")
)
DOCUMENTS = st.builds(
    IdentityDocument, st.text("AB0O1I5S8", min_size=4, max_size=9), issuer=st.sampled_from(["", "AF", "PK"])
)
SUBJECTS = st.builds(
    Subject,
    names=st.lists(NAMES, min_size=1, max_size=2).map(tuple),
    weak_names=st.lists(NAMES, max_size=1).map(tuple),
    father_names=st.lists(NAMES, max_size=1).map(tuple),
    birth_dates=st.lists(DATES, max_size=2).map(tuple),
    nationalities=st.lists(st.sampled_from(["AF", "PK", "IR"]), max_size=2).map(tuple),
    sex=st.sampled_from(["", "M", "F"]),
    documents=st.lists(DOCUMENTS, max_size=2).map(tuple),
)
SLACK = 1e-9


@given(SUBJECTS, SUBJECTS)
def test_it_does_not_matter_who_is_left(one: Subject, other: Subject) -> None:
    there, back = match(one, other), match(other, one)
    assert abs(there.score - back.score) < SLACK
    assert there.verdict is back.verdict


@given(SUBJECTS, SUBJECTS)
def test_nobody_is_more_like_a_subject_than_itself(one: Subject, other: Subject) -> None:
    assert match(one, other).score <= match(one, one).score + SLACK


@given(SUBJECTS, SUBJECTS)
def test_the_verdict_is_what_the_score_says(one: Subject, other: Subject) -> None:
    comparison = match(one, other)
    assert 0 <= comparison.score <= 1
    assert (comparison.verdict is Verdict.MATCH) == (comparison.score >= MATCH_FROM)
    assert (comparison.verdict is Verdict.NO) == (comparison.score < POSSIBLE_FROM)
    assert all(reason.text for reason in (*comparison.reasons, *comparison.against))


@given(SUBJECTS, SUBJECTS, st.dates().map(str))
def test_a_birth_date_both_give_never_lowers_the_score(one: Subject, other: Subject, born: str) -> None:
    before = match(one, other).score
    both = [replace(subject, birth_dates=(*subject.birth_dates, born)) for subject in (one, other)]
    assert match(*both).score >= before - SLACK


@given(SUBJECTS, SUBJECTS)
def test_a_document_both_carry_never_lowers_the_score(one: Subject, other: Subject) -> None:
    document = IdentityDocument("K7719934", issuer="PK")
    both = [replace(subject, documents=(*subject.documents, document)) for subject in (one, other)]
    assert match(*both).score >= match(one, other).score - SLACK


@given(SUBJECTS, SUBJECTS)
def test_a_sex_that_differs_never_raises_the_score(one: Subject, other: Subject) -> None:
    silent = match(replace(one, sex=""), replace(other, sex=""))
    assert match(replace(one, sex="M"), replace(other, sex="F")).score <= silent.score


@given(SUBJECTS, SUBJECTS)
def test_birth_dates_decades_apart_never_raise_the_score(one: Subject, other: Subject) -> None:
    silent = match(replace(one, birth_dates=()), replace(other, birth_dates=()))
    apart = match(replace(one, birth_dates=("1951-02-03",)), replace(other, birth_dates=("1992-10-11",)))
    assert apart.score <= silent.score


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_compared(left: str, right: str) -> None:
    subjects = [
        Subject(names=(text,), father_names=(text,), birth_dates=(text,), birth_places=(text,), sex=text[:1],
                documents=(IdentityDocument(text, text, text[:2]),), nationalities=(text,))
        for text in (left, right)
    ]  # fmt: skip
    assert 0 <= match(*subjects).score <= 1


@settings(max_examples=25, deadline=None)
@given(st.lists(SUBJECTS, max_size=12), st.one_of(SUBJECTS, st.builds(Subject, names=st.tuples(st.text()))))
def test_a_search_agrees_with_the_comparison(listed: list[Subject], query: Subject) -> None:
    watchlist = Watchlist.build(replace(subject, id=str(at)) for at, subject in enumerate(listed))
    found = watchlist.search(query, top=5)
    assert len(found) <= min(5, len(listed))
    assert [candidate.score for candidate in found] == sorted((c.score for c in found), reverse=True)
    for candidate in found:
        assert candidate.score <= watchlist.compare(query, candidate.id).score + SLACK
