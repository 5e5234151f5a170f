"""The invented centre of the demo: its agencies, officers and feeds. All are made up, and say so in their names."""

from dataclasses import dataclass, replace

from tansiq.demo.carriers import CARRIERS, Carrier


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """An agency at home, or a partner abroad. country: ISO 3166-1 alpha-2."""

    code: str
    name: str
    country: str = "PK"


@dataclass(frozen=True, slots=True)
class DemoOfficer:
    """Somebody who may sign in to the demo. language: of their screens, "en", "ur" or "ar"."""

    username: str
    name: str
    name_native: str
    organisation: str
    roles: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class DemoFeed:
    """Where files of the day come from. owner: organisation code. tlp: FIRST TLP 2.0 label.

    purposes: grounds it may be used for. retention: "api", "pnr" or "list". priority: smaller is taken first.
    rhythm_s: silence longer than this many seconds is worth a look.
    """

    code: str
    title: str
    owner: str
    format: str
    tlp: str
    purposes: tuple[str, ...]
    retention: str
    priority: int
    rhythm_s: int
    legal_ground: str


CENTRE, NARCOTICS, BORDER, CUSTOMS, PARTNER = "ncc-demo", "ncs-demo", "bis-demo", "ced-demo", "glc-demo"

ORGANISATIONS: tuple[DemoOrganisation, ...] = (
    DemoOrganisation(CENTRE, "National Coordination Centre (demo)"),
    DemoOrganisation(NARCOTICS, "Narcotics Control Service (demo)"),
    DemoOrganisation(BORDER, "Border Immigration Service (demo)"),
    DemoOrganisation(CUSTOMS, "Customs Enforcement Department (demo)"),
    DemoOrganisation(PARTNER, "Gulf Liaison Centre (demo)", "AE"),
)

OFFICERS: tuple[DemoOfficer, ...] = (
    DemoOfficer("ayesha", "Ayesha Durrani (demo)", "عائشہ درانی (ڈیمو)", BORDER, ("targeting",), "en"),
    DemoOfficer("bilal", "Bilal Khattak (demo)", "بلال خٹک (ڈیمو)", NARCOTICS, ("targeting",), "ur"),
    DemoOfficer("sana", "Sana Malik (demo)", "ثنا ملک (ڈیمو)", CENTRE, ("supervisor", "targeting"), "en"),
    DemoOfficer("farooq", "Farooq Baloch (demo)", "فاروق بلوچ (ڈیمو)", NARCOTICS, ("investigator",), "ur"),
    DemoOfficer("imran", "Imran Shah (demo)", "عمران شاہ (ڈیمو)", CUSTOMS, ("inspection",), "ur"),
    DemoOfficer("mariam", "Mariam Qureshi (demo)", "مریم قریشی (ڈیمو)", CENTRE, ("data_protection",), "en"),
    DemoOfficer("omar", "Omar Siddiqui (demo)", "عمر صدیقی (ڈیمو)", CENTRE, ("administrator",), "en"),
    DemoOfficer("layla", "Layla Alsuwaidi (demo)", "ليلى السويدي (تجريبي)", CENTRE, ("supervisor", "targeting"), "ar"),
)

SILENT_CARRIER = "G9"
"""An airline whose feed is expected and sends nothing on the day, so that silence is seen."""

_PURPOSES = ("triage", "case", "request", "redress", "audit")
_HOUR = 3600


def _feed(code: str, title: str, duty: str, form: str = "paxlst") -> DemoFeed:
    return DemoFeed(
        code=code,
        title=f"{title} (demo)",
        owner=BORDER,
        format=form,
        tlp="TLP:AMBER",
        purposes=_PURPOSES,
        retention="pnr",  # by hours the day would be gone tomorrow; its law counts lists among bookings
        priority=1,
        rhythm_s=24 * _HOUR,
        legal_ground=f"Carriers' duty to report {duty} (invented for the demo)",
    )


def _airline_feed(code: str, carrier: str) -> DemoFeed:
    return _feed(code, f"Passenger lists of {carrier}", "passengers before landing")


def _bookings_feed(carrier: Carrier) -> DemoFeed:
    return _feed(carrier.bookings_feed, f"Bookings of {carrier.code}", "bookings before departure", "pnrgov")


FEEDS: tuple[DemoFeed, ...] = (
    DemoFeed(
        code="watchlist-centre",
        title="Watchlist of the centre (demo)",
        owner=CENTRE,
        format="watchlist",
        tlp="TLP:AMBER+STRICT",
        purposes=_PURPOSES,
        retention="list",
        priority=0,
        rhythm_s=7 * 24 * _HOUR,
        legal_ground="The centre's own listing decisions (invented for the demo)",
    ),
    *(_airline_feed(carrier.feed, carrier.code) for carrier in CARRIERS.values()),
    *(_bookings_feed(carrier) for carrier in CARRIERS.values()),
    _feed("cargo-reports", "Air cargo reports", "cargo before landing", "cuscar"),
    replace(_airline_feed(f"airline-{SILENT_CARRIER.lower()}", SILENT_CARRIER), rhythm_s=6 * _HOUR),
)
