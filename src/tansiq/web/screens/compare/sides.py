"""The two sides of a comparison: a traveller, a list entry, or somebody typed in; and why the officer compares them."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from tansiq.centre.desk import visible
from tansiq.centre.people import Officer
from tansiq.centre.reading import READERS, known_to, lists_known_to, to_note
from tansiq.handling.purpose import Ground, Purpose
from tansiq.model.subjects import Subject
from tansiq.picture import persons
from tansiq.picture.flights import ManifestEntry
from tansiq.picture.lists import Listed
from tansiq.web.screens.compare.forms import Typed

_DIGITS = 18
"""The most of a bigint."""
_LONGEST_ABOUT = 40


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two. name: left or right. value: what addresses call it ("listed-12"), "" for somebody typed in.

    subject: None where nothing, or something wrong, was typed. origin: where it is from, in words. address: where it can be
    opened. noted: whom the access log has to name. about: how the purpose calls it.
    """

    name: str
    subject: Subject | None
    title: str = ""
    origin: str = ""
    address: str = ""
    value: str = ""
    about: str = ""
    noted: tuple[UUID, ...] = ()
    form: Typed | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether what was typed cannot be read."""
        return self.form is not None and bool(self.form.errors)

    def beside(self, other: "Side") -> "Side":
        """Somebody typed in is of the type of who is real on the other side: the form does not ask for it."""
        if self.form is None or self.subject is None or other.form is not None or other.subject is None:
            return self
        return replace(self, subject=replace(self.subject, type=other.subject.type))


@dataclass(frozen=True, slots=True)
class Why:
    """Why the officer compares. back: the address it came from, "" for none. text: as addresses carry it on."""

    purpose: Purpose
    back: str = ""
    text: str = ""


def side_of(given: QueryDict, name: str, officer: Officer, ground: Ground) -> Side:
    """The side of this name. Raises Http404 for somebody whom the officer may not know of, or who is not there."""
    value = given.get(name, "")
    kind, _dash, key = value.partition("-")
    if kind == "traveller":
        return _traveller(name, key, officer, ground)
    if kind == "listed":
        return _listed(name, key, officer, ground)
    if value:
        raise Http404
    return _typed(name, given)


def why(text: str, officer: Officer, about: str) -> Why:
    """Triage where the officer came from an alert ("alert-12") that they may see; else a request of their own."""
    kind, _dash, key = text.partition("-")
    if kind == "alert" and _is_key(key) and visible(officer).filter(pk=key).exists():
        return Why(Purpose(Ground.TRIAGE, f"alert {key}"), reverse("alert", args=[key]), text)
    return Why(Purpose(Ground.REQUEST, f"compare: {about}"))


def _traveller(name: str, key: str, officer: Officer, ground: Ground) -> Side:
    officer.needs(*READERS)
    try:
        person = UUID(key)
    except ValueError as error:
        raise Http404 from error
    entries = ManifestEntry.objects.filter(person_id=person).select_related("flight").order_by("-pk")
    entry = next((e for e in entries[:50] if e.pk in known_to(officer, ground, [e])), None)
    if entry is None:
        raise Http404
    return Side(
        name,
        persons.subject(entry.value()),
        title=entry.name,
        origin=_("traveller, last on %(flight)s")
        % {"flight": f"\N{FIRST STRONG ISOLATE}{entry.flight.label}\N{POP DIRECTIONAL ISOLATE}"},
        address=reverse("person", args=[person]),
        value=f"traveller-{person}",
        about="traveller",
        noted=(person,),
    )


def _listed(name: str, key: str, officer: Officer, ground: Ground) -> Side:
    known = lists_known_to(officer, ground)
    entry = Listed.objects.filter(pk=key, feed__in=known).first() if _is_key(key) else None
    if entry is None:
        raise Http404
    return Side(
        name,
        entry.value(),
        title=entry.name,
        origin=entry.list,
        address=reverse("list-entry", args=[entry.pk]),
        value=f"listed-{entry.pk}",
        about=entry.key[:_LONGEST_ABOUT],
        noted=tuple(to_note([entry])),
    )


def _typed(name: str, given: QueryDict) -> Side:
    """Somebody typed in; without a subject where nothing of this side was given, or it cannot be read."""
    is_given = any(given.get(f"{name}-{field}", "").strip() for field in Typed.base_fields)
    form = Typed(given if is_given else None, prefix=name)
    subject = form.subject() if is_given and form.is_valid() else None
    title = subject.names[0] if subject and subject.names else ""
    return Side(name, subject, title=title, about=title[:_LONGEST_ABOUT], form=form)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS
