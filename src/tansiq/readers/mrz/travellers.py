"""Machine-readable zones of travel documents (Doc 9303: TD1, TD2, TD3, MRV-A, MRV-B), one traveller each."""

from datetime import date

from tansiq.model.countries import alpha_2
from tansiq.model.observations import MessageHeader, PersonName, Role, Source, TravelDocument, Traveller
from tansiq.model.reading import Notice, NoticeCode, Reading, Refusal, RefusalCode, refuse
from tansiq.readers.moments import FALLBACK
from tansiq.readers.mrz.reading import read_zones
from tansiq.readers.mrz.values import Zone

FORMAT = "mrz"

_HEAD_BYTES = 4096
_MOST_FAULTS = 4
_MESSAGE = MessageHeader(type="MRZ")
_CREW_CERTIFICATE = "AC"
_SETTLED_BY = date.fromisoformat(FALLBACK)
"""A zone has no date of its own, and no reader looks at the clock."""


def sniff(first: bytes) -> bool:
    """Whether the first line that is not blank begins a zone, damaged in a place or two."""
    zone = next(read_zones([first[:_HEAD_BYTES]], _SETTLED_BY), None)
    return isinstance(zone, Zone) and len(zone.faults) <= _MOST_FAULTS


def read(data: bytes, name: str) -> Reading:
    """Read zones as travellers with one document each. A zone that is not ok is read as it stands, with a notice for each error.

    Centuries are settled by the end of 2026 (`moments.FALLBACK`). A crew member certificate makes its holder crew, any other
    document a passenger.
    """
    found = list(read_zones([data], _SETTLED_BY))
    zones = [one for one in found if isinstance(one, Zone)]
    if not zones:
        text = f"{name} has no machine-readable zone"
        repair = "Give each line of a zone on a line of its own, whole, with a blank line between documents."
        return refuse(FORMAT, len(data), Refusal(RefusalCode.WRONG_FORMAT, 0, len(data), text, repair))
    return Reading(
        format=FORMAT,
        size=len(data),
        accounted=len(data),
        observations=tuple(_traveller(zone, name) for zone in zones),
        notices=tuple(
            Notice(NoticeCode.BAD_VALUE, zone.start, zone.end, fault.text) for zone in zones for fault in zone.faults
        ),
        refusals=tuple(one for one in found if isinstance(one, Refusal)),
    )


def _traveller(zone: Zone, name: str) -> Traveller:
    role: Role = "crew" if zone.document_code == _CREW_CERTIFICATE else "passenger"
    written = PersonName(zone.family, zone.given, f"{zone.family} {zone.given}".strip())
    return Traveller(
        role=role,
        source=Source(name, zone.start, zone.end),
        message=_MESSAGE,
        names=(written, *(PersonName(full=native) for native in zone.native_names)),
        sex=zone.sex,
        birth_date=zone.birth_date,
        nationality=alpha_2(zone.nationality),
        documents=(TravelDocument(zone.document_number, zone.document_code[:1], alpha_2(zone.issuer), zone.expiry),),
    )
