"""`tansiq bench ledger`: appending with leaves, tiles and heads beside a plain COPY, proofs, and verifying it all."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from psycopg import errors, sql
from psycopg.conninfo import make_conninfo
from psycopg.types.string import BytesBinaryDumper

import tansiq.ledger
from tansiq.database.connect import Connection, connect
from tansiq.database.server import Server
from tansiq.ledger.append import COLUMN_TYPES, COLUMNS, Entry, append, partition
from tansiq.ledger.hashing import SALT_BYTES, canonical
from tansiq.ledger.intake import receive, settle
from tansiq.ledger.keys import PublicKeys, Signer
from tansiq.ledger.proofs import Tiles, inclusion_proof, leaf, verify_inclusion
from tansiq.ledger.trees import latest_head, tiles
from tansiq.ledger.verify import verify
from tansiq.model.observations import MessageHeader, PersonName, Source, TravelDocument, Traveller
from tansiq.model.wire import render

TABLES = sorted((Path(tansiq.ledger.__file__).parent / "migrations").glob("*.sql"))
OBSERVATIONS = 100_000
BATCHES = (200, 2_000, 20_000)
PROOFS = 20_000
SALT = bytes(SALT_BYTES)
AT = datetime(2026, 5, 1, tzinfo=UTC)
MARKING: dict[str, object] = {
    "owners": ["centre"],
    "tlp": "AMBER",
    "audience": None,
    "caveats": [],
    "purposes": ["triage", "case"],
    "until": None,
}
Say = Callable[[str], None]
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Bench:
    """An empty ledger, and what is put into it."""

    connection: Connection
    signer: Signer
    entries: Sequence[Entry]


def run(say: Say, url: str | None = None) -> dict[str, object]:
    """Measure in a database of its own, on the server at `url` or on one started for it that writes to disk as in earnest.

    Figures: observations, proofs and rows a second. plain_copy is the same rows into the same table and indexes by COPY,
    each batch committed, without hashing, tiles or head; the ratio is ours to it.
    """
    with (
        tempfile.TemporaryDirectory(prefix="tansiq-bench-") as folder,
        _server(url, Path(folder)) as address,
        _empty_ledger(address) as connection,
    ):
        signer = Signer.load_or_create(Path(folder) / "keys")
        return _measure(say, Bench(connection, signer, [_entry(n) for n in range(BATCHES[-1])]))


def _measure(say: Say, bench: Bench) -> dict[str, object]:
    figures: Figures = {"observations": OBSERVATIONS, "body_bytes": len(bench.entries[0].body)}
    ratios: Figures = {}
    for size in BATCHES:
        _settle_disk(bench.connection)
        plain = _plain_copy(bench, size)
        _settle_disk(bench.connection)
        ours = _append(bench, size)
        figures |= {f"append_{size}_per_s": round(ours), f"plain_copy_{size}_per_s": round(plain)}
        ratios[f"plain_copy_{size}"] = round(ours / plain, 2)
        say(f"batches of {size:,}: {ours:,.0f} observations/s appended, {plain:,.0f} by plain COPY")
    figures["append_per_s"] = figures[f"append_{BATCHES[1]}_per_s"]
    figures |= _prove(bench.connection)
    say(f"{figures['proofs_made_per_s']:,} proofs/s made, {figures['proofs_verified_per_s']:,}/s verified")
    figures["verify_rows_per_s"] = _verify(bench.connection, {bench.signer.key_id: bench.signer.public})
    say(f"{figures['verify_rows_per_s']:,} rows/s verified")
    return {
        "bench": "ledger",
        "figures": figures,
        "ratio_to": {"plain_copy": ratios[f"plain_copy_{BATCHES[1]}"], **ratios},
    }


def _append(bench: Bench, size: int) -> float:
    """Observations a second: one message a batch, one transaction a message."""
    messages = [
        receive(bench.connection, feed="bench", name="", data=os.urandom(16), at=AT, expires_at=AT).message
        for _ in range(OBSERVATIONS // size)
    ]
    start = time.perf_counter()
    for message in messages:
        with bench.connection.transaction():
            append(bench.connection, message, bench.entries[:size], at=AT, signer=bench.signer)
            settle(bench.connection, message, state="taken", at=AT)
    return OBSERVATIONS / (time.perf_counter() - start)


def _plain_copy(bench: Bench, size: int) -> float:
    table = "plain" + partition(AT.date())
    bench.connection.execute(
        sql.SQL("CREATE TABLE {} (LIKE ledger_observation INCLUDING ALL)").format(sql.Identifier(table))
    )
    copy_in = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
    )
    start = time.perf_counter()
    for batch in range(OBSERVATIONS // size):
        with bench.connection.cursor() as cursor:
            cursor.adapters.register_dumper(bytes, BytesBinaryDumper)  # as append() does
            with cursor.copy(copy_in) as copy:
                copy.set_types(COLUMN_TYPES)
                for number, entry in enumerate(bench.entries[:size]):
                    place = (batch * size + number, AT.date(), batch, number)
                    copy.write_row((*place, entry.kind, 1, entry.expires_at, SALT, entry.body))
    rate = OBSERVATIONS / (time.perf_counter() - start)
    bench.connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(table)))
    return rate


def _settle_disk(connection: Connection) -> None:
    """Write out what earlier steps left, so that neither side pays for the other; only a superuser may ask for it."""
    with suppress(errors.InsufficientPrivilege):
        connection.execute("CHECKPOINT")


def _prove(connection: Connection) -> Figures:
    """Proofs a second of observations anywhere in the tree, each made from tiles read from the database as needed."""
    head = latest_head(connection, "observation")
    if head is None:
        return {}
    tree: Tiles = tiles(connection, "observation")
    positions = [Random(7).randrange(head.size) for _ in range(PROOFS)]
    start = time.perf_counter()
    proofs = [inclusion_proof(tree, position, head.size) for position in positions]
    made_s = time.perf_counter() - start
    leaves = [leaf(tree, position) for position in positions]
    start = time.perf_counter()
    held = [
        verify_inclusion(leaf, position, head.size, proof, head.root)
        for leaf, position, proof in zip(leaves, positions, proofs, strict=True)
    ]
    verified_s = time.perf_counter() - start
    return {
        "proofs_made_per_s": round(PROOFS / made_s),
        "proofs_verified_per_s": round(PROOFS / verified_s),
        "proofs_held": sum(held),
    }


def _verify(connection: Connection, keys: PublicKeys) -> int:
    start = time.perf_counter()
    found = verify(connection, keys)
    return round(found.size / (time.perf_counter() - start))


@contextmanager
def _server(url: str | None, folder: Path) -> Iterator[str]:
    if url is not None:
        yield url
        return
    with Server(folder / "home") as server:
        yield server.url


@contextmanager
def _empty_ledger(url: str) -> Iterator[Connection]:
    """A connection to a database made for this run and dropped after it."""
    name = sql.Identifier(f"tansiq_bench_{os.getpid()}")
    with connect(url, autocommit=True) as administrator:
        administrator.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))
        try:
            with connect(make_conninfo(url, dbname=f"tansiq_bench_{os.getpid()}"), autocommit=True) as connection:
                for tables in TABLES:
                    connection.execute(tables.read_text().encode())
                yield connection
        finally:
            administrator.execute(sql.SQL("DROP DATABASE {}").format(name))


def _entry(number: int) -> Entry:
    """An observation as large as those of passenger lists. An invented person."""
    traveller = Traveller(
        role="passenger",
        source=Source("bench.edi", number * 290, number * 290 + 290),
        message=MessageHeader("PAXLST", reference="BENCH1", function="745", version="D:05B", sender="BENCHAIR"),
        names=(PersonName("INVENTED", f"PERSON{number}", f"PERSON{number} INVENTED"),),
        sex="M",
        birth_date="1980-01-02",
        nationality="PK",
        documents=(TravelDocument(f"AB{number:07}", "P", "PK", "2030-01-01"),),
        locator="ABC123",
        legs=(0,),
    )
    traveller = replace(traveller, bags=(f"0214{number:06}",))
    return Entry("traveller", canonical(render(traveller)), MARKING, AT + timedelta(days=180))
