"""`tansiq rules export` and `tansiq rules import`: the centre's rules, and files under version control."""

import sys
from collections.abc import Iterable
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from tansiq.cli.centre import centre
from tansiq.cli.rule_files import faults_of, name_faults, read_rules
from tansiq.model.errors import TansiqError
from tansiq.model.wire import Json

if TYPE_CHECKING:
    from tansiq.centre.people import Officer
    from tansiq.detectors.rules import Rule


def export_rules(folder: Path, *, with_drafts: bool) -> int:
    """Write each rule's file; a line for each that changed. The exit status. A file of no such rule is named and left."""
    with centre():
        from django.utils import timezone

        from tansiq.centre.audit import noted_by_operator
        from tansiq.centre.rules.written import written
        from tansiq.jobs.worker import now

        at = now()
        folder.mkdir(parents=True, exist_ok=True)
        known = {
            folder / f"{one.name}.toml": one.text for one in written(on=timezone.localdate(at), with_drafts=with_drafts)
        }
        for path, text in known.items():
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
                sys.stdout.write(f"{path.name}\n")
        for path in sorted(set(folder.glob("*.toml")) - known.keys()):
            sys.stderr.write(f"{path}: no such rule is exported; remove the file if it is over\n")
        noted_by_operator("rules exported", f"{len(known)} rules", at=at)
    return 0


def import_rules(paths: Iterable[Path], *, author: str, why: str) -> int:
    """Keep the rules of files as drafts; an object for each file. The exit status."""
    status = 0
    with centre():
        officer = _acting(author)
        for path, reading in read_rules(paths):
            name_faults(path, reading)
            shown = _taken(path, reading.rule, officer, why) if reading.rule else faults_of(path, reading)
            sys.stdout.buffer.write(orjson.dumps(shown, option=orjson.OPT_APPEND_NEWLINE))
            sys.stdout.flush()
            status = max(status, int(not shown["ok"]))
    return status


def _taken(path: Path, rule: "Rule", officer: "Officer", why: str) -> Json:
    from tansiq.centre.rules.written import take_in
    from tansiq.jobs.worker import now

    try:
        version, is_new = take_in(rule, officer, at=now(), why=why)
    except TansiqError as error:
        sys.stderr.write(f"{path}: {error}\n")
        return {"file": path.name, "ok": False, "faults": [{"text": str(error)}]}
    return {
        "file": path.name,
        "ok": True,
        "name": rule.name,
        "version": version.digest,
        "number": version.number,
        "standing": str(version.standing),
        "changed": is_new,
        "faults": [],
    }


def _acting(username: str) -> "Officer":
    """The officer, who gives the password on the terminal or on stdin. Raises Misconfigured, NotPermitted."""
    from tansiq.jobs.centre import known_officer
    from tansiq.jobs.redress import acting

    known_officer(username)  # nobody is asked for a password of an account that is none
    asked = getpass(f"Password of {username}: ") if sys.stdin.isatty() else sys.stdin.readline()
    return acting(username, asked.rstrip("\n"))
