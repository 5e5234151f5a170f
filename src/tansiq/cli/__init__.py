"""The command line: parse, call, print, exit status. What each command promises stands in docs/commands.md.

Exit status everywhere: 0 done, 1 the check answered "no" or some inputs were refused, 2 wrong usage.
"""

import sys

from rich.console import Console

from tansiq.cli.app import app
from tansiq.model.errors import TansiqError


def main() -> None:
    """Run a command; an error the caller can act on is one message with its repair, never a traceback."""
    try:
        app()
    except TansiqError as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"tansiq: {error}", markup=False)
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
