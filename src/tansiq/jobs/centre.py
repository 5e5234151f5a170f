"""What every installation has from its first start: the feeds that need no set-up, and people to sign in."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from tansiq.centre.audit import noted_by_operator
from tansiq.centre.feeds import BY_HAND, Feed, issue_token
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.jobs.worker import inbox
from tansiq.model.errors import Misconfigured

HOME_CODE = "centre"

_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")  # of addresses and folders


def prepare() -> None:
    """The centre itself, and the feed for files that an officer takes in by hand. Made once."""
    centre, _ = Organisation.objects.get_or_create(code=HOME_CODE, defaults={"name": "National Coordination Centre"})
    Feed.objects.get_or_create(
        code=BY_HAND, defaults={"title": "Taken in by hand", "owner": centre, "legal_ground": "duty officer's decision"}
    )
    make_inbox()


def make_inbox() -> None:
    """A watch folder for each feed, readable by this account only."""
    for code in Feed.objects.values_list("code", flat=True):
        (inbox() / code).mkdir(mode=0o700, parents=True, exist_ok=True)


@transaction.atomic
def add_officer(username: str, *, name: str, organisation: str, roles: list[str], at: datetime) -> str:
    """Add an officer, or change one's name, organisation and roles, and open a closed account again.

    Returns a fresh password for the next sign-in; whoever was signed in with the old one is signed out.
    Raises Misconfigured for a role that does not exist.
    """
    unknown = sorted(set(roles) - set(Role))
    if unknown:
        raise Misconfigured(f"no such role: {', '.join(unknown)}", repair=f"use {', '.join(Role)}")
    owner, _ = Organisation.objects.get_or_create(code=organisation, defaults={"name": organisation})
    first, _, last = name.rpartition(" ")
    officer, is_new = Officer.objects.update_or_create(
        username=username,
        defaults={
            "first_name": first,
            "last_name": last,
            "organisation": owner,
            "roles": sorted(set(roles)),
            "is_active": True,
        },
    )
    about = f"officer {username} ({', '.join(officer.roles)})"
    noted_by_operator("added the officer" if is_new else "changed the officer", about, at=at)
    return _fresh_password(officer)


@transaction.atomic
def close_account(username: str, *, at: datetime) -> int:
    """Let an officer in no longer, from the next request on. Returns how many open cases are still theirs.

    The officer's decisions stay under their name. Raises Misconfigured for an officer that does not exist.
    """
    officer = known_officer(username)
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    noted_by_operator("closed the account", f"officer {username}", at=at)
    return officer.cases.filter(closed_at=None).count()


@transaction.atomic
def reset_authenticator(username: str, *, at: datetime) -> str:
    """Forget an officer's authenticator and recovery codes: the next sign-in sets up new ones.

    Returns a fresh password, because until then the password alone opens the way to that.
    Raises Misconfigured for an officer that does not exist.
    """
    officer = known_officer(username)
    Authenticator.objects.filter(user=officer).delete()
    noted_by_operator("reset the authenticator", f"officer {username}", at=at)
    return _fresh_password(officer)


def known_officer(username: str) -> Officer:
    """The officer of a user name. Raises Misconfigured for one that does not exist."""
    officer = Officer.objects.filter(username=username).first()
    if officer is None:
        repair = f"tansiq officer {username} --name NAME --organisation ORGANISATION --role ROLE"
        raise Misconfigured(f"there is no officer {username}", repair=repair)
    return officer


def _fresh_password(officer: Officer) -> str:
    password = secrets.token_urlsafe(12)
    officer.set_password(password)
    officer.save(update_fields=["password"])
    return password


@dataclass(frozen=True, slots=True)
class FeedTerms:
    """What is to be said of a feed. An empty part leaves what was said before; a new feed gets the default.

    tlp: a name of TLP. audience: codes of organisations that may know it beside the owner.
    """

    owner: str
    title: str = ""
    retention: str = ""
    tlp: str = ""
    audience: Sequence[str] = ()

    def said(self) -> dict[str, object]:
        """The parts that are not empty, as the record names them."""
        parts = {"title": self.title, "retention": self.retention, "tlp": self.tlp, "audience": list(self.audience)}
        return {name: part for name, part in parts.items() if part}


@transaction.atomic
def add_feed(code: str, terms: FeedTerms, *, at: datetime) -> Feed:
    """Add a feed, or change what is said of it.

    Raises Misconfigured for a code that cannot stand in an address, and for an audience that does not exist.
    """
    if not _CODE.fullmatch(code):
        raise Misconfigured(f"{code!r} cannot name a feed", repair="use at most 64 letters, digits, - and _")
    known = set(Organisation.objects.filter(code__in=terms.audience).values_list("code", flat=True))
    if unknown := sorted(set(terms.audience) - known):
        repair = f"use {', '.join(Organisation.objects.order_by('code').values_list('code', flat=True))}"
        raise Misconfigured(f"there is no organisation {', '.join(unknown)}", repair=repair)
    owner, _ = Organisation.objects.get_or_create(code=terms.owner, defaults={"name": terms.owner})
    said = {"owner": owner, **terms.said()}
    feed, is_new = Feed.objects.update_or_create(code=code, defaults=said, create_defaults={"title": code, **said})
    noted_by_operator("added the feed" if is_new else "changed the feed", f"feed {code}", at=at)
    make_inbox()
    return feed


@transaction.atomic
def renew_token(feed: Feed, *, at: datetime) -> str:
    """A fresh intake token; the old one stops at once."""
    noted_by_operator("renewed the intake token", f"feed {feed.code}", at=at)
    return issue_token(feed)
