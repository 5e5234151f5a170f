"""Feeds, their messages, and the few acts on them."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tansiq.centre.audit import noted_act
from tansiq.centre.feeds import Feed, issue_token
from tansiq.centre.people import Officer, Role
from tansiq.centre.reading import may_read
from tansiq.centre.terms import terms_shown
from tansiq.handling.purpose import Ground, Purpose
from tansiq.jobs.failures import Failures, failures, reread
from tansiq.jobs.failures import screen_again as screen_flights_again
from tansiq.jobs.failures import try_again as again
from tansiq.jobs.intake.names import file_name
from tansiq.ledger.current import current
from tansiq.ledger.intake import MAX_BYTES, Message, message_of, messages, receive
from tansiq.ledger.progress import Deliveries, deliveries
from tansiq.model.errors import NotPermitted
from tansiq.web.sign import signed_in

LOOKED_BACK = timedelta(hours=24)
SHOWN = 50
LONGEST_ID = 18
"""Digits of a message's number, which is a bigint."""


@dataclass(frozen=True, slots=True)
class Row:
    """A feed with what it delivered in the last day. silent: longer than its rhythm allows.

    unfollowed: messages of whatever day that were read and then set aside by our fault.
    """

    feed: Feed
    delivered: Deliveries
    silent: bool
    unfollowed: int = 0

    @property
    def failed(self) -> int:
        """Messages that wait for us to mend a fault of ours."""
        return self.delivered.failed + self.unfollowed

    @property
    def refusing(self) -> int:
        """Messages that were refused, whole or in part."""
        return self.delivered.refused + self.delivered.with_refusals

    @property
    def needs_a_look(self) -> bool:
        """Whether something was refused, failed, or is missing."""
        return self.silent or bool(self.refusing + self.failed)


def rows(failed: Failures, *, at: datetime) -> list[Row]:
    """Every feed, those that need a look first."""
    feeds = list(Feed.objects.select_related("owner").order_by("code"))
    delivered = deliveries(current(), [f.code for f in feeds], since=at - LOOKED_BACK)
    shown = [
        Row(f, delivered[f.code], _is_silent(f, delivered[f.code].last_at, at=at), failed.by_feed.get(f.code, 0))
        for f in feeds
    ]
    return sorted(shown, key=lambda row: (not row.needs_a_look, row.feed.code))


