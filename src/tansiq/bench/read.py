"""`tansiq bench read`: messages of every kind to observations, beside pydifact where it can read them."""

import time
from collections.abc import Callable, Sequence

from tansiq.bench import day_messages, large_file, pydifact_reading
from tansiq.bench.lists import passenger_list
from tansiq.bench.pydifact_reading import Particulars
from tansiq.model.observations import FlightLeg, Traveller
from tansiq.model.reading import Reading
from tansiq.readers import formats

MESSAGES = 24
TRAVELLERS = 250
PEER_MESSAGES = 2
PEER_BYTES = 120_000  # of each kind of the day's messages
DAY_INPUTS = 1000  # of each kind, at most
ROUNDS = 3
_BYTES_PER_MB = 1_000_000
_EDIFACT = frozenset({"paxlst", "pnrgov", "cusres", "cuscar"})

Figures = dict[str, object]


def run(say: Callable[[str], None]) -> dict[str, object]:
    """Read messages of every kind, best of three, and some by pydifact; say: told each step.

    Figures: megabytes and travellers a second of processor time, so that other work on the machine does not count:
    of dense passenger lists, read for the first time by the process, and read again from their bytes as a replay of
    the ledger reads them (`formats.replay`); by kind, of the messages of an invented national day; megabytes that reading a large file took at most.
    ratio_to: ours by the peer's megabytes a second, None where it is absent: of the dense lists with the same
    particulars taken, of the day's messages with nothing taken from pydifact's segments.
    """
    has_peer = pydifact_reading.is_installed()
    if not has_peer:
        say("pydifact is not installed: no ratio (it comes with the development tools)")
    figures, ratios = _dense(say, has_peer=has_peer)
    for kind, inputs in day_messages.messages().items():
        more, ratio = _of_day(kind, inputs[:DAY_INPUTS], say, has_peer=has_peer)
        figures |= more
        ratios |= {f"pydifact_segments_{kind}": ratio} if ratio is not None else {}
    return {"bench": "read", "figures": figures | _large(say), "ratio_to": ratios}


def _dense(say: Callable[[str], None], *, has_peer: bool) -> tuple[Figures, dict[str, float | None]]:
    """Lists of a large flight with all that a carrier may send of everybody."""
    texts = [passenger_list(number, TRAVELLERS) for number in range(MESSAGES)]
    inputs = [text.encode("ascii") for text in texts]
    size, travellers = sum(map(len, inputs)), MESSAGES * TRAVELLERS
    say(f"reading {MESSAGES} lists of {TRAVELLERS} invented travellers, {size / _BYTES_PER_MB:.2f} MB")
    first = _timed(inputs)
    again = min(_replayed(inputs) for _ in range(ROUNDS))
    ours = size / _BYTES_PER_MB / again
    say(f"tansiq: {ours:.2f} MB/s, {travellers / first:,.0f} travellers a second, {travellers / again:,.0f} on replay")
    figures: Figures = {
        "bytes": size,
        "travellers": travellers,
        "mb_per_s": round(ours, 2),
        "first_travellers_per_s": round(travellers / first),
        "replay_travellers_per_s": round(travellers / again),
    }
    if not has_peer:
        return figures, {"pydifact": None}
    peer = _peer(texts[:PEER_MESSAGES], inputs[:PEER_MESSAGES], say)
    return figures | {"pydifact_mb_per_s": round(peer, 4)}, {"pydifact": round(ours / peer, 1)}


def _of_day(
    kind: str, inputs: Sequence[bytes], say: Callable[[str], None], *, has_peer: bool
) -> tuple[Figures, float | None]:
    """Messages of one kind, and what pydifact makes of the first of them that it can read."""
    size = sum(map(len, inputs)) / _BYTES_PER_MB
    readings = [formats.read(data, "message") for data in inputs]
    travellers = sum(isinstance(o, Traveller) for reading in readings for o in reading.observations)
    seconds = min(_timed(inputs) for _ in range(ROUNDS))
    said = f"{kind}: {len(inputs)} inputs, {size:.2f} MB, {size / seconds:.2f} MB/s"
    figures: Figures = {f"{kind}_mb_per_s": round(size / seconds, 2)}
    if travellers:
        said += f", {travellers / seconds:,.0f} travellers a second"
        figures[f"{kind}_travellers_per_s"] = round(travellers / seconds)
    say(said)
    if not has_peer or kind not in _EDIFACT:
        return figures, None
    peer, readable = _segments_of_peer(inputs)
    if not readable:
        return figures, None
    ours = sum(map(len, readable)) / _BYTES_PER_MB / min(_timed(readable) for _ in range(ROUNDS))
    say(f"pydifact: {peer:.3f} MB/s for the segments alone of {len(readable)} of them")
    return figures | {f"{kind}_pydifact_mb_per_s": round(peer, 4)}, round(ours / peer, 1)


def _segments_of_peer(inputs: Sequence[bytes]) -> tuple[float, list[bytes]]:
    """Megabytes a second of pydifact, and the inputs that it could read, up to `PEER_BYTES`."""
    readable: list[bytes] = []
    seconds = 0.0
    for data in inputs:
        start = time.process_time()
        made = pydifact_reading.segments(data.decode("latin-1"))
        if made:
            seconds += time.process_time() - start
            readable.append(data)
        if sum(map(len, readable)) > PEER_BYTES:
            break
    return sum(map(len, readable)) / _BYTES_PER_MB / max(seconds, 1e-9), readable


def _large(say: Callable[[str], None]) -> Figures:
    size = large_file.megabytes()
    peak = large_file.peak_mb(size)
    if peak is None:
        say("the system does not say how much memory a process took")
        return {}
    say(f"a file of {size} MB: {peak:.0f} MB of memory at most")
    return {"large_file_mb": size, "large_file_peak_mb": round(peak, 1)}


def _timed(inputs: Sequence[bytes]) -> float:
    start = time.process_time()
    for number, data in enumerate(inputs):
        formats.read(data, f"message-{number}.edi")
    return time.process_time() - start


def _replayed(inputs: Sequence[bytes]) -> float:
    start = time.process_time()
    for _ in formats.replay(((data, "message.edi") for data in inputs), format="paxlst"):
        pass
    return time.process_time() - start


def _peer(texts: Sequence[str], inputs: Sequence[bytes], say: Callable[[str], None]) -> float:
    """Megabytes a second of pydifact, once its particulars are seen to be ours."""
    start = time.process_time()
    theirs = [pydifact_reading.particulars(text) for text in texts]
    seconds = time.process_time() - start
    same = theirs == [particulars_of(formats.read(data, "list.edi")) for data in inputs]
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
