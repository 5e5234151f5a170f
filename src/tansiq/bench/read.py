"""`tansiq bench read`: passenger lists to travellers and legs, beside pydifact with the same particulars taken."""

import time
from collections.abc import Callable, Sequence

from tansiq.bench import pydifact_reading
from tansiq.bench.lists import passenger_list
from tansiq.bench.pydifact_reading import Particulars
from tansiq.model.observations import FlightLeg, Traveller
from tansiq.model.reading import Reading
from tansiq.readers.passengers import paxlst

MESSAGES = 24
TRAVELLERS = 250
PEER_MESSAGES = 2
ROUNDS = 3
_BYTES_PER_MB = 1_000_000


def run(say: Callable[[str], None]) -> dict[str, object]:
    """Read the lists, best of three, then the first of them by pydifact; say: told each step.

    Figures: megabytes and travellers a second of processor time, so that other work on the machine does not count. ratio_to: ours by the peer's megabytes a second, None where it is absent.
    """
    texts = [passenger_list(number, TRAVELLERS) for number in range(MESSAGES)]
    inputs = [text.encode("ascii") for text in texts]
    size = sum(len(data) for data in inputs)
    say(
        f"reading {MESSAGES} lists of {TRAVELLERS} invented travellers, {size / _BYTES_PER_MB:.2f} MB, best of {ROUNDS}"
    )
    seconds = min(_timed(inputs) for _ in range(ROUNDS))
    ours = size / _BYTES_PER_MB / seconds
    per_second = MESSAGES * TRAVELLERS / seconds
    say(f"tansiq: {ours:.2f} MB/s, {per_second:,.0f} travellers a second")
    figures: dict[str, object] = {
        "bytes": size,
        "travellers": MESSAGES * TRAVELLERS,
        "mb_per_s": round(ours, 2),
        "travellers_per_s": round(per_second),
    }
    peer = _peer(texts[:PEER_MESSAGES], inputs[:PEER_MESSAGES], say)
    figures |= {"pydifact_mb_per_s": round(peer, 4)} if peer else {}
    return {"bench": "read", "figures": figures, "ratio_to": {"pydifact": round(ours / peer, 1) if peer else None}}


def _timed(inputs: Sequence[bytes]) -> float:
    start = time.process_time()
    for number, data in enumerate(inputs):
        paxlst.read(data, f"list-{number}.edi")
    return time.process_time() - start


def _peer(texts: Sequence[str], inputs: Sequence[bytes], say: Callable[[str], None]) -> float | None:
    """Megabytes a second of pydifact, once its particulars are seen to be ours; None where it is not installed."""
    if not pydifact_reading.is_installed():
        say("pydifact is not installed: no ratio (it comes with the development tools)")
        return None
    start = time.process_time()
    theirs = [pydifact_reading.particulars(text) for text in texts]
    seconds = time.process_time() - start
    same = theirs == [particulars_of(paxlst.read(data, "list.edi")) for data in inputs]
    speed = sum(len(data) for data in inputs) / _BYTES_PER_MB / seconds
    say(f"pydifact: {speed:.3f} MB/s on the first {len(texts)} lists, {'the same' if same else 'OTHER'} particulars")
    return speed


def particulars_of(reading: Reading) -> tuple[list[Particulars], list[Particulars]]:
    """What a reading says of travellers and legs, as the tuples that the peer makes."""
    travellers = [_of_traveller(o) for o in reading.observations if isinstance(o, Traveller)]
    legs = [_of_leg(o) for o in reading.observations if isinstance(o, FlightLeg)]
    return travellers, legs


def _of_leg(leg: FlightLeg) -> Particulars:
    return (leg.carrier + leg.number, leg.origin, leg.destination, leg.departure, leg.arrival)


def _of_traveller(traveller: Traveller) -> Particulars:
    (name,) = traveller.names
    return (
        name.family,
        name.given,
        traveller.sex,
        traveller.birth_date,
        traveller.nationality,
        traveller.residence,
        tuple((d.type, d.number, d.issuer, d.expiry) for d in traveller.documents),
        traveller.locator,
        traveller.reference,
        traveller.seat,
        traveller.embarked,
        traveller.disembarks,
        traveller.bags,
        traveller.bag_count,
        traveller.bag_weight_kg,
        traveller.verified,
    )
