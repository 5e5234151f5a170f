"""Whatever is thrown at a running centre is refused part by part, with place and repair, and everything else goes on."""

import io
import time
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tansiq.bench.paxlst import listed_traveller_list
from tansiq.bench.served import Served

DAY = datetime.now(UTC) + timedelta(days=2)
GOOD = listed_traveller_list(1, ("Good Invented", "1980-01-02"), DAY, travellers=3)
SETTLED_WITHIN_S = 60.0


def archive(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as zipped:
        for name, data in members.items():
            zipped.writestr(name, data)
    return held.getvalue()


@dataclass(frozen=True, slots=True)
class Settled:
    """How a message ended. says: the codes of its refusals."""

    state: str
    travellers: int
    says: list[str]


def settled(centre: Served, names: set[str]) -> dict[str, Settled]:
    """How each file that was put into the watch folder ended, by name."""
    deadline = time.monotonic() + SETTLED_WITHIN_S
    found: dict[str, Settled] = {}
    with psycopg.connect(centre.database_url(), autocommit=True) as connection:
        while found.keys() != names and time.monotonic() < deadline:
            rows = connection.execute(
                "SELECT name, state, travellers, refusals FROM ledger_message"
                " WHERE feed = 'manual' AND name = ANY(%s) AND state <> 'waiting'",
                (list(names),),
            )
            found = {r[0]: Settled(r[1], r[2], [x["code"] for x in r[3]]) for r in rows}
            time.sleep(0.2)
    return found


def test_bad_files_are_refused_with_their_reason_and_good_ones_taken(centre: Served) -> None:
    inbox = centre.home / "inbox" / "manual"
    cut = GOOD[: GOOD.rindex(b"DOC+") + 9]
    files = {
        "empty.edi": b"",
        "picture.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
        "junk.zip": archive(**{"notes.txt": b"nothing"}),
        "cut.edi": cut,
        "freight.edi": b"UNB+UNOA:2+AA+BB+270501:0900+1'UNH+1+IFTMIN:D:96A:UN'BGM+340'UNT+3+1'UNZ+1+1'",
        "list.csv": b"id,type,names\nW1,person,Invented One\nW2,person,\nW3,person,Invented Three\n",
        "good.edi": GOOD,
    }
    for name, data in files.items():
        (inbox / name).write_bytes(data)
    with (inbox / "zeros.edi").open("wb") as zeros:
        zeros.truncate(1 << 30)

    found = settled(centre, {*files, "zeros.edi"})
    assert {name: s.state for name, s in found.items()} == {
        "empty.edi": "refused",
        "picture.png": "refused",
        "junk.zip": "refused",
        "cut.edi": "taken",
        "freight.edi": "refused",
        "list.csv": "taken",
        "good.edi": "taken",
        "zeros.edi": "refused",
    }
    assert found["empty.edi"].says == ["empty"]
    assert found["freight.edi"].says == ["not_yet_read"]
    assert found["zeros.edi"].says == ["too_large"]
    assert found["list.csv"].says == ["broken_entry"]
    assert "truncated" in found["cut.edi"].says
    assert (found["cut.edi"].travellers, found["good.edi"].travellers) == (3, 3)
    assert sorted(p.name for p in inbox.iterdir() if p.is_file()) == []


def test_the_same_file_twice_is_one_message(centre: Served) -> None:
    token = centre.token("airline-twice")
    data = listed_traveller_list(2, ("Twice Invented", "1980-01-02"), DAY, travellers=2)
    first, again = centre.post("airline-twice", token, data), centre.post("airline-twice", token, data)
    assert (first["new"], again["new"]) == (True, False)
    assert first["message"] == again["message"]


def test_a_wrong_token_is_turned_away(centre: Served) -> None:
    with pytest.raises(OSError, match="401"):
        centre.post("airline-twice", "not-the-token", GOOD)
    with pytest.raises(OSError, match="401"):
        centre.post("no-such-feed", "not-the-token", GOOD)


@pytest.mark.slow
def test_published_lists_are_in_force_and_find_a_listed_person(centre: Served, shared: Path) -> None:
    for feed, file in (("list-ofac", "sdn_csv.zip"), ("list-un", "un_half_a.xml")):
        made = centre.tansiq("feed", feed, "--owner", "centre", "--retention", "list")
        assert made.returncode == 0, made.stderr
        taken = centre.tansiq("ingest", str(shared / "data" / "names" / file), "--feed", feed)
        assert taken.returncode == 0, taken.stderr
    with psycopg.connect(centre.database_url(), autocommit=True) as connection:
        counts: dict[str, int] = dict(
            connection.execute("SELECT list, count(*) FROM picture_listed GROUP BY list").fetchall()
        )
        assert counts["OFAC SDN"] > 8000
        assert counts["UN SC"] > 400
        person = connection.execute(
            "SELECT name, subject->'birth_dates'->>0 FROM picture_listed WHERE list = 'UN SC'"
            " AND length(subject->'birth_dates'->>0) = 10 AND name ~ '^[A-Za-z]+( [A-Za-z]+){3}$' ORDER BY name LIMIT 1"
        ).fetchone()
        assert person is not None
        token = centre.token("airline-listed")
        centre.post("airline-listed", token, listed_traveller_list(3, person, DAY, travellers=20))
        centre.wait_until_quiet()
        alerts = connection.execute(
            "SELECT a.verdict, a.about_name FROM centre_alert a JOIN picture_flight f ON f.id = a.flight_id"
            " WHERE f.number = '7003'"
        ).fetchall()
    assert ("match", person[0]) in alerts
