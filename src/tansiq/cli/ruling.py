"""`tansiq rules`: rules in files, checked, tried on travellers, and taken to the centre and back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

rules = typer.Typer(
    no_args_is_help=True,
    help="Check rules and try them on travellers, without a database; write the centre's rules to files, and take drafts in.",
)

RuleFiles = Annotated[list[Path], typer.Argument(help="Rules, one a file, or folders of such files.")]
On = Annotated[
    datetime | None,
    typer.Option(help="Day that says which rules have expired.", formats=["%Y-%m-%d"], show_default="today"),
]


@rules.command()
def check(
    files: RuleFiles,
    write: Annotated[bool, typer.Option("--write", help="Write each rule's file anew in its canonical form.")] = False,
    on: On = None,
) -> None:
    """Check rules: one JSON object per file, with its clauses or its faults."""
    from tansiq.cli.rule_files import check_files

    raise typer.Exit(check_files(files, write=write, on=(on or datetime.now(UTC)).date()))


@rules.command()
def run(
    files: RuleFiles,
    rows: Annotated[Path, typer.Option(help="Travellers: JSON Lines or Parquet.")],
    all: Annotated[bool, typer.Option("--all", help="Print outcomes that are false or unknown too.")] = False,  # noqa: A002  the word an officer would use
    fairness: Annotated[bool, typer.Option("--fairness", help="Print the fairness screen instead of hits.")] = False,
    on: On = None,
) -> None:
    """Run rules over travellers: one JSON object per hit, clause by clause."""
    from tansiq.cli.rule_runs import Asked, run_rules

    raise typer.Exit(run_rules(Asked(files, rows, all, fairness, (on or datetime.now(UTC)).date())))


@rules.command("export")
def write_files(
    folder: Annotated[Path, typer.Argument(help="Where to write a file for each rule.", show_default=False)],
    drafts: Annotated[
        bool, typer.Option("--drafts", help="Write the latest version of each rule, in force or not.")
    ] = False,
) -> None:
    """Write the rules in force, one file each; prints the names of files that changed."""
    from tansiq.cli.rule_exchange import export_rules

    raise typer.Exit(export_rules(folder, with_drafts=drafts))


@rules.command("import")
def read_files(
    files: RuleFiles,
    author: Annotated[
        str, typer.Option(help="User name of the officer who answers for the drafts.", show_default=False)
    ],
    why: Annotated[str, typer.Option(help="Why they come in: kept with each draft.")] = "",
) -> None:
    """Take rules in as drafts: one JSON object per file. The officer gives the password. Nothing is put into force."""
    from tansiq.cli.rule_exchange import import_rules

    raise typer.Exit(import_rules(files, author=author, why=why))
