"""Rules as people use them: written, tried on past data, proposed, approved by a second person, in force until their end."""

from tansiq.centre.rules.active import ActiveBook, ActiveRule, active_rules, in_force
from tansiq.centre.rules.drafts import Draft, save_draft
from tansiq.centre.rules.life import adopt, approve, decline, propose, review, suspend
from tansiq.centre.rules.outcomes import Scored, rule_outcomes
from tansiq.centre.rules.records import MACHINE, Effect, KeptRule, RuleEvent, RuleVersion, ShadowRun, Stage, Standing
from tansiq.centre.rules.results import ShadowResult
from tansiq.centre.rules.shadow import Shadows, run_waiting_shadow, shadow

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
    "ShadowResult",
    "ShadowRun",
    "Shadows",
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
    "run_waiting_shadow",
    "save_draft",
    "shadow",
    "suspend",
]
