"""What a rule may not name: religion, ethnic origin, opinion, union membership, health, sexual life and what tells them.

Source: Directive (EU) 2016/681 articles 6(4) and 13(4); ICAO Doc 9944 for service codes.
"""

import re
from typing import Final

from tansiq.detectors.rules.tables import rows
from tansiq.handling.fields import SENSITIVE_SERVICE_CODES

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
FORBIDDEN: Final[dict[str, str]] = {word: kind for kind, words in rows("forbidden.tsv") for word in words.split()}
"""Words of names, and the protected particular each of them means."""


def forbidden_name(name: str) -> str:
    """The protected particular that a dotted name means, or ""."""
    words = "_" + _CAMEL.sub("_", name).lower().replace(".", "_") + "_"
    return next((kind for word, kind in FORBIDDEN.items() if f"_{word}_" in words), "")


def forbidden_text(text: str) -> bool:
    """Whether a text is, or has in it, a service code that tells of religion or health."""
    return any(word in SENSITIVE_SERVICE_CODES for word in re.findall(r"(?<![A-Z])[A-Z]{4}(?![A-Z])", text.upper()))


def why_not(kind: str) -> str:
    """The sentence that refuses a rule which names a protected particular."""
    return f"a rule may not name {kind}: nobody is chosen for inspection by it, and it is not stored"
