"""The invented watchlist: persons and organisations that do not exist, in Latin and Arabic script.

The list is the same every day: it has a seed of its own, beside the entries that the stories need.
"""

import csv
import io
from dataclasses import astuple, dataclass, fields
from random import Random

from tansiq.demo.chance import happens, seeded
from tansiq.demo.names import Part, pick
from tansiq.demo.travellers import PASSPORT_SHAPES, draw_number

PERSONS = 58
INVENTED = "Invented for the demonstration: no real person or organisation is meant."
"""Stands in the remarks of every entry."""

COMMON_NAMES = 0.45
"""Share of the listed Pakistanis who bear names as travellers do: the background of ordinary work at the desk."""

_SEED = "the watchlist of the national day"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of watchlist.csv; several values of a column are parted by ";", documents are type:number:issuer.

    Countries are ISO 3166-1 alpha-2, birth dates ISO 8601 at the precision known.
    """

    id: str
    type: str
    names: tuple[str, ...]
    weak_names: tuple[str, ...] = ()
    father_names: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    birth_places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    sex: str = ""
    documents: tuple[str, ...] = ()
    remarks: str = INVENTED


STORY_ENTRIES: tuple[Entry, ...] = (
    Entry(
        "TW-0007",
        "person",
        ("Khurshid Alam Zarghoni", "خورشید عالم زرغونی"),
        father_names=("Fazal Alam", "فضل عالم"),
        birth_dates=("1981-03-09",),
        birth_places=("Zhob",),
        nationalities=("PK",),
        sex="M",
        remarks=f"Courier of heroin to Europe. {INVENTED}",
    ),
    Entry(
        "TW-0012",
        "person",
        ("Muhammad Aslam Khan", "محمد اسلم خان"),
        father_names=("Ghulam Rasool Khan", "غلام رسول خان"),
        birth_dates=("1994-11-02",),
        birth_places=("Quetta",),
        nationalities=("PK",),
        sex="M",
        documents=("passport:RT0001186:PK",),
        remarks=f"Financier. {INVENTED}",
    ),
    Entry(
        "TW-0019",
        "person",
        ("Parveen Gul Sarbandvi", "پروین گل سربندوی"),
        birth_dates=("1990-07-19",),
        birth_places=("Chaman",),
        nationalities=("PK",),
        sex="F",
        documents=("passport:AK0004417:PK",),
        remarks=f"Courier; reported the passport lost. {INVENTED}",
    ),
    Entry(
        "TW-0026",
        "person",
        ("Bakhtawar Shah Torankhelwal", "بختاور شاہ تورانخیلوال"),
        weak_names=("Shah Sahib",),
        birth_dates=("1975-12-04",),
        birth_places=("Dir",),
        nationalities=("PK",),
        sex="M",
        remarks=f"Organiser of precursor shipments. {INVENTED}",
    ),
    Entry(
        "TW-0033",
        "person",
        ("Samiullah Warsakvi", "سمیع اللہ ورسکوی"),
        father_names=("Rahimullah", "رحیم اللہ"),
        birth_dates=("1978-04-26",),
        birth_places=("Peshawar",),
        nationalities=("PK",),
        sex="M",
        remarks=f"Carries cash. {INVENTED}",
    ),
    Entry(
        "TW-0041",
        "person",
        ("Habib ur Rehman Kohzadvi", "حبیب الرحمٰن کوہزادوی"),
        birth_dates=("1986",),
        birth_places=("Quetta",),
        nationalities=("PK",),
        sex="M",
        documents=("passport:KX0005718:PK",),
        remarks=f"Recruits couriers. {INVENTED}",
    ),
    Entry(
        "TW-0048",
        "person",
        ("Mirwais Spinzarvi", "میرویس سپین زروی"),
        father_names=("Abdul Wali", "عبد الولی"),
        birth_dates=("1984-09-01",),
        birth_places=("Chaman",),
        nationalities=("PK",),
        sex="M",
        remarks=f"Keeps a warehouse. {INVENTED}",
    ),
    Entry(
        "TW-0052",
        "person",
        ("Latif Ghorzangvi", "لطیف غورځنگوی"),
        birth_dates=("1972-06-08",),
        birth_places=("Islamabad",),
        nationalities=("PK",),
        sex="M",
        documents=("passport:AT0007781:PK",),
        remarks=f"Not to leave the country by order of a court. {INVENTED}",
    ),
)

_ORGANISATIONS: tuple[Entry, ...] = tuple(
    Entry(f"TW-09{place:02d}", "organization", names, weak_names=weak, nationalities=(country,))
    for place, (names, weak, country) in enumerate(
        (
            (("Zarkoh Traders (Pvt) Ltd", "زرکوہ ٹریڈرز"), ("Zarkoh",), "PK"),
            (("Sabz Darya Chemicals", "سبز دریا کیمیکلز"), (), "PK"),
            (("Barq Raftar Cargo Services", "برق رفتار کارگو سروسز"), ("BRC",), "PK"),
            (("Al Mina Alzarqa General Trading", "الميناء الزرقاء للتجارة العامة"), (), "AE"),
            (("Surkhab Money Exchange", "سرخاب منی ایکسچینج"), ("Surkhab",), "AF"),
        ),
        start=1,
    )
)

_HOMES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "PK": ("listed", ("Quetta", "Chaman", "Taftan", "Karachi", "Gwadar", "Landi Kotal"), "PAK"),
    "AF": ("listed", ("Kandahar", "Jalalabad", "Zaranj", "Spin Boldak"), "AFG"),
    "OM": ("listed-gulf", ("Sohar", "Muscat"), "OMN"),
    "AE": ("listed-gulf", ("Dubai", "Ajman"), "ARE"),
}


def entries() -> tuple[Entry, ...]:
    """The list, by id: the stories' persons, others most of them from name parts that no traveller bears, organisations."""
    known = {entry.id: entry for entry in (*STORY_ENTRIES, *_ORGANISATIONS)}
    rng = seeded(_SEED)
    for place in range(1, PERSONS + 1):
        identifier = f"TW-{place:04d}"
        known.setdefault(identifier, _person(rng, identifier))
    return tuple(known[identifier] for identifier in sorted(known))


