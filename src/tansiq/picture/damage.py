"""Messages of which part is missing: what they do not name, they may have named."""

from collections.abc import Collection

from tansiq.ledger.current import current
from tansiq.model.reading import NoticeCode

_MISSING = [NoticeCode.COUNT_DIFFERS, NoticeCode.ENVELOPE_OPEN]


def damaged_of(messages: Collection[int]) -> frozenset[int]:
    """Those of the ledger's messages that were refused in part, or hold less than they count."""
    if not messages:
        return frozenset()
    rows = current().execute(
        "SELECT id FROM ledger_message WHERE id = ANY(%s) AND (refusals <> '[]' OR EXISTS"
        " (SELECT FROM jsonb_array_elements(notices) AS n WHERE n ->> 'code' = ANY(%s)))",
        (sorted(messages), [str(code) for code in _MISSING]),
    )
    return frozenset(int(row[0]) for row in rows)
