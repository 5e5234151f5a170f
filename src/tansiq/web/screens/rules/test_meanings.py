"""The words of the editor say what the table of attributes says."""

from tansiq.detectors.rules import ATTRIBUTES
from tansiq.detectors.rules.attributes import GROUPS as KNOWN_GROUPS
from tansiq.web.screens.rules.meanings import GROUPS, MEANINGS
from tansiq.web.screens.rules.terms import UNITS, UNKNOWN_WHEN


def test_every_attribute_is_said_as_the_table_says_it() -> None:
    assert {name: str(words) for name, words in MEANINGS.items()} == {a.name: a.meaning for a in ATTRIBUTES.values()}
    assert {str(words) for words in UNITS.values()} == {a.unit for a in ATTRIBUTES.values()} - {""}
    assert {str(words) for words in UNKNOWN_WHEN.values()} == {a.unknown_when for a in ATTRIBUTES.values()}
    assert GROUPS.keys() == KNOWN_GROUPS
