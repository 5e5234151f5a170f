"""Django finds the records of this room here; each is defined beside the acts that change it."""

from tansiq.centre.alerts import Alert, FindingRecord
from tansiq.centre.boarding.answers import BoardingAnswer
from tansiq.centre.boarding.decisions import StandingDecision
from tansiq.centre.boarding.policies import BoardingPolicy
from tansiq.centre.cases import Case, CaseEvent, Task
from tansiq.centre.dispositions import Disposition, Note
from tansiq.centre.distinctions import Distinction, KeptBack
from tansiq.centre.feeds import Feed
from tansiq.centre.handover import Handover
from tansiq.centre.masked import FlightTerms
from tansiq.centre.people import Officer, Organisation
from tansiq.centre.redress import Redress
from tansiq.centre.removals import Removal
from tansiq.centre.results import Inspection
from tansiq.centre.risk import RiskModel
from tansiq.centre.rules.records import KeptRule, RuleEvent, RuleVersion, ShadowRun
from tansiq.centre.terms import CountryTerm
from tansiq.centre.unmasking import Unmasking
from tansiq.centre.vetting import Look

__all__ = [
    "Alert",
    "BoardingAnswer",
    "BoardingPolicy",
    "Case",
    "CaseEvent",
    "CountryTerm",
    "Disposition",
    "Distinction",
    "Feed",
    "FindingRecord",
    "FlightTerms",
    "Handover",
    "Inspection",
    "KeptBack",
    "KeptRule",
    "Look",
    "Note",
    "Officer",
    "Organisation",
    "Redress",
    "Removal",
    "RiskModel",
    "RuleEvent",
    "RuleVersion",
    "ShadowRun",
    "StandingDecision",
    "Task",
    "Unmasking",
]
