"""The check digit of machine-readable travel documents. Source: ICAO Doc 9303-3 section 4.9."""

FILLER = "<"

_VALUES = {FILLER: 0} | {character: int(character, 36) for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_WEIGHTED = tuple({c: value * weight for c, value in _VALUES.items()} for weight in (7, 3, 1))


def check_digit(text: str) -> str:
    """The check digit over 0-9, A-Z and fillers: values 0 to 35 (a filler is 0) times 7, 3, 1 in turn, last figure of the sum.

    Two characters whose values agree modulo 10 cannot be told apart by it: `CONGRUENT` has them. Every other change of one
    character changes the digit, because 7, 3 and 1 have no factor in common with 10.
    Raises KeyError for any other character.
    """
    first, second, third = _WEIGHTED
    total = sum(map(first.__getitem__, text[::3]))
    total += sum(map(second.__getitem__, text[1::3])) + sum(map(third.__getitem__, text[2::3]))
    return str(total % 10)


CONGRUENT: tuple[str, ...] = tuple("".join(c for c in _VALUES if _VALUES[c] % 10 == rest) for rest in range(10))
"""The characters that no check digit tells apart: "<0AKU", "1BLV", ... "6GQ", ..."""
