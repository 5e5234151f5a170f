"""What the demo's state has decided about boarding: the terms on which one airline is answered, and whom it does not board."""

from datetime import datetime, timedelta

from tansiq.centre.boarding.decisions import DecisionGround, Proposal, StandingDecision, answer, propose
from tansiq.centre.boarding.policies import Terms, approve_terms, propose_terms, terms_of
from tansiq.centre.feeds import Feed
from tansiq.centre.people import Officer
from tansiq.demo.plots import PLOTS
from tansiq.detectors.boarding import Answer

ASKING_FEED = "airline-ek"
FIRST, SECOND, ADMINISTRATOR = "ayesha", "sana", "omar"
DECIDED_FOR = timedelta(days=30)

TERMS = Terms(
    version=0,
    carrier="",
    fallback=Answer.CHECK,
    text="When no answer is ready in time, the airline asks the duty officer (demo).",
    late_after_ms=4000,
    contact="DUTY OFFICER 92 51 0000000 DEMO",
)


def decide(*, at: datetime) -> None:
    """Have two officers each approve the terms and the decision of the story, unless they stand already."""
    by_name = {name: Officer.objects.get(username=name) for name in (FIRST, SECOND, ADMINISTRATOR)}
    if not terms_of(ASKING_FEED):
        feed = Feed.objects.get(code=ASKING_FEED)
        proposed = propose_terms(feed, by_name[ADMINISTRATOR], TERMS, at=at)
        approve_terms(proposed.pk, by_name[SECOND], is_approved=True, at=at)
    said = _not_to_be_boarded(at)
    if not StandingDecision.objects.filter(number=said.number).exists():
        decided = propose(by_name[FIRST], said, at=at)
        answer(decided.pk, by_name[SECOND], is_confirmed=True, at=at)


def _not_to_be_boarded(at: datetime) -> Proposal:
    (plot,) = [plot for plot in PLOTS if plot.key == "no_board"]
    traits = plot.parties[0][0]
    return Proposal(
        number=traits.number,
        issuer="PK",
        effect=Answer.NO_BOARD.value,
        ground=DecisionGround.COURT_ORDER.value,
        legal_basis="Exit control order of an invented court, section 1 (demo)",
        reason="A court has ordered that he does not leave the country. Invented for the demo.",
        expires_at=at + DECIDED_FOR,
        birth_date=traits.born_on.isoformat(),
        name=f"{traits.given} {traits.family}",
        is_shared=True,
    )
