"""Past travellers searched for a new entry. All persons are invented."""

import pytest

from tansiq.bench.names import invented_list
from tansiq.detectors.names import Watchlist, past_travellers
from tansiq.detectors.names.search import watchlist
from tansiq.model.findings import Verdict
from tansiq.model.subjects import IdentityDocument, Subject

TRAVELLERS = (
    Subject("PK301/4", names=("MANDOKHEL<<ZARGHUN",), birth_dates=("1976-03-04",)),
    Subject("EK612/9", names=("BOZDAR<<SHAHNAWAZ",), documents=(IdentityDocument("AB1234567", "passport", "PK"),)),
    Subject("TK708/2", names=("MARKOU<<ELENI",)),
    *invented_list(300, seed=2),
)
NEW = Subject("un/1", names=("Zarghoon Mandokhail",), birth_dates=("1976",))
BY_DOCUMENT = Subject("un/2", names=("Somebody Else",), documents=(IdentityDocument("ABI234567", "passport", "PK"),))


@pytest.mark.parametrize("long_from", [pytest.param(1, id="compiled"), pytest.param(5_000, id="in Python")])
def test_a_new_entry_finds_who_travelled_before(monkeypatch: pytest.MonkeyPatch, long_from: int) -> None:
    monkeypatch.setattr(watchlist, "LONG_FROM", long_from)
    past = Watchlist.build(TRAVELLERS)
    found = {(entry, key): comparison.verdict for entry, key, comparison in past_travellers(past, [NEW, BY_DOCUMENT])}
    assert found["un/1", "PK301/4"] is Verdict.MATCH
    assert not {key for entry, key in found if entry == "un/1"} & {"TK708/2", "EK612/9"}
    assert past.search(BY_DOCUMENT)[0].id == "EK612/9"


def test_no_more_are_held_up_than_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchlist, "LONG_FROM", 1)
    past = Watchlist.build(Subject(f"t{at}", names=("Zarghun Mandokhel",), birth_dates=("1976",)) for at in range(40))
    assert len(list(past_travellers(past, [NEW], most=7))) == 7
