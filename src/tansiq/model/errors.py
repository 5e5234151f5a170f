"""The one exception tree.

TansiqError            the caller or the operator can act on it
├── ShapeMismatch      arrays given together do not fit together
├── NotReleasable      the marking or the purpose forbids the release
├── NotPermitted       the person's role, or the separation of duties, forbids the act
├── NotKnown           there is no such record, or not for this person: the two are not told apart
├── AlreadyDecided     somebody else decided first; says who and what
├── DoesNotFit         a value is longer than the message that is to carry it allows
├── LedgerBroken       an entry does not hash to what its tree says
├── Unreadable         an input cannot be read at all
├── WorkerLost         a process or machine that took part of the work ended before it answered
└── Misconfigured      a setting or an installation is wrong; .repair is the command that mends it
    └── DatabaseUnavailable   PostgreSQL cannot be found, started or reached

Bad input inside a file is not an exception: see `tansiq.model.reading`.
"""


class TansiqError(Exception):
    """Something the caller or the operator can act on."""


class ShapeMismatch(TansiqError):
    """Arrays given together do not fit together."""


class NotReleasable(TansiqError):
    """The marking or the purpose forbids the release."""


class NotPermitted(TansiqError):
    """The person's role, or the separation of duties, forbids the act."""


class NotKnown(TansiqError):
    """There is no such record, or not for this person: the two are not told apart."""


class AlreadyDecided(TansiqError):
    """Somebody else decided first.

    by: who decided; what: the decision, in words for a person.
    """

    def __init__(self, *, by: str, what: str) -> None:
        self.by = by
        self.what = what
        super().__init__(f"{by} decided first: {what}")


class DoesNotFit(TansiqError):
    """A value is longer than the message that is to carry it allows."""


class LedgerBroken(TansiqError):
    """An entry does not hash to what its tree says.

    position: the first bad position, or None where the fault is in the tree or a head.
    """

    def __init__(self, message: str, *, position: int | None = None) -> None:
        self.position = position
        super().__init__(message)


class Unreadable(TansiqError):
    """An input cannot be read at all: missing, not permitted, or not of a known kind."""


class WorkerLost(TansiqError):
    """A process or machine that took part of the work ended before it answered: the work as a whole has no answer."""


class Misconfigured(TansiqError):
    """A setting or an installation is wrong.

    repair: the command, or the change, that mends it.
    """

    def __init__(self, message: str, *, repair: str) -> None:
        self.repair = repair
        super().__init__(f"{message}\nRepair: {repair}")


class DatabaseUnavailable(Misconfigured):
    """PostgreSQL cannot be found, started or reached."""
