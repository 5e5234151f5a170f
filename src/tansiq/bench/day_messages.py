"""Messages of every kind for the reading benchmark: those of the invented national day, and zones of its passports."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tansiq.demo.day import write_day
from tansiq.model.check_digits import check_digit
from tansiq.model.observations import Traveller
from tansiq.readers import formats

KINDS = ("paxlst", "pnrgov", "pnrgov_xml", "cusres", "cuscar", "mrz")
_SEED = 20_260
_NOW = datetime(2026, 5, 1, 6, tzinfo=UTC)
_LINE = 44
_XML = b"<"


def messages() -> dict[str, list[bytes]]:
    """The day's messages by kind, as carriers send them: some wrapped in lines, cut, or with other service characters."""
    found: dict[str, list[bytes]] = {kind: [] for kind in KINDS}
    with TemporaryDirectory() as folder:
        write_day(Path(folder), seed=_SEED, now=_NOW)
        for path in sorted(p for p in Path(folder).rglob("*") if p.suffix in {".edi", ".xml", ".txt"}):
            data = path.read_bytes()
            kind = formats.sniff(data, path.name)
            if isinstance(kind, formats.Format) and kind.name in found:
                found["pnrgov_xml" if data.startswith(_XML) else kind.name].append(data)
    found["mrz"] = ["\n".join(_zones(found["paxlst"])).encode("ascii")]
    return found


def _zones(lists: list[bytes]) -> Iterator[str]:
    """A TD3 zone of each passport in these lists. Source: ICAO Doc 9303-4."""
    for data in lists:
        for traveller in formats.read(data, "list.edi").observations:
            if isinstance(traveller, Traveller) and traveller.documents and traveller.birth_date:
                yield from _zone(traveller)


def _zone(traveller: Traveller) -> tuple[str, str]:
    document, (name, *_) = traveller.documents[0], traveller.names
    state = document.issuer.ljust(3, "<")[:3]
    names = f"{name.family}<<{name.given}".replace(" ", "<")
    names = "".join(c if c.isascii() and (c.isalpha() or c == "<") else "" for c in names.upper())
    born, expires = (f"{day:0<10}".replace("-", "")[2:8] for day in (traveller.birth_date, document.expiry))
    number = document.number[:9].ljust(9, "<")
    held = [number + check_digit(number), born + check_digit(born), expires + check_digit(expires), "<" * 14 + "0"]
    second = f"{held[0]}{state}{held[1]}{traveller.sex or '<'}{held[2]}{held[3]}"
    return f"P<{state}{names}"[:_LINE].ljust(_LINE, "<"), second + check_digit("".join(held))
