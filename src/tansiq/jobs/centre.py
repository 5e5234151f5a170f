"""What every installation has from its first start: the feeds that need no set-up, and people to sign in."""

import secrets

from tansiq.centre.feeds import Feed
from tansiq.centre.people import Officer, Organisation, Role
from tansiq.jobs.worker import inbox
from tansiq.model.errors import Misconfigured

HOME_CODE = "centre"
MANUAL = "manual"


def prepare() -> None:
    """The centre itself, and the feed for files that an officer takes in by hand. Made once."""
    centre, _ = Organisation.objects.get_or_create(code=HOME_CODE, defaults={"name": "National Coordination Centre"})
    Feed.objects.get_or_create(
        code=MANUAL, defaults={"title": "Taken in by hand", "owner": centre, "legal_ground": "duty officer's decision"}
    )
    make_inbox()


def make_inbox() -> None:
    """A watch folder for each feed, readable by this account only."""
    for code in Feed.objects.values_list("code", flat=True):
        (inbox() / code).mkdir(mode=0o700, parents=True, exist_ok=True)


def add_officer(username: str, *, name: str, organisation: str, roles: list[str]) -> str:
    """Add an officer, or change one's name, organisation and roles. Returns a fresh password for the next sign-in.

    Raises Misconfigured for a role that does not exist.
    """
    unknown = sorted(set(roles) - set(Role))
    if unknown:
        raise Misconfigured(f"no such role: {', '.join(unknown)}", repair=f"use {', '.join(Role)}")
    owner, _ = Organisation.objects.get_or_create(code=organisation, defaults={"name": organisation})
    first, _, last = name.rpartition(" ")
    officer, _ = Officer.objects.update_or_create(
        username=username,
        defaults={"first_name": first, "last_name": last, "organisation": owner, "roles": sorted(set(roles))},
    )
    password = secrets.token_urlsafe(12)
    officer.set_password(password)
    officer.save()
    return password


def add_feed(code: str, *, owner: str, title: str, retention: str) -> Feed:
    """Add a feed, or change its title and owner."""
    organisation, _ = Organisation.objects.get_or_create(code=owner, defaults={"name": owner})
    feed, _ = Feed.objects.update_or_create(
        code=code, defaults={"owner": organisation, "title": title or code, "retention": retention}
    )
    make_inbox()
    return feed
