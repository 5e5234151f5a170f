"""A delimited list for a feed: an administrator says what its columns mean, and it goes the way of any other delivery.

Until it is taken in nothing of it is kept: the browser holds the file and sends it again with each look.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tansiq.centre.audit import noted_act
from tansiq.centre.feeds import BY_HAND, Feed
from tansiq.centre.people import Officer, Role
from tansiq.handling.purpose import Ground, Purpose
from tansiq.handling.retention import RetentionClass
from tansiq.jobs.intake.names import file_name
from tansiq.ledger.current import current
from tansiq.ledger.intake import MAX_BYTES, message_of, receive, retry
from tansiq.picture.lists import Listed
from tansiq.readers.lists.columns import CHARSETS as KNOWN_CHARSETS
from tansiq.readers.lists.columns import FIELDS, render_mapping
from tansiq.web.screens.lists.mapping import Tried, try_list
from tansiq.web.sign import signed_in
from tansiq.web.words import BETWEEN, CHARSETS, DATE_ORDERS, DELIMITERS, LIST_FIELDS, SUBJECT_TYPES


@require_http_methods(["GET", "HEAD", "POST"])
def map_columns(request: HttpRequest) -> HttpResponse:
    """Show what a list's columns are taken for and what its rows become; with act=take, take it in so."""
    officer = signed_in(request)
    officer.needs(Role.ADMINISTRATOR)
    given = request.FILES.get("file")
    feeds = list(_feeds())
    code = request.POST.get("feed") or request.GET.get("feed", "")
    feed = next((f for f in feeds if code in {f.code, ""} and (code or len(feeds) == 1)), None)
    page: dict[str, object] = {
        "feeds": feeds,
        "feed": feed,
        "fields": _fields(),
        "max_mb": MAX_BYTES >> 20,
        "error": "",
    }
    page |= {"orders": DATE_ORDERS, "betweens": BETWEEN, "types": SUBJECT_TYPES, "delimiters": DELIMITERS}
    page["charsets"] = {charset: CHARSETS[charset] for charset in KNOWN_CHARSETS if charset}
    if request.method == "POST":
        page["error"] = _missing(feed, given.size if given else None)
        if feed and given and not page["error"]:
            data = given.read()
            tried = try_list(data, given.name or "", request.POST.dict(), feed.mapping)
            if tried and tried.may_be_taken and request.POST.get("act") == "take":
                return _taken(request, officer, feed, given.name or "", data, tried)
            in_force = Listed.objects.filter(feed=feed.code).count()
            page |= {"tried": tried, "is_looked_at": True, "in_force": in_force}
    template = "lists/columns.html" if request.headers.get("HX-Request") else "lists/mapping.html"
    return render(request, template, page)


def _missing(feed: Feed | None, size_bytes: int | None) -> str:
    """What keeps the list from being looked at, "" for nothing."""
    if feed is None:
        return _("Choose the feed that the list belongs to.")
    if size_bytes is None:
        return _("Choose a file first.")
    if size_bytes > MAX_BYTES:
        return _("At most %(mb)s MB are taken at once.") % {"mb": MAX_BYTES >> 20}
    return ""


def _taken(request: HttpRequest, officer: Officer, feed: Feed, name: str, data: bytes, tried: Tried) -> HttpResponse:
    """Keep the mapping with the feed, then receive the list as any other delivery; the worker reads it so."""
    at = timezone.now()
    feed.mapping = render_mapping(tried.mapping)
    feed.save(update_fields=["mapping"])
    received = receive(
        current(),
        feed=feed.code,
        name=file_name(name),
        data=data,
        at=at,
        expires_at=feed.expires_at(at),
        priority=feed.priority,
    )
    purpose = Purpose(Ground.MAINTENANCE, f"feed {feed.code}")
    noted_act(officer, purpose, "mapped the columns of a list", None, at=at)
    retry(current(), received.message, refused=True)
    if message_of(current(), received.message).state == "waiting":
        messages.success(request, _("The list is taken in; it is in force as soon as it is read."))
    else:
        text = _("These very bytes came before and were not read again. The mapping holds from the next delivery on.")
        messages.warning(request, text)
    return redirect("feed", feed.code)


def _feeds() -> list[Feed]:
    return list(Feed.objects.filter(retention=RetentionClass.LIST).exclude(code=BY_HAND).order_by("title"))


def _fields() -> list[tuple[str, object]]:
    """What a column may be taken for, in words; "" first."""
    return [(field, LIST_FIELDS[field]) for field in ("", *FIELDS)]
