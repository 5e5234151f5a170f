"""One calibrated score from list hits, rules and anomalies, with its parts: it orders and explains, and decides nothing.

Learning needs numpy: `fitting` and `proposing` are imported by themselves.
"""

from tansiq.detectors.risk.anomalies import ANOMALIES, Anomaly
from tansiq.detectors.risk.model import SET_BY_HAND, Assessment, Model, assess
from tansiq.detectors.risk.outcomes import LEAST_SETTLED, LEAST_TRUE, Bin, Reliability, Settled
from tansiq.detectors.risk.parts import Part, parts_of

__all__ = [
    "ANOMALIES",
    "LEAST_SETTLED",
    "LEAST_TRUE",
    "SET_BY_HAND",
    "Anomaly",
    "Assessment",
    "Bin",
    "Model",
    "Part",
    "Reliability",
    "Settled",
    "assess",
    "parts_of",
]
