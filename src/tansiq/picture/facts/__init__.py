"""What is known of each traveller on a flight, in the words that rules use."""

from tansiq.picture.facts.asking import facts_of, trace, traced_facts_of
from tansiq.picture.facts.leaving import forget
from tansiq.picture.filled import filled

__all__ = ["facts_of", "filled", "forget", "trace", "traced_facts_of"]
