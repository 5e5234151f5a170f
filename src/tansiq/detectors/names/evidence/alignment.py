"""Two names laid side by side: which part is which, what is left over, and how far they agree."""

from collections.abc import Iterator, Sequence
from functools import lru_cache, reduce
from itertools import pairwise
from typing import NamedTuple

from tansiq.detectors.names import weights
from tansiq.detectors.names.evidence.parts_alike import part_likeness
from tansiq.detectors.names.words.pieces import Name, Part, joined, joined_skeleton

__all__ = ["NOTHING", "Fit", "Loss", "as_acronym", "fit", "part_likeness", "with_joins"]

_EXACT_SEARCH_EDGES = 14
_JOIN_FROM = 0.9
_SHORTEST_CUT = 3
_FEWEST_OUT_OF_ORDER = 2
_SHORTEST_ACRONYM = 3
_ACRONYM_BITS = 8.0
_ANY_FIRM = frozenset({"company"})
OPTIONAL_FIRST = frozenset({"muhammad", "hazrat", "hafiz", "khan", "malik", "mir", "mirza", "agha"})
"""Given names and honours that their bearers often leave out."""


class Loss(NamedTuple):
    """Parts of the names that do not agree. kind: unsure, differs, surplus or order. weight: of the whole name's."""

    kind: str
    weight: float
    left: Sequence[Part] = ()
    right: Sequence[Part] = ()


class Fit(NamedTuple):
    """How two names agree.

    value: 0 to 1, which is 1 less the losses' shares of `whole`. bits: what the agreeing parts tell. turned: the losses
    have left and right exchanged.
    """

    value: float
    bits: float
    losses: Sequence[Loss] = ()
    whole: float = 1.0
    turned: bool = False


class _Edge(NamedTuple):
    left: int
    right: int
    gain: float
    agreement: float


NOTHING = Fit(0.0, 0.0)


def fit(left: Name, right: Name) -> Fit:
    """How far two names agree. Symmetric: the value does not depend on which is left."""
    if not left.parts or not right.parts:
        return NOTHING
    found = _fit(left, right) if _stands_first(left, right) else _fit(right, left)._replace(turned=True)
    if (left.initials or right.initials) and found.value < weights.ACRONYM:
        if short := as_acronym(left, right):
            return short
        if short := as_acronym(right, left):
            return short._replace(turned=True)
    return found


def _stands_first(left: Name, right: Name) -> bool:
    """Whether the left name ranks no lower: mostly the first letters tell."""
    one, other = (part.prefix or part.text for part in (left.parts[0], right.parts[0]))
    return one[0] < other[0] if one[:1] != other[:1] and one and other else left.rank <= right.rank


def as_acronym(short: Name, long: Name) -> Fit | None:
    """How a name that has the initials of the other agrees with it; None where it does not."""
    own = [part for part in short.parts if part.kind == "name"]
    letters = own[0].text if len(own) == 1 else ""
    if not (_SHORTEST_ACRONYM <= len(letters) <= len(long.initials) and long.initials.startswith(letters)):
        return None
    weight = 1.0 - weights.ACRONYM
    return Fit(weights.ACRONYM, _ACRONYM_BITS, (Loss("unsure", weight, short.parts, long.parts),))


def _fit(left: Name, right: Name) -> Fit:
    ours, theirs = with_joins(left, right), with_joins(right, left)
    pairs = _assigned(_edges(ours, theirs, left_cut=left.cut, right_cut=right.cut), len(ours))
    if not pairs:
        return NOTHING
    agreeing = sum(edge.gain for edge in pairs)
    losses = [
        Loss("unsure", edge.gain / edge.agreement - edge.gain, (ours[edge.left],), (theirs[edge.right],))
        for edge in pairs
        if edge.agreement < 1
    ]
    whole = agreeing + sum(loss.weight for loss in losses)
    if len(pairs) < max(len(ours), len(theirs)):
        for loss, tells in _left_over(pairs, ours, theirs):
            whole += loss.weight
            more = max(1.0, agreeing / weights.LONG_NAME) if tells else 1.0
            losses.append(loss._replace(weight=more * loss.weight))
    disorder = _disorder(pairs, ours, firm=left.chained and right.chained and not (left.cut or right.cut))
    if disorder:
        losses.append(Loss("order", disorder * whole, ours, theirs))
    bits = sum(min(ours[edge.left].bits, theirs[edge.right].bits) * edge.agreement for edge in pairs)
    return Fit(max(0.0, 1.0 - sum(loss.weight for loss in losses) / whole), bits, losses, whole)


