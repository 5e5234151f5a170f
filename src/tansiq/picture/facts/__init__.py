"""What is known of each traveller on a flight, in the words that rules use."""

from tansiq.picture.facts.asking import facts_of, trace, traced_facts_of

__all__ = ["facts_of", "trace", "traced_facts_of"]
