"""`tansiq serve` and `tansiq work`."""

import os

from rich.console import Console

from tansiq.jobs.serve import Address
from tansiq.jobs.serve import serve as serve_until_stopped
from tansiq.jobs.set_up import set_up_django

console = Console(stderr=True, highlight=False, soft_wrap=True)


def serve_centre(*, host: str, port: int, workers: int, demo: bool) -> None:
    """Serve until stopped; with demo, the national day is made first where there is none."""
    if demo:
        os.environ["TANSIQ_DEMO"] = "1"
    serve_until_stopped(
        Address(host, port, workers),
        prepare=_prepare_demo if demo else _prepare,
        ready=_say_ready,
    )


def work() -> None:
    """The worker, alone."""
    set_up_django()
    from tansiq.jobs.worker import Worker

    Worker().run()


def _prepare() -> None:
    from tansiq.jobs.centre import prepare

    prepare()


def _prepare_demo() -> None:
    """Have the national day received before anything is served: the worker then takes it in before everybody's eyes."""
    from tansiq.jobs import national_day

    _prepare()
    if not national_day.exists():
        national_day.receive(seed=1, days=1)


def _say_ready(address: Address) -> None:
    console.print(f"\n[bold]Tansiq[/bold] is ready at [bold]{address.origin}[/bold]")
    if os.environ.get("TANSIQ_DEMO") == "1":
        from tansiq.jobs import national_day

        for line in national_day.sign_in_lines():
            console.print(line, markup=False)
        console.print("Its flights are being taken in; the desk fills within seconds.")
    console.print("Ctrl-C stops everything.\n")
