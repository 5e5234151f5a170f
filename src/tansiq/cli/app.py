"""Every command, thin. A command's work is imported when it is called: `tansiq read` starts without Django."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tansiq import __version__
from tansiq.cli.planning import schedule
from tansiq.cli.redressing import redress
from tansiq.cli.retaining import retain, terms
from tansiq.cli.ruling import rules

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Coordination of border, airport and counter-narcotics services.",
)

names = typer.Typer(no_args_is_help=True, help="Measure what screening by name costs the innocent. Needs no database.")
app.add_typer(names, name="names")
app.add_typer(redress, name="redress")
app.add_typer(rules, name="rules")
app.command()(retain)
app.command()(schedule)
app.command()(terms)

Paths = Annotated[list[Path], typer.Argument(help="Files, or folders of files.", show_default=False)]
Jobs = Annotated[int, typer.Option(help="Processes to use.", min=1)]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tansiq {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None:
    """Coordination of border, airport and counter-narcotics services."""


@app.command()
def read(
    paths: Paths,
    format: Annotated[str, typer.Option(help="auto, or one format's name.")] = "auto",  # noqa: A002  the contract's name
    receipts: Annotated[bool, typer.Option("--receipts", help="Add a receipt for each file.")] = False,
) -> None:
    """Read messages and lists: one JSON object per observation. Needs no database."""
    from tansiq.cli import reading
    from tansiq.readers.formats import AUTO, NAMES

    if format not in {AUTO, *NAMES}:
        raise typer.BadParameter(f"{format} is no format. Known are {AUTO}, {', '.join(NAMES)}.", param_hint="--format")
    raise typer.Exit(reading.read_files(paths, format_name=format, receipts=receipts))


@app.command()
def match(
    pairs: Annotated[Path, typer.Argument(help='JSON Lines of {"left": SUBJECT, "right": SUBJECT}.')],
    jobs: Jobs = 1,
) -> None:
    """Compare pairs of subjects: one JSON object per pair, in the same order. Needs no database."""
    from tansiq.cli import matching

    raise typer.Exit(matching.match_file(pairs, jobs=jobs))


@app.command()
def screen(
    queries: Annotated[Path, typer.Argument(help="JSON Lines of SUBJECT.")],
    list: Annotated[Path, typer.Option("--list", help="A list: JSON Lines, or as published.")],  # noqa: A002
    top: Annotated[int, typer.Option(help="Candidates per query.", min=1)] = 50,
    jobs: Annotated[int, typer.Option(help="Processes to use, or shards.", min=1)] = 1,
    executor: Annotated[str, typer.Option(help="processes, or ray for shards of the list.")] = "processes",
    cluster: Annotated[
        str | None, typer.Option(help="Address of a Ray cluster; else Ray runs here, on the loopback.")
    ] = None,
) -> None:
    """Search a list for each query: one JSON object per query, best first. Needs no database."""
    from tansiq.cli import matching

    if executor not in matching.EXECUTORS:
        raise typer.BadParameter(f"{executor} is none; use {' or '.join(matching.EXECUTORS)}", param_hint="--executor")
    if cluster and executor != "ray":
        raise typer.BadParameter("only --executor ray searches in a cluster", param_hint="--cluster")
    raise typer.Exit(matching.screen_file(list, queries, top=top, placed=matching.Placed(executor, jobs, cluster)))


@app.command()
def mrz(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files of machine-readable zones; without any, stdin.", show_default=False),
    ] = None,
    today: Annotated[
        datetime | None,
        typer.Option(help="Day that settles centuries and expiry.", formats=["%Y-%m-%d"], show_default="today"),
    ] = None,
) -> None:
    """Read machine-readable zones of travel documents: one JSON object per document. Needs no database."""
    from tansiq.cli import zones

    raise typer.Exit(zones.read_stream(paths or [], today=(today or datetime.now(UTC)).date()))


@names.command("alarms")
def names_alarms(  # noqa: PLR0913, PLR0917  one parameter is one option
    lists: Annotated[list[Path], typer.Argument(help="Lists: JSON Lines, or as published.", show_default=False)],
    travellers: Annotated[int, typer.Option(help="Ordinary travellers to invent.", min=1)] = 10_000,
    seed: Annotated[int, typer.Option(help="Another seed gives other travellers.")] = 1,
    known: Annotated[str, typer.Option(help="What is known of them: name, message or document.")] = "document",
    recall: Annotated[bool, typer.Option("--recall", help="Ask for listed persons too, respelt.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
    jobs: Jobs = 1,
) -> None:
    """Screen invented ordinary travellers against lists, and say how many alarms that gives, and on whom."""
    from tansiq.cli import alarming
    from tansiq.detectors.names.alarms.ordinary import Known

    if known not in {*Known}:
        raise typer.BadParameter(f"{known} is none; use {', '.join(Known)}", param_hint="--known")
    asked = alarming.Asked(lists, travellers, seed, Known(known), recall, json, jobs)
    raise typer.Exit(alarming.report_alarms(asked))


@app.command()
def serve(
    port: Annotated[int, typer.Option(envvar="PORT", help="Port on the loopback address.", min=1, max=65535)] = 8000,
    host: Annotated[str, typer.Option(envvar="TANSIQ_HOST", help="Address to listen on.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(envvar="TANSIQ_WORKERS", help="Web processes.", min=1)] = 2,
    demo: Annotated[
        bool, typer.Option("--demo", help="With the invented national day, made if there is none.")
    ] = False,
) -> None:
    """Serve the desk: database, web, live events and worker, until Ctrl-C."""
    from tansiq.cli import serving

    serving.serve_centre(host=host, port=port, workers=workers, demo=demo)


@app.command(hidden=True)
def work() -> None:
    """Run the worker alone. `tansiq serve` starts it."""
    from tansiq.cli import serving

    serving.work()


@app.command()
def ingest(
    paths: Paths,
    feed: Annotated[str, typer.Option(help="Code of the feed they came from.")] = "manual",
) -> None:
    """Receive files into the ledger and take them in, with a line for each."""
    from tansiq.cli import centre

    raise typer.Exit(centre.ingest(paths, feed=feed))


@app.command()
def verify(
    bundle: Annotated[Path | None, typer.Argument(help="An exported bundle; without it, the whole ledger.")] = None,
) -> None:
    """Prove that nothing was changed: a bundle offline, without a database, or the whole ledger."""
    from tansiq.cli import verifying

    raise typer.Exit(verifying.verify(bundle))


@app.command()
def demo(
    days: Annotated[int, typer.Option(help="Days to write.", min=1)] = 1,
    seed: Annotated[int, typer.Option(help="Another seed gives another day.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Keep the written files here.")] = None,
) -> None:
    """Write the invented national day in the real formats and take it in through the production path."""
    from tansiq.cli import centre

    raise typer.Exit(centre.demo(days=days, seed=seed, out=out))


@app.command()
def officer(
    username: str,
    name: Annotated[str, typer.Option(help="Full name.")] = "",
    organisation: Annotated[str, typer.Option(help="Code of the organisation; made if there is none.")] = "",
    role: Annotated[
        list[str] | None,
        typer.Option(help="targeting, supervisor, investigator, inspection, data_protection, administrator"),
    ] = None,
    deactivate: Annotated[bool, typer.Option("--deactivate", help="Close the account.")] = False,
    reset_authenticator: Annotated[
        bool, typer.Option("--reset-authenticator", help="Let the next sign-in set up another authenticator app.")
    ] = False,
) -> None:
    """Add an officer, or change one; prints a password for the next sign-in."""
    from tansiq.cli import centre

    if deactivate and reset_authenticator:
        raise typer.BadParameter("close the account, or reset its authenticator", param_hint="--deactivate")
    if deactivate:
        raise typer.Exit(centre.close_account(username))
    if reset_authenticator:
        raise typer.Exit(centre.reset_authenticator(username))
    if not (name and organisation and role):
        raise typer.BadParameter("--name, --organisation and at least one --role are needed", param_hint="officer")
    raise typer.Exit(centre.officer(username, name=name, organisation=organisation, roles=role))


@app.command()
def feed(
    code: str,
    owner: Annotated[str, typer.Option(help="Code of the organisation that owns what arrives; made if there is none.")],
    title: Annotated[str, typer.Option(help="In words.")] = "",
    retention: Annotated[
        str,
        typer.Option(
            help="api: passenger lists kept for hours (of a new feed); pnr: lists that the law counts among bookings;"
            " list: lists of persons, five years. Bookings are kept as such by every feed."
        ),
    ] = "",
    tlp: Annotated[str, typer.Option(help="clear, green, amber (of a new feed), amber+strict or red")] = "",
    audience: Annotated[
        list[str] | None, typer.Option(help="Code of an organisation that may know it beside the owner.")
    ] = None,
) -> None:
    """Add a feed, change what is said of one, or give one a fresh intake token; prints the token once."""
    from tansiq.cli import centre

    if retention not in {"", "api", "pnr", "list"}:
        raise typer.BadParameter(f"{retention} is no retention class; use api, pnr or list", param_hint="--retention")
    if tlp.lower() not in {"", "clear", "green", "amber", "amber+strict", "red"}:
        raise typer.BadParameter(
            f"{tlp} is no TLP level; use clear, green, amber, amber+strict or red", param_hint="--tlp"
        )
    status = centre.feed(code, owner=owner, title=title, retention=retention, tlp=tlp, audience=audience or [])
    raise typer.Exit(status)


@app.command()
def doctor() -> None:
    """Say what is installed, reachable and misconfigured, and the command that repairs it."""
    from tansiq.cli import doctoring

    raise typer.Exit(doctoring.report())


@app.command()
def bench(name: Annotated[str, typer.Argument(help="One benchmark; without it, all.")] = "") -> None:
    """Measure, beside a peer in the same run where one is installed. Ends with one line of JSON."""
    from tansiq.cli import benching

    raise typer.Exit(benching.run(name))
