"""What a file is called, as it may be kept and shown, whoever named it."""

import re
import unicodedata

LONGEST = 200
UNNAMED = "unnamed"
_FOLDERS = re.compile(r"[/\\]")


def file_name(given: str) -> str:
    """The name without folders, without characters that turn or hide text, and with a sign for those that cannot be shown.

    A file system's undecodable bytes (PEP 383) are among the latter. At most LONGEST characters.
    """
    last = _FOLDERS.split(given)[-1]
    kept = (c for c in last if unicodedata.category(c) != "Cf")  # of the directions, Unicode Annex 9
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in kept).strip()
    return shown[:LONGEST] or UNNAMED
