"""Free text of FTX C108, in components of bounded length (4440 is an..512 since D.96B)."""

COMPONENT = 512
COMPONENTS = 5


def joined(parts: list[str]) -> str:
    """The text that components make: one that is full goes on in the next without a blank."""
    out, before = "", ""
    for part in parts:
        if part:
            out += part if len(before) in (0, COMPONENT) else f" {part}"
            before = part
    return out.strip()


def split(text: str) -> list[list[str]]:
    """The components of each FTX that a text needs, so that `joined` gives each line back.

    A line end begins another FTX, and so does the 2561st character of a line.
    """
    size = COMPONENT * COMPONENTS
    lines = [line.strip() for line in text.splitlines()]
    pieces = [line[at : at + size] for line in lines for at in range(0, len(line), size)]
    return [[piece[at : at + COMPONENT] for at in range(0, len(piece), COMPONENT)] for piece in pieces]
