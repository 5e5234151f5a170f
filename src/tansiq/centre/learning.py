"""What settled alerts teach: weights that the machine proposes, for people to use or set aside."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from tansiq.centre.risk import RiskModel, Standing, settled_alerts
from tansiq.detectors.risk.fitting import fit

LEARN_AGAIN_AFTER = 20
"""How many more alerts have to be settled before another model is proposed."""


def propose(*, at: datetime) -> RiskModel | None:
    """Learn from the alerts that were settled, and propose the model, where enough came in since the last one.

    None where there is nothing new to learn. A proposal that nobody decided about makes room for its successor.
    """
    settled = settled_alerts(at=at)
    last = RiskModel.objects.order_by("-pk").first()
    if last is not None and len(settled) < last.settled + LEARN_AGAIN_AFTER:
        return None
    learned = fit(settled)
    if learned is None:
        return None
    with transaction.atomic():
        RiskModel.objects.filter(standing=Standing.PROPOSED).update(standing=Standing.REPLACED)
        return RiskModel.objects.create(
            digest=learned.model.version,
            intercept=learned.model.intercept,
            weights=dict(learned.model.weights),
            settled=learned.model.settled,
            reliability=asdict(learned.reliability),
            learned_at=at,
        )
