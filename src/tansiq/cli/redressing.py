"""`tansiq redress`: numbers for people who asked to be stopped no more in somebody else's place."""

import sys
from getpass import getpass
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import orjson
import typer

if TYPE_CHECKING:
    from tansiq.centre.people import Officer
    from tansiq.centre.redress import Redress
    from tansiq.model.wire import Json

redress = typer.Typer(
    no_args_is_help=True,
    help="Give somebody who asked a number to quote. It takes two officers; each gives the password, on the terminal or on stdin.",
)

By = Annotated[str, typer.Option("--officer", help="User name of the officer who acts.", show_default=False)]


@redress.command()
def ask(
    person: Annotated[
        UUID, typer.Argument(help="The person, as the address of their page has it.", show_default=False)
    ],
    officer: By,
    letter: Annotated[str, typer.Option(help="By which letter or call the person asked.", show_default=False)],
    number: Annotated[str, typer.Option(help="The number they have, where this is another document of theirs.")] = "",
) -> None:
    """Ask for a redress number for a person; a second officer answers. Prints one JSON object."""
    from tansiq.cli.centre import centre

    with centre():
        from tansiq.jobs import redress as acts
        from tansiq.jobs.worker import now

        plain = "".join(filter(str.isalnum, number)).upper()
        _write(acts.ask(person, _acting(officer), letter=letter, number=plain, at=now()))


@redress.command()
def answer(
    redress_id: Annotated[int, typer.Argument(metavar="ID", help="As `redress list` prints it.", show_default=False)],
    officer: By,
    is_given: Annotated[bool, typer.Option("--yes/--no", help="Give the number, or decline it.", show_default=False)],
) -> None:
    """Say yes or no, as the second officer. Prints one JSON object, with the number where one was given."""
    from tansiq.cli.centre import centre

    with centre():
        from tansiq.jobs import redress as acts
        from tansiq.jobs.worker import now

        _write(acts.answer(redress_id, _acting(officer), is_given=is_given, at=now()))


@redress.command("list")
def show(officer: By) -> None:
    """Print what waits for a second officer, then what was decided last: one JSON object each. Whom it names is recorded."""
    from tansiq.cli.centre import centre

    with centre():
        from tansiq.jobs import redress as acts
        from tansiq.jobs.worker import now

        for row in acts.shown(_acting(officer), at=now()):
            _write(row)


def _acting(username: str) -> "Officer":
    from tansiq.jobs.centre import known_officer
    from tansiq.jobs.redress import acting

    known_officer(username)  # nobody is asked for a password of an account that is none
    asked = getpass(f"Password of {username}: ") if sys.stdin.isatty() else sys.stdin.readline()
    return acting(username, asked.rstrip("\n"))


def _write(row: "Redress") -> None:
    sys.stdout.buffer.write(orjson.dumps(_rendered(row), option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.flush()


def _rendered(row: "Redress") -> "Json":
    state = {None: "waiting", True: "given", False: "declined"}[row.is_given]
    return {
        "id": row.pk,
        "state": state,
        "number": row.number,
        "person": str(row.person_id),
        "name": row.name,
        "birth_date": row.birth_date,
        "letter": row.letter,
        "by": row.by.get_username(),
        "at": row.at,
        "second": row.second.get_username() if row.second else None,
        "second_at": row.second_at,
    }
