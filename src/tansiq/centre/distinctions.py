"""People told apart from list entries, for a time: "this document and this entry are different people". Decision 0007."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, QuerySet

from tansiq.centre.findings import FindingFields
from tansiq.centre.people import Officer
from tansiq.picture.differences import FIELDS, Told
from tansiq.picture.flights import Flight, ManifestEntry
from tansiq.picture.lists import Listed
from tansiq.picture.persons import NOBODYS, QUOTED

KEPT_AFTER_END = timedelta(days=7)
"""How long an ended distinction is kept, so that an alert that opens again can say why."""

IDENTIFYING = tuple(field for field in FIELDS if field not in {"programmes", "reference", "listed_on"})
"""The fields of a list entry that say who is meant. Programme, reference and date of listing do not."""


class Broken(StrEnum):
    """Why a distinction does not hold for somebody who resembles the entry again."""

    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    ENTRY_CHANGED = "entry_changed"
    ENTRY_GONE = "entry_gone"
    OTHER_BIRTH_DATE = "other_birth_date"
    OTHER_NAME = "other_name"
    OTHER_DOCUMENT = "other_document"


class Distinction(models.Model):
    """One person and one list entry, told apart by a person's decision, with who may know of it and until when it holds.

    person_id: of the document, or without one of the exact name, birth date and nationality (`picture.persons`). about: key
    of the entry. entry: digest of each identifying field of the entry as it was. marking, audience: of the alert it came from.
    disposition: the clearing that taught it. redress: where it was given to somebody who asked; its number, quoted in a
    message, stands for the document.
    """

    person_id = models.UUIDField()
    name = models.CharField(max_length=400)
    birth_date = models.CharField(max_length=10, blank=True)
    about = models.CharField(max_length=240, db_index=True)
    about_name = models.CharField(max_length=400)
    entry = models.JSONField()
    reason = models.CharField(max_length=32)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="distinctions")
    at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    marking = models.JSONField()
    audience = ArrayField(models.CharField(max_length=32), null=True)
    disposition = models.ForeignKey("Disposition", on_delete=models.SET_NULL, null=True, related_name="taught")
    redress = models.ForeignKey("Redress", on_delete=models.CASCADE, null=True, related_name="distinctions")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="withdrew")

    class Meta:
        indexes = (
            models.Index(fields=["person_id", "about"]),
            models.Index(fields=["name", "birth_date"], name="distinctions_by_name"),
            models.Index(
                fields=["withdrawn_at"], condition=models.Q(withdrawn_at__isnull=False), name="withdrawn_distinctions"
            ),
        )

    @property
    def organisation(self) -> str:
        """The name of the organisation that decided."""
        return str(self.by.organisation or "")

    def is_for(self, entry: ManifestEntry) -> bool:
        """Whether it was made for the document, or the exact person, of a place on a manifest."""
        return self.person_id == entry.person_id or bool(self.redress and self.redress.number in quoted(entry))

    def broken(self, entry: ManifestEntry, listed: Listed | None, *, at: datetime) -> Broken | None:
        """Why it does not hold for somebody on a flight; None where it holds."""
        return self._ended(at=at) or self._other_entry(listed) or self._other_person(entry)

    def changed(self, listed: Listed) -> list[str]:
        """The identifying fields of the entry that say something else than when it was made."""
        now = digests(listed.told())
        return [field for field in IDENTIFYING if self.entry.get(field) != now.get(field)]

    def _ended(self, *, at: datetime) -> Broken | None:
        if self.withdrawn_at is not None:
            return Broken.WITHDRAWN
        return Broken.EXPIRED if self.expires_at <= at else None

    def _other_entry(self, listed: Listed | None) -> Broken | None:
        if listed is None:
            return Broken.ENTRY_GONE
        return Broken.ENTRY_CHANGED if self.changed(listed) else None

    def _other_person(self, entry: ManifestEntry) -> Broken | None:
        birth_date = born(entry)
        if birth_date != self.birth_date and birth_date and self.birth_date:
            return Broken.OTHER_BIRTH_DATE
        if not self.is_for(entry):
            return Broken.OTHER_DOCUMENT
        if self.person_id != entry.person_id and birth_date != self.birth_date:
            return Broken.OTHER_BIRTH_DATE  # a number alone can be anybody's
        return None if words(self.name) & words(entry.name) else Broken.OTHER_NAME


class KeptBack(FindingFields):
    """A finding that opened no alert, as its person was known to be somebody else; goes with its flight.

    since, decided_by, until: of the distinction, kept here as it goes sooner. lapsed_at: when it stopped holding and the
    person was to be screened again.
    """

    flight = models.ForeignKey(Flight, on_delete=models.CASCADE, related_name="kept_back")
    entry_key = models.BigIntegerField()
    person_id = models.UUIDField(db_index=True)
    distinction = models.ForeignKey(Distinction, on_delete=models.SET_NULL, null=True, related_name="kept_back")
    since = models.DateTimeField()
    decided_by = models.CharField(max_length=200)
    until = models.DateTimeField()
    about = models.CharField(max_length=240)
    about_name = models.CharField(max_length=400)
    lapsed_at = models.DateTimeField(null=True)
    audience = ArrayField(models.CharField(max_length=32), null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["flight", "entry_key", "about"], name="one_kept_back_per_pair_and_flight"),
        )


def digests(told: Told) -> dict[str, str]:
    """What an entry says of who is meant, field by field, without saying it: order within a field does not count."""
    return {
        field: sha256("\n".join(sorted(told[field])).encode()).hexdigest()[:16]
        for field in IDENTIFYING
        if field in told
    }


def may_be_told_apart(entry: ManifestEntry) -> bool:
    """Whether somebody is known well enough: by a document, or by name and birth date. A name alone is a name of many."""
    return bool(document_numbers(entry) or (entry.name and born(entry)))


def document_numbers(entry: ManifestEntry) -> list[str]:
    """The numbers of the documents that say who somebody on a flight is: visas and numbers of other kinds do not."""
    documents: Sequence[Mapping[str, Any]] = entry.traveller.get("documents") or ()
    return [str(d["number"]) for d in documents if d.get("number") and d.get("type") not in NOBODYS]


def born(entry: ManifestEntry) -> str:
    """The birth date of somebody on a flight, "" where no message gave one."""
    return str(entry.traveller.get("birth_date") or "")


def words(name: str) -> set[str]:
    """The words of a name, in any order."""
    return {word for word in name.casefold().replace("-", " ").split() if len(word) > 1}


def quoted(entry: ManifestEntry) -> list[str]:
    """The redress and known-traveller numbers that a message gives for somebody, as they are kept."""
    documents: Sequence[Mapping[str, Any]] = entry.traveller.get("documents") or ()
    return [
        "".join(filter(str.isalnum, str(d["number"]))).upper()
        for d in documents
        if d.get("type") in QUOTED and d.get("number")
    ]


def is_about(entry: ManifestEntry) -> Q:
    """The distinctions that were made for a person, for a number they quote, or for the same name and birth date."""
    same = Q(person_id=entry.person_id)
    if numbers := quoted(entry):
        same |= Q(redress__number__in=numbers)
    if born(entry):
        same |= Q(name=entry.name, birth_date=born(entry))
    return same


def about_person(entry: ManifestEntry, about: Sequence[str]) -> list[Distinction]:
    """The distinctions of a person from these entries, the latest first."""
    made = Distinction.objects.filter(is_about(entry), about__in=about)
    return list(made.select_related("by__organisation", "redress").order_by("-at", "-pk"))


def known_to(distinctions: QuerySet[Distinction], organisation: str) -> QuerySet[Distinction]:
    """Those of the distinctions that an organisation may know of."""
    if not organisation:
        return distinctions.none()
    return distinctions.filter(Q(audience=None) | Q(audience__contains=[organisation]))
