"""The planted stories that bookings tell: who is hidden among the travellers, how they booked, and what is true in the end.

Everybody here is invented. `docs/national-day.md` tells each story with its solution.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from tansiq.demo.reservations import Payment
from tansiq.demo.stories import Traits


class Onward(NamedTuple):
    """Where a booking goes on after the day's flight; carrier "" over land. hours: after the piece before it ends."""

    origin: str
    destination: str
    hours: int
    carrier: str = ""
    number: str = ""
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """How the bookings of a plot come about; what is not given is as chance has it.

    office: key of `OFFICES`; several, one for each booking. lead: from booking to departure, of
    the first booking; spread: between one and the next. seats: in the order of the travellers.
    bags: pieces and kilograms of each. is_one_way: nothing follows. is_codeshare: sold under the partner's number. given_up: how long
    before departure the bookings are cancelled. divided: how long before departure the one booking of all became one of each.
    """

    offices: tuple[str, ...] = ()
    lead: timedelta | None = None
    spread: timedelta = timedelta(minutes=7)
    payment: Payment | None = None
    phone: str = ""
    seats: tuple[str, ...] = ()
    bags: tuple[int, int] | None = None
    is_one_way: bool = False
    onward: tuple[Onward, ...] = ()
    is_codeshare: bool = False
    given_up: timedelta | None = None
    divided: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Solution:
    """What the picture has to say in the end of everybody in a plot.

    presence: as the manifest has it, "" where there is nobody to find. is_booked: whether a booking still holds them.
    is_listed: whether a passenger list names them.
    """

    presence: str = "listed"
    is_booked: bool = True
    is_listed: bool = True


@dataclass(frozen=True, slots=True)
class Plot:
    """A story told by bookings. flight: designator. parties: travellers, those of one booking together.

    entry: id on the watchlist, "" for none. rule: name of the demo's rule that catches it, "" for none. earlier: designator of a
    flight some days ago on which the first traveller was under an old passport.
    """

    key: str
    title: str
    flight: str
    parties: tuple[tuple[Traits, ...], ...]
    terms: Terms = Terms()
    solution: Solution = Solution()
    entry: str = ""
    rule: str = ""
    earlier: str = ""


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, day)


_ONE_CARD = Payment("CC", 148_000, "PKR", "VI", "4000000000030210", "0728", "SABZ INVENTED TICKETS")

