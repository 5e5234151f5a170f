"""What networks put around an interchange: Type B lines (IATA systems communications reference) and host-to-host lines."""

import re
from dataclasses import dataclass

_ADDRESS = "[A-Z0-9]{5,8}"
_CONTROLS = "\x00\x01\x02\x03\x04\x0b\x0c\ufeff"
_TYPE_B = re.compile(
    rf"(?P<priority>Q[A-Z])(?P<to>(?:\s+{_ADDRESS})+)\s+\.(?P<origin>{_ADDRESS})(?:[ \t]+(?P<sent>[0-9]{{6}}))?"
    r"(?:[ \t]+[A-Z0-9/]+)*(?:\s+(?P<again>PDM))?"
)
_HOST_TO_HOST = re.compile(
    r"V\.[^\s\\]*[\s\\]+V[A-Z]{3}\.[^/\s]*/E(?P<to>\w+)/I(?P<origin>\w+)/P(?P<serial>\w+)[\s\\]+VG[A-Z]{1,2}\.?"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """The lines before an interchange. to, origin: addresses of seven characters, or the names of two hosts.

    sent: ddhhmm of Type B; serial: the transaction's number between hosts, which an answer repeats.
    repeated: whether the sender says it may have been sent before (PDM).
    """

    network: str
    to: tuple[str, ...]
    origin: str
    priority: str = ""
    sent: str = ""
    serial: str = ""
    repeated: bool = False


def parse_heading(text: str) -> Heading | None:
    """The heading that a text before an interchange is; None where it is, or has, anything else."""
    shaped = text.translate(dict.fromkeys(map(ord, _CONTROLS))).strip()
    found = _TYPE_B.fullmatch(shaped)
    if found:
        return Heading(
            "Type B",
            tuple(found["to"].split()),
            found["origin"],
            priority=found["priority"],
            sent=found["sent"] or "",
            repeated=found["again"] is not None,
        )
    found = _HOST_TO_HOST.fullmatch(shaped)
    if found:
        return Heading("host to host", (found["to"],), found["origin"], serial=found["serial"])
    return None
