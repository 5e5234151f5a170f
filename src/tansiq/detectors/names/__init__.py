"""Find the listed person behind a name, and say why it may be somebody else."""

from tansiq.detectors.names.batch import match_pairs, render_comparison, screen_many
from tansiq.detectors.names.evidence.compare import match
from tansiq.detectors.names.interface import Candidate
from tansiq.detectors.names.retro import past_travellers
from tansiq.detectors.names.screen import findings
from tansiq.detectors.names.search.watchlist import Watchlist

__all__ = [
    "Candidate",
    "Watchlist",
    "findings",
    "match",
    "match_pairs",
    "past_travellers",
    "render_comparison",
    "screen_many",
]
