"""The centre's rules and files, by the command line, each command in a process of its own."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest
from psycopg import sql

from tansiq.database.connect import Connection
from tests.cli.conftest import process

pytestmark = pytest.mark.slow

RULE = """# a remark of somebody
name = "cash-late"
purpose = "Couriers who pay late and in cash"
author = "Somebody Else"
weight = 0.5
review = 2031-03-01
expires = 2031-06-01
expression = "payment.is_cash&&booking.lead_hours<48"
"""


@pytest.fixture(scope="module")
def url(administrator: Connection, postgres_url: str) -> Iterator[str]:
    name = f"commands_{uuid4().hex[:12]}"
    administrator.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield urlunsplit(urlsplit(postgres_url)._replace(path=f"/{name}"))
    administrator.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_rules_come_in_as_drafts_and_go_out_in_one_form(url: str, tmp_path: Path) -> None:
    home, files, out = tmp_path / "home", tmp_path / "files", tmp_path / "out"
    files.mkdir()
    (files / "cash-late.toml").write_text(RULE)
    (files / "faulty.toml").write_text(RULE.replace("cash-late", "faulty").replace("lead", "leed"))
    where = {"DATABASE_URL": url}
    officer = ["officer", "amina", "--name", "Amina Example", "--organisation", "centre", "--role", "targeting"]
    password = process(officer, home, more=where).out.split()[-1].encode()
    take_in = ["rules", "import", str(files), "--author", "amina"]
    wrong = process(take_in, home, more=where, stdin=b"guessed\n")
    assert (wrong.status, wrong.out) == (1, "")
    came = process(take_in, home, more=where, stdin=password)
    first, second = map(json.loads, came.out.splitlines())
    assert came.status == 1, "one is faulty"
    assert [first[key] for key in ("ok", "number", "standing", "changed")] == [True, 1, "draft", True]
    assert second["faults"][0]["repair"] == "did you mean `booking.lead_hours`?"
    assert process(["rules", "export", str(out)], home, more=where).out == "", "nothing is in force"
    assert process(["rules", "export", str(out), "--drafts"], home, more=where).out == "cash-late.toml\n"
    assert process(["rules", "export", str(out), "--drafts"], home, more=where).out == "", "nothing changed"
    text = (out / "cash-late.toml").read_text()
    assert 'author = "Amina Example"' in text
    assert "payment.is_cash && booking.lead_hours < 48" in text
    again = process(["rules", "import", str(out), "--author", "amina"], home, more=where, stdin=password)
    assert json.loads(again.out)["changed"] is False
