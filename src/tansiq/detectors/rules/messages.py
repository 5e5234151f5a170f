"""Every sentence this detector gives as a reason. The English text is the key of its translations.

Places: {left} is a clause of the rule as it is written, {right} the values that were seen ("bags.count = 3"); of PURPOSE
the rule's name, and what its author says it is for.
"""

PURPOSE = "rule {left}: {right}"
HOLDS = "{left} is true"
HOLDS_SEEN = "{left} is true; seen: {right}"
HOLDS_NOT = "{left} is false"
HOLDS_NOT_SEEN = "{left} is false; seen: {right}"
UNKNOWN = "{left} is unknown"
UNKNOWN_SEEN = "{left} is unknown; seen: {right}"