def _left_over(pairs: Sequence[_Edge], ours: Sequence[Part], theirs: Sequence[Part]) -> Iterator[tuple[Loss, bool]]:
    """What does not agree, and whether it tells two people apart however much else agrees.

    A title contradicts nothing, neither a name nor another title: it is a surplus of the name that has it.
    """
    used_left, used_right = {edge.left for edge in pairs}, {edge.right for edge in pairs}
    left = [part for i, part in enumerate(ours) if i not in used_left]
    right = [part for i, part in enumerate(theirs) if i not in used_right]
    named_left, named_right = ([part for part in parts if part.kind != "title"] for parts in (left, right))
    if named_left or named_right:
        yield _unlike(pairs, ours, theirs, named_left, named_right)
    for titles in ([part for part in parts if part.kind == "title"] for parts in (left, right)):
        if titles:
            yield Loss("surplus", weights.SURPLUS * sum(part.weight for part in titles), titles), False


def _unlike(
    pairs: Sequence[_Edge], ours: Sequence[Part], theirs: Sequence[Part], left: Sequence[Part], right: Sequence[Part]
) -> tuple[Loss, bool]:
    """The loss by the parts of two names that nothing agrees with, and whether it tells two people apart."""
    one, other = _loose_weight(left, against=right), _loose_weight(right, against=left)
    if any(part.kind == "number" for part in (*left, *right)):
        return Loss("differs", weights.CONFLICT * max(one, other), left, right), False
    conflict, surplus = weights.CONFLICT * min(one, other) + _legal_conflict(left, right), abs(one - other)
    if left and right:
        return Loss("differs", conflict + weights.SURPLUS * surplus, left, right), True
    if _in_order(pairs) and (_is_first(left, ours) or _is_first(right, theirs)):
        return Loss("surplus", weights.FIRST_SURPLUS * surplus, left, right), True
    return Loss("surplus", conflict + weights.SURPLUS * surplus, left, right), False


def _legal_conflict(left: Sequence[Part], right: Sequence[Part]) -> float:
    """What two legal forms that a firm cannot have together cost."""
    one, other = ({part.form for part in parts if part.kind == "legal"} - _ANY_FIRM for parts in (left, right))
    return weights.LEGAL_DIFFERS if one and other else 0.0


def _in_order(pairs: Sequence[_Edge]) -> bool:
    """Whether two parts or more agree, and stand in one order in both names."""
    order = [edge.right for edge in pairs]
    return len(order) >= _FEWEST_OUT_OF_ORDER and order == sorted(order)


def _is_first(loose: Sequence[Part], parts: Sequence[Part]) -> bool:
    """Whether the part that the other name lacks is the first: then the other parts may be the father's name."""
    first = next((part for part in parts if part.kind != "title"), None)
    return first in loose and first is not None and first.kind == "name" and first.names.isdisjoint(OPTIONAL_FIRST)


def _loose_weight(parts: Sequence[Part], *, against: Sequence[Part]) -> float:
    """What the parts weigh; what the other name contradicts weighs something, however common or short it is."""
    if not against:
        return sum(part.weight + (weights.PLACE_SURPLUS if part.kind == "place" else 0.0) for part in parts)
    contradicted = any(part.kind in {"name", "initial"} for part in against)
    least = weights.CONTRADICTED if contradicted else {}
    return sum(max(part.weight, least.get(part.kind, 0.0)) for part in parts)