def _is_silent(feed: Feed, last_at: datetime | None, *, at: datetime) -> bool:
    if feed.rhythm_s is None:
        return False
    return last_at is None or (at - last_at).total_seconds() > feed.rhythm_s


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show every feed."""
    return render(request, "feeds/feeds.html", _board(signed_in(request)))


def _board(officer: Officer) -> dict[str, object]:
    failed = failures()
    return {
        "rows": rows(failed, at=timezone.now()),
        "failures": failed,
        "is_administrator": officer.has_role(Role.ADMINISTRATOR),
    }


@require_safe
def show_one(request: HttpRequest, code: str) -> HttpResponse:
    """Open a feed: its terms and its messages, and what was refused of them.

    The words of refusals and oddities may quote a message: they are shown to those who may read of it, which is noted.
    """
    return _one(request, get_object_or_404(Feed.objects.select_related("owner"), code=code))


def _one(request: HttpRequest, feed: Feed, **more: object) -> HttpResponse:
    officer, before = signed_in(request), request.GET.get("before", "")
    only_refused = request.GET.get("show") == "refused"
    found: list[Message] = messages(
        current(),
        feed=feed.code,
        states=("refused", "failed") if only_refused else (),
        limit=SHOWN + 1,
        before=int(before) if before.isdecimal() and len(before) <= LONGEST_ID else None,
    )
    failed = failures().messages
    if only_refused and not before:  # these were taken, and then not followed
        found = [m for m in map(partial(message_of, current()), failed) if m.feed == feed.code] + found
    reads = may_read(feed, officer)
    if reads and any(m.refusals or m.notices for m in found[:SHOWN]):
        noted_act(officer, _purpose(feed), "read what was refused", None, at=timezone.now())
    shown = {
        "feed": feed,
        "messages_shown": found[:SHOWN],
        "older": found[SHOWN - 1].message if len(found) > SHOWN else None,
        "only_refused": only_refused,
        "terms": terms_shown(feed, at=timezone.now()),
        "is_administrator": officer.has_role(Role.ADMINISTRATOR),
        "reads": reads,
        "failed": failed,
        "max_mb": MAX_BYTES >> 20,
        **more,
    }
    if request.headers.get("HX-Request"):
        return render(request, "feeds/opened.html", shown)
    return render(request, "feeds/feeds.html", _board(officer) | shown)


@require_POST
def take_in(request: HttpRequest, code: str) -> HttpResponse:
    """Receive a file that an administrator chose, like any other delivery of the feed."""
    officer, feed = _administrator(request, code)
    given = request.FILES.get("file")
    if given is None:
        raise NotPermitted(_("Choose a file first."))
    if (given.size or 0) > MAX_BYTES:
        raise NotPermitted(_("At most %(mb)s MB are taken at once.") % {"mb": MAX_BYTES >> 20})
    at = timezone.now()
    received = receive(
        current(),
        feed=feed.code,
        name=file_name(given.name or ""),
        data=given.read(),
        at=at,
        expires_at=feed.expires_at(at),
        priority=feed.priority,
    )
    noted_act(officer, _purpose(feed), f"took in message {received.message}", None, at=at)
    return redirect("feed", code)


@require_POST
def renew_token(request: HttpRequest, code: str) -> HttpResponse:
    """Give the feed a fresh intake token, shown this once."""
    officer, feed = _administrator(request, code)
    token = issue_token(feed)
    noted_act(officer, _purpose(feed), "renewed the intake token", None, at=timezone.now())
    return _one(request, feed, token=token, intake_url=request.build_absolute_uri(f"/api/intake/{feed.code}"))


@require_POST
def try_again(request: HttpRequest, code: str, message: int) -> HttpResponse:
    """Let a message that failed by our fault wait again."""
    officer, feed = _administrator(request, code)
    if again(_message(feed, message)):
        noted_act(officer, _purpose(feed), f"tried message {message} again", None, at=timezone.now())
    return redirect("feed", code)


@require_POST
def read_again(request: HttpRequest, code: str, message: int) -> HttpResponse:
    """Have a message read once more of which something was refused; what was kept of it stays."""
    officer, feed = _administrator(request, code)
    if reread(_message(feed, message)):
        noted_act(officer, _purpose(feed), f"had message {message} read again", None, at=timezone.now())
    return redirect("feed", code)


@require_POST
def screen_again(request: HttpRequest) -> HttpResponse:
    """Let the flights be screened again that could not be by our fault."""
    officer = signed_in(request)
    officer.needs(Role.ADMINISTRATOR)
    if screen_flights_again():
        purpose = Purpose(Ground.MAINTENANCE, "feeds")
        noted_act(officer, purpose, "had flights screened again", None, at=timezone.now())
    return redirect("feeds")


def _message(feed: Feed, number: int) -> Message:
    """The message, if it is one of this feed's."""
    if len(str(number)) <= LONGEST_ID:
        with suppress(LookupError):
            message = message_of(current(), number)
            if message.feed == feed.code:
                return message
    raise Http404


def _administrator(request: HttpRequest, code: str) -> tuple[Officer, Feed]:
    officer = signed_in(request)
    officer.needs(Role.ADMINISTRATOR)
    return officer, get_object_or_404(Feed.objects.select_related("owner"), code=code)


def _purpose(feed: Feed) -> Purpose:
    return Purpose(Ground.MAINTENANCE, f"feed {feed.code}")
