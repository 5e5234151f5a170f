"""Rules as the centre keeps them: every wording, every step of its life with who took it, and its runs on past data."""

from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tansiq.centre.people import Officer, Organisation
from tansiq.detectors.rules import Rule, parse

MACHINE = "machine"
"""The author of what a machine suggests. Such a draft needs two people before it is used."""


class Effect(models.TextChoices):
    """What happens to a traveller of whom a rule is true. All but an alert answer an airline, and need a legal basis."""

    ALERT = "alert"  # puts the traveller before an officer
    CHECK = "check"  # tells the airline to ask the state first
    NO_BOARD = "no_board"  # tells the airline not to board


class Standing(models.TextChoices):
    """Where a version stands, as people left it. Whether its time is over says its `Stage`."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REPLACED = "replaced"


class Stage(models.TextChoices):
    """Where a version stands on a day."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ACTIVE = "active"
    DUE = "due"  # active, and somebody has to look at it again
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REPLACED = "replaced"


class Step(models.TextChoices):
    """A step of a rule's life."""

    DRAFTED = "drafted"
    CHANGED = "changed"
    ADOPTED = "adopted"
    TRIED = "tried"
    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    SUSPENDED = "suspended"
    REVIEWED = "reviewed"
    REPLACED = "replaced"


WROTE = (Step.DRAFTED, Step.CHANGED, Step.ADOPTED, Step.PROPOSED)
"""Who took one of these steps had a hand in a version, and cannot approve it."""


class KeptRule(models.Model):
    """A rule by its name. organisation: whose it is, None for the centre's. audience: who may know of it, None for everybody."""

    name = models.CharField(max_length=64, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="rules")
    audience = ArrayField(models.CharField(max_length=32), null=True)

    def __str__(self) -> str:
        return self.name


class RuleVersion(models.Model):
    """One wording of a rule. number: from 1, within the rule.

    digest: `Rule.version` of the text. text_at: when text or true cases last changed; a run on past data that is older says
    nothing of them. author: None for a machine. legal_basis: where the effect needs one. approved_by: the second person.
    """

    rule = models.ForeignKey(KeptRule, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=12, db_index=True)
    purpose = models.CharField(max_length=2000)
    effect = models.CharField(max_length=8, choices=Effect.choices, default=Effect.ALERT)
    legal_basis = models.CharField(max_length=400, blank=True)
    weight = models.FloatField()
    review_on = models.DateField()
    expires_on = models.DateField()
    true_cases = ArrayField(models.CharField(max_length=40), default=list)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.DRAFT)
    author = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="rules_written")
    adopted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="rules_adopted")
    proposed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="rules_proposed")
    approved_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="rules_approved")
    text_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["rule", "number"], name="rule_versions_are_numbered"),
            models.UniqueConstraint(
                fields=["rule"], condition=Q(standing="active"), name="one_active_version_of_a_rule"
            ),
            models.UniqueConstraint(
                fields=["rule"], condition=Q(standing__in=("draft", "proposed")), name="one_draft_of_a_rule"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | (Q(proposed_by__isnull=False) & ~Q(approved_by=F("proposed_by"))),
                name="approved_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(author=None) | ~Q(approved_by=F("author")),
                name="not_approved_by_the_author",
            ),
            models.CheckConstraint(
                condition=~Q(standing="active") | Q(approved_by__isnull=False), name="active_only_when_approved"
            ),
            models.CheckConstraint(condition=Q(effect="alert") | ~Q(legal_basis=""), name="effects_have_a_legal_basis"),
        )

    @property
    def is_by_machine(self) -> bool:
        """Whether no person wrote it."""
        return self.author_id is None

    @property
    def author_name(self) -> str:
        """Who answers for the wording, in a word."""
        return self.author.shown_name if self.author else MACHINE

    @property
    def about(self) -> str:
        """As findings name it: `Finding.about`."""
        return f"{self.rule.name}@{self.digest}"

    def stage(self, on: date) -> Stage:
        """Where it stands on a day."""
        if self.standing == Standing.ACTIVE and self.expires_on <= on:
            return Stage.EXPIRED
        if self.standing == Standing.ACTIVE and self.review_on <= on:
            return Stage.DUE
        return Stage(self.standing)

    def value(self) -> Rule:
        """The rule as a value. Raises ValueError where the language no longer has what its text says."""
        parsed = parse(self.text)
        if parsed.node is None:
            raise ValueError(f"{self.rule.name} {self.number}: {parsed.fault}")
        return Rule(
            self.rule.name,
            self.purpose,
            self.author_name,
            parsed.node,
            self.weight,
            self.review_on,
            self.expires_on,
            tuple(self.true_cases),
        )


class RuleEvent(models.Model):
    """One step of a version's life; never changed. by: None for a machine."""

    version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="rule_events")
    what = models.CharField(max_length=10, choices=Step.choices)
    why = models.TextField(blank=True)


class ShadowRun(models.Model):
    """A version tried on past data, from a day to before another. result: `ShadowResult` as kept, empty until finished.

    digest: of the text that was tried. done, total: rows looked at, of how many. tries: how often it was begun. failed: why it ended without a result.
    """

    version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="runs")
    digest = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField()
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="shadow_runs")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    tries = models.IntegerField(default=0)
    result = models.JSONField(default=dict)
    failed = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=["asked_at"], condition=Q(finished_at=None), name="waiting_shadow_runs"),)

    @property
    def last(self) -> date:
        """The last day of it."""
        return self.until - timedelta(days=1)

    @property
    def is_waiting(self) -> bool:
        """Whether the worker has still to do it, or is at it."""
        return self.finished_at is None
