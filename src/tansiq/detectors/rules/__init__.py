"""Rules that officers write and can trust: three-valued, explained clause by clause, blind to what is protected.

Answers in bulk and the fairness screen need polars, which is large: `bulk`, `frames` and `fairness` are imported by themselves.
"""

from tansiq.detectors.rules.attributes import ATTRIBUTES, Attribute
from tansiq.detectors.rules.clauses import Clause, Explanation, Outcome, explainer
from tansiq.detectors.rules.faults import Fault
from tansiq.detectors.rules.files import RuleReading, parse_rule, render_rule
from tansiq.detectors.rules.kinds import Kind, Row, Value
from tansiq.detectors.rules.language import Parsed, parse
from tansiq.detectors.rules.rendering import render, render_lines
from tansiq.detectors.rules.row import compiled
from tansiq.detectors.rules.rows import parse_row
from tansiq.detectors.rules.rule import Rule, is_in_force
from tansiq.detectors.rules.screen import ReadyRule, findings, ready

__all__ = [
    "ATTRIBUTES",
    "Attribute",
    "Clause",
    "Explanation",
    "Fault",
    "Kind",
    "Outcome",
    "Parsed",
    "ReadyRule",
    "Row",
    "Rule",
    "RuleReading",
    "Value",
    "compiled",
    "explainer",
    "findings",
    "is_in_force",
    "parse",
    "parse_row",
    "parse_rule",
    "ready",
    "render",
    "render_lines",
    "render_rule",
]
