"""Rules as people use them: written, tried on past data, proposed, approved by a second person, in force until their end.

Runs on past data need polars, which is large: `running` is imported by itself.
"""

from tansiq.centre.rules.active import ActiveBook, ActiveRule, active_rules, in_force
from tansiq.centre.rules.drafts import Draft, save_draft
from tansiq.centre.rules.life import adopt, approve, decline, propose, review, suspend
from tansiq.centre.rules.outcomes import Scored, rule_outcomes
from tansiq.centre.rules.records import MACHINE, Effect, KeptRule, RuleEvent, RuleVersion, ShadowRun, Stage, Standing

__all__ = [
    "MACHINE",
    "ActiveBook",
    "ActiveRule",
    "Draft",
    "Effect",
    "KeptRule",
    "RuleEvent",
    "RuleVersion",
    "Scored",
    "ShadowRun",
    "Stage",
    "Standing",
    "active_rules",
    "adopt",
    "approve",
    "decline",
    "in_force",
    "propose",
    "review",
    "rule_outcomes",
    "save_draft",
    "suspend",
]
