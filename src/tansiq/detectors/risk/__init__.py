"""One calibrated score from list hits, rules and anomalies, with its parts: it orders and explains, and decides nothing."""

from tansiq.detectors.risk.anomalies import ANOMALIES, Anomaly
from tansiq.detectors.risk.fitting import LEAST_SETTLED, LEAST_TRUE, Fit, Reliability, Settled, fit
from tansiq.detectors.risk.model import SET_BY_HAND, Assessment, Model, assess
from tansiq.detectors.risk.parts import Part, parts_of

__all__ = [
    "ANOMALIES",
    "LEAST_SETTLED",
    "LEAST_TRUE",
    "SET_BY_HAND",
    "Anomaly",
    "Assessment",
    "Fit",
    "Model",
    "Part",
    "Reliability",
    "Settled",
    "assess",
    "fit",
    "parts_of",
]