PLOTS: tuple[Plot, ...] = (
    Plot(
        "cash_courier",
        "A ticket paid in cash at the airport three hours before, a renewed passport, a route never flown",
        "PK283",
        ((Traits("KASHMALVI", "ADIL ZAMAN", "M", _day(1997, 8, 14), "PAK", "SWABI", "CN0006627"),),),
        Terms(
            offices=("counter",),
            lead=timedelta(hours=3),
            payment=Payment("CA", 121_000, "PKR"),
            bags=(1, 29),
            is_one_way=True,
        ),
        rule="demo-cash-at-the-airport",
        earlier="PK785",
    ),
    Plot(
        "orphan_bag",
        "A bag flies, and whoever checked it in stays behind",
        "QR614",
        ((Traits("DASHTVI", "NAVEED INAYAT", "M", _day(1989, 2, 3), "PAK", "LAHORE"),),),
        Terms(bags=(2, 46), lead=timedelta(days=5)),
        Solution("not_on_board"),
    ),
    Plot(
        "one_card",
        "Four strangers, one agency, one card",
        "QR601",
        (
            (Traits("JHELUMVI", "RASHID", "M", _day(1991, 5, 9), "PAK", "GUJRAT"),),
            (Traits("BADAMZAI", "TARIQ SHAH", "M", _day(1985, 11, 30), "PAK", "QUETTA"),),
            (Traits("KONERVI", "SADIA", "F", _day(1996, 1, 21), "PAK", "MULTAN"),),
            (Traits("MORGANDI", "FARHAN ALI", "M", _day(2000, 7, 6), "PAK", "KARACHI"),),
        ),
        Terms(offices=("sabz",), lead=timedelta(hours=50), payment=_ONE_CARD, phone="923450009021", is_one_way=True),
        rule="demo-one-card-for-strangers",
    ),
    Plot(
        "apart_together",
        "Five bookings that know nothing of each other, five seats in a row",
        "EK601",
        (
            (Traits("SHINGARVI", "WAQAS", "M", _day(1993, 3, 3), "PAK", "LAHORE"),),
            (Traits("TALWANDVI", "NOMAN", "M", _day(1994, 4, 4), "PAK", "SIALKOT"),),
            (Traits("BAGHVI", "KASHIF", "M", _day(1990, 9, 12), "PAK", "GUJRAT"),),
            (Traits("CHASHMVI", "USMAN", "M", _day(1988, 12, 25), "PAK", "MULTAN"),),
            (Traits("GULDARVI", "HAMZA", "M", _day(1995, 6, 17), "PAK", "LAHORE"),),
        ),
        Terms(
            offices=("shalimar", "mohatta", "margalla", "web-pk", "khyber"),
            lead=timedelta(days=12),
            spread=timedelta(hours=19),
            seats=("44A", "44B", "44C", "44D", "44E"),
            is_one_way=True,
        ),
        rule="demo-seats-together-bookings-apart",
    ),
    Plot(
        "over_land",
        "Lands in Lahore, crosses the country on the ground, flies on from Peshawar",
        "TG345",
        ((Traits("LAKHIVI", "SOHAIL ANWAR", "M", _day(1982, 10, 10), "PAK", "KARACHI"),),),
        Terms(
            lead=timedelta(hours=70),
            onward=(Onward("LHE", "PEW", 2), Onward("PEW", "DXB", 40, "PK", "283", 180)),
            is_one_way=True,
        ),
        rule="demo-way-over-land",
    ),
    Plot(
        "go_show",
        "Taken off in the last push, and back at the counter",
        "PK741",
        ((Traits("SPERKAVI", "MUNIR", "M", _day(1979, 1, 29), "PAK", "MIRPUR"),),),
        Terms(lead=timedelta(days=12), given_up=timedelta(hours=20)),
        Solution("listed", is_booked=False),
    ),
    Plot(
        "child",
        "A child with an adult of another name",
        "TK711",
        (
            (
                Traits("WADERVI", "ASHFAQ", "M", _day(1986, 3, 18), "PAK", "KARACHI"),
                Traits("NILOFARI", "HIRA", "F", _day(2017, 5, 2), "PAK", "QUETTA"),
            ),
        ),
        Terms(offices=("mohatta",), lead=timedelta(hours=26), is_one_way=True),
        rule="demo-child-with-a-stranger",
    ),
    Plot(
        "no_board",
        "Asked about while checking in, and not to be boarded by a standing decision",
        "EK613",
        ((Traits("GHORZANGVI", "LATIF", "M", _day(1972, 6, 8), "PAK", "ISLAMABAD", "AT0007781"),),),
        Terms(lead=timedelta(days=3)),
        Solution("listed", is_listed=False),
        entry="TW-0052",
    ),
    Plot(
        "booking_only",
        "A listed name on a booking, days before any passenger list",
        "EK614",
        ((Traits("SPINZARVI", "MIRWAIS", "M", _day(1984, 9, 1), "PAK", "CHAMAN"),),),
        Terms(lead=timedelta(days=9)),
        Solution("listed", is_listed=False),
        entry="TW-0048",
    ),
    Plot(
        "codeshare",
        "One flight, two numbers",
        "PK702",
        ((Traits("HARNAVI", "ZUBAIDA", "F", _day(1968, 8, 8), "GBR", "BRADFORD"),),),
        Terms(lead=timedelta(days=30), is_codeshare=True),
    ),
    Plot(
        "split",
        "A couple whose booking was divided",
        "EK622",
        (
            (Traits("KOTVI", "SALMAN", "M", _day(1980, 4, 14), "PAK", "KARACHI"),),
            (Traits("KOTVI", "MEHREEN", "F", _day(1983, 7, 23), "PAK", "KARACHI"),),
        ),
        Terms(lead=timedelta(days=20), divided=timedelta(hours=30)),
    ),
    Plot(
        "late_list",
        "The list comes when the aircraft has landed",
        "WY345",
        ((Traits("SUHARVI", "JAVED", "M", _day(1977, 2, 2), "PAK", "SIALKOT"),),),
        Terms(lead=timedelta(days=8)),
    ),
    Plot(
        "midnight",
        "Moved across midnight, and still one flight",
        "SV701",
        ((Traits("TURBATVI", "ABID", "M", _day(1970, 12, 12), "PAK", "QUETTA"),),),
        Terms(lead=timedelta(days=15)),
    ),
    Plot(
        "cancelled",
        "A flight that does not fly",
        "PK212",
        ((Traits("HUBVI", "QASIM", "M", _day(1992, 3, 27), "PAK", "KARACHI"),),),
        Terms(lead=timedelta(days=6)),
    ),
)
