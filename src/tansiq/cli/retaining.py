"""`tansiq retain` and `tansiq terms`: what is masked and destroyed when, and what the country's law says of it."""

import sys
from datetime import UTC, datetime
from typing import Annotated

import orjson
import typer


def retain(
    at: Annotated[
        str, typer.Option(help="A day or instant (ISO 8601, UTC where no offset is given); without it, now.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done by then, and change nothing.")
    ] = False,
) -> None:
    """Mask and destroy what is over its time, as the worker does every hour. With --dry-run: one JSON object a class and day."""
    from tansiq.cli.centre import centre

    moment = _instant(at)
    if at and not dry_run:
        raise typer.BadParameter("another time than now needs --dry-run: nothing is destroyed early", param_hint="--at")
    with centre():
        if dry_run:
            _tell(moment)
        else:
            _do(moment)


def terms(
    kind: Annotated[str, typer.Argument(metavar="[CLASS]", help="api, pnr or cargo; without it, all are shown.")] = "",
    kept_for: Annotated[str, typer.Option(help="How long the class is kept: 24h, 183d, 6m or 5y.")] = "",
    masked_after: Annotated[str, typer.Option(help="After how long it is masked.")] = "",
    source: Annotated[str, typer.Option(help="The law that says so.")] = "",
) -> None:
    """Show how long the country keeps what, or set a class for what is received from now on. One JSON object a class."""
    from tansiq.cli.centre import centre
    from tansiq.handling.retention import RetentionClass

    if kind not in {"", *RetentionClass}:
        raise typer.BadParameter(f"{kind} is no class; use api, pnr or cargo", param_hint="CLASS")
    if not kind and (kept_for or masked_after or source):
        raise typer.BadParameter("name the class that is set: api, pnr or cargo", param_hint="CLASS")
    with centre():
        from tansiq.centre.terms import country_terms, set_country_term

        if kept_for or masked_after or source:
            set_country_term(
                RetentionClass(kind), kept_for=kept_for, masked_after=masked_after, source=source, at=datetime.now(UTC)
            )
        for one, term in country_terms().items():
            if kind in {"", one}:
                masked = str(term.masked_after) if term.masked_after else None
                _write({"class": one, "kept_for": str(term.kept_for), "masked_after": masked, "source": term.source})


def _tell(until: datetime) -> None:
    from tansiq.ledger.coming import coming
    from tansiq.ledger.current import current

    for one in coming(current(), until=until):
        _write({"day": one.due_on, "what": one.what, "class": one.kind, "count": one.count})


def _do(at: datetime) -> None:
    from tansiq.centre.masking import mask_due, pare_due
    from tansiq.centre.retention import forget
    from tansiq.ledger.current import current
    from tansiq.ledger.retain import retain as destroy

    masked = mask_due(at=at)
    gone = destroy(current(), at=at)
    flights, pared = forget(at=at), pare_due(at=at)
    _write(
        {
            "at": at,
            "masked": masked,
            "destroyed": gone.observations,
            "messages": gone.messages,
            "accesses": gone.accesses,
            "flights": flights,
            "pared": pared,
        }
    )


def _instant(text: str) -> datetime:
    if not text:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2026-11-01", param_hint="--at") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _write(row: dict[str, object]) -> None:
    sys.stdout.buffer.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.flush()