def with_joins(name: Name, other: Name) -> Sequence[Part]:
    """The name's parts, with two or three neighbours joined where the other name writes them as one."""
    if name.joins.isdisjoint(other.sought):
        return name.parts
    out: list[Part] = []
    at = 0
    while at < len(name.parts):
        for size in (3, 2):
            run = name.parts[at : at + size]
            if len(run) == size and any(_could_join(run, whole) for whole in other.parts):
                out.append(reduce(joined, run))
                break
        else:
            size = 1
            out.append(name.parts[at])
        at += size
    return out


def _could_join(run: Sequence[Part], whole: Part) -> bool:
    if not all(part.skeletons for part in run) or joined_skeleton(run) not in whole.skeletons:
        return False
    apart = max(part_likeness(part, whole) for part in run)
    return part_likeness(reduce(joined, run), whole) >= max(_JOIN_FROM, apart)


def _edges(ours: Sequence[Part], theirs: Sequence[Part], *, left_cut: bool, right_cut: bool) -> list[_Edge]:
    edges = []
    for i, mine in enumerate(ours):
        for j, other in enumerate(theirs):
            agreement = _agreement(mine, other)
            if agreement < 1 and (
                (left_cut and i == len(ours) - 1 and _is_cut_of(mine, other))
                or (right_cut and j == len(theirs) - 1 and _is_cut_of(other, mine))
            ):
                agreement = max(agreement, weights.between(weights.AGREEMENT, weights.CUT))
            if agreement:
                edges.append(_Edge(i, j, agreement * (mine.weight + other.weight), agreement))
    return edges


@lru_cache(maxsize=1 << 17)
def _agreement(left: Part, right: Part) -> float:
    return weights.between(weights.AGREEMENT, part_likeness(left, right))


def _is_cut_of(short: Part, whole: Part) -> bool:
    return (
        short.kind == whole.kind == "name"
        and len(short.readings[0]) >= _SHORTEST_CUT
        and whole.readings[0].startswith(short.readings[0])
    )


def _assigned(edges: list[_Edge], count: int) -> list[_Edge]:
    """The edges with the greatest gain together, no part used twice; greedily where there are very many."""
    if len({edge.left for edge in edges}) == len({edge.right for edge in edges}) == len(edges):
        return edges
    if len(edges) > _EXACT_SEARCH_EDGES:
        return _greedy(edges)
    by_left: list[list[_Edge]] = [[edge for edge in edges if edge.left == i] for i in range(count)]
    return _best(by_left, 0, frozenset())[1]


def _best(by_left: list[list[_Edge]], i: int, used: frozenset[int]) -> tuple[float, list[_Edge]]:
    if i == len(by_left):
        return 0.0, []
    best = _best(by_left, i + 1, used)
    for edge in by_left[i]:
        if edge.right not in used:
            gain, rest = _best(by_left, i + 1, used | {edge.right})
            if gain + edge.gain > best[0]:
                best = gain + edge.gain, [edge, *rest]
    return best


def _greedy(edges: list[_Edge]) -> list[_Edge]:
    lefts: set[int] = set()
    rights: set[int] = set()
    taken = []
    for edge in sorted(edges, key=lambda edge: (-edge.gain, abs(edge.left - edge.right), edge.left)):
        if edge.left not in lefts and edge.right not in rights:
            lefts.add(edge.left)
            rights.add(edge.right)
            taken.append(edge)
    return sorted(taken)


def _disorder(pairs: Sequence[_Edge], ours: Sequence[Part], *, firm: bool) -> float:
    """ORDER_LOSS where the parts stand neither in one order nor in one turned around (family name first or last)."""
    if len(pairs) < _FEWEST_OUT_OF_ORDER:
        return 0.0
    order = [edge.right for edge in pairs if ours[edge.left].kind in {"name", "initial"}]
    breaks = sum(now > after for now, after in pairwise(order))
    if order and not firm:
        breaks += order[-1] > order[0]
    return weights.ORDER_LOSS if breaks > (0 if firm else 1) else 0.0