def render_csv() -> bytes:
    """watchlist.csv: UTF-8, a heading, one row an entry."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(field.name for field in fields(Entry))
    for entry in entries():
        writer.writerow(";".join(value) if isinstance(value, tuple) else value for value in astuple(entry))
    return out.getvalue().encode()


def _person(rng: Random, identifier: str) -> Entry:
    country = rng.choices(tuple(_HOMES), weights=(60, 24, 8, 8))[0]
    people, places, issuer = _HOMES[country]
    if country == "PK" and happens(rng, COMMON_NAMES):
        people = "pk"
    sex = "F" if people != "listed-gulf" and happens(rng, 0.14) else "M"
    given, family = pick(rng, people, "female" if sex == "F" else "male"), pick(rng, people, "family")
    father = pick(rng, people, "male")
    return Entry(
        identifier,
        "person",
        _both(given, *((father,) if people != "pk" and happens(rng, 0.4) else ()), family),
        weak_names=(f"Haji {given.latin.title()}",) if happens(rng, 0.2) and sex == "M" else (),
        father_names=_both(father) if happens(rng, 0.6) else (),
        birth_dates=(str(rng.randint(1972, 1999)) if people == "pk" else _birth_date(rng),),
        birth_places=(rng.choice(places),) if happens(rng, 0.7) else (),
        nationalities=(country,),
        sex=sex,
        documents=(f"passport:{draw_number(rng, PASSPORT_SHAPES[issuer])}:{country}",) if happens(rng, 0.4) else (),
    )


def _both(*parts: Part) -> tuple[str, str]:
    return " ".join(part.latin.title() for part in parts), " ".join(part.native for part in parts)


def _birth_date(rng: Random) -> str:
    day = f"{rng.randint(1952, 1999)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    return day[: rng.choices((4, 7, 10), weights=(25, 10, 65))[0]]
