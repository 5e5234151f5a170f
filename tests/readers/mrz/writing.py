"""An encoder of machine-readable zones for tests, written from Doc 9303 without a look at the reader. All people are invented."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st

VALUES = {c: value for value, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
SHAPES = {"TD1": (3, 30), "TD2": (2, 36), "TD3": (2, 44), "MRV-A": (2, 44), "MRV-B": (2, 36)}
OPTIONAL_WIDTH = {"TD1": 15, "TD2": 7, "TD3": 14, "MRV-A": 16, "MRV-B": 8}
FIRST_LETTERS = {"TD1": "ACI", "TD2": "ACI", "TD3": "P", "MRV-A": "V", "MRV-B": "V"}


@dataclass(frozen=True)
class Holder:
    """The fields of an invented document. birth, expiry: YYMMDD. Names: words apart by one blank."""

    format: str = "TD3"
    code: str = "P"
    issuer: str = "PAK"
    family: str = "MANDOKHEL"
    given: str = "ZARGHUN SHAH"
    number: str = "AB1234567"
    nationality: str = "PAK"
    birth: str = "760819"
    sex: str = "M"
    expiry: str = "310228"
    optional: str = ""
    optional2: str = ""


def digit(text: str) -> str:
    """Weights 7, 3, 1, last figure of the sum."""
    return str(sum(VALUES[c] * (7, 3, 1)[at % 3] for at, c in enumerate(text)) % 10)


def checked(text: str) -> str:
    """A field with its check digit."""
    return text + digit(text)


def name_field(holder: Holder, width: int) -> str:
    """Both parts of the name, cut where they fill the field."""
    both = holder.family.replace(" ", "<") + ("<<" + holder.given.replace(" ", "<") if holder.given else "")
    return both[:width].ljust(width, "<")


def number_fields(holder: Holder) -> tuple[str, str]:
    """The number with its digit, and the optional data, which a long number begins."""
    width = OPTIONAL_WIDTH[holder.format]
    if len(holder.number) <= 9:
        return checked(holder.number.ljust(9, "<")), holder.optional.ljust(width, "<")
    rest = holder.number[9:] + digit(holder.number) + "<"
    return holder.number[:9] + "<", (rest + holder.optional)[:width].ljust(width, "<")


def write(holder: Holder) -> list[str]:
    """The lines of a zone."""
    head = holder.code.ljust(2, "<") + holder.issuer.ljust(3, "<")
    number, optional = number_fields(holder)
    nationality, sex = holder.nationality.ljust(3, "<"), holder.sex
    birth, expiry = checked(holder.birth), checked(holder.expiry)
    if holder.format == "TD1":
        second = holder.optional2.ljust(11, "<")
        composite = digit(number + optional + birth + expiry + second)
        return [
            head + number + optional,
            birth + sex + expiry + nationality + second + composite,
            name_field(holder, 30),
        ]
    width = SHAPES[holder.format][1]
    if holder.format == "TD3":
        optional = checked(optional)
    lower = number + nationality + birth + sex + expiry + optional
    if holder.format in {"TD2", "TD3"}:
        lower += digit(number + birth + expiry + optional)
    return [head + name_field(holder, width - 5), lower]


def text(lines: list[str]) -> bytes:
    """Lines as a file has them."""
    return "".join(line + "\n" for line in lines).encode()


WORDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWYZ", min_size=1, max_size=9)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STATES = st.sampled_from(
    ["PAK", "AFG", "ARE", "IRN", "D", "GBD", "XXA", "XXB", "UNO", "XOM", "RKS", "EUE", "CHE", "BEL"]
)
DATES = st.dates().map(lambda day: day.strftime("%y%m%d")) | st.sampled_from(["74<<<<", "7408<<", "<<<<<<"])


@st.composite
def holders(draw: st.DrawFn, formats: tuple[str, ...] = tuple(SHAPES), shortest: int = 1) -> Holder:
    """Valid documents of some formats, with numbers of at least so many characters."""
    form = draw(st.sampled_from(formats))
    longest = 9 + (OPTIONAL_WIDTH[form] - 2 if form in {"TD1", "TD2"} else 0)
    number = draw(st.text(ALPHANUMERIC, min_size=shortest, max_size=longest))
    room = OPTIONAL_WIDTH[form] - (max(0, len(number) - 7) if len(number) > 9 else 0)
    return Holder(
        format=form,
        code=draw(st.sampled_from(FIRST_LETTERS[form])) + draw(st.sampled_from(["", "D", "S"])),
        issuer=draw(STATES),
        family=draw(NAMES),
        given=draw(NAMES | st.just("")),
        number=number,
        nationality=draw(STATES),
        birth=draw(DATES),
        sex=draw(st.sampled_from("MF<")),
        expiry=draw(DATES),
        optional=draw(st.text(ALPHANUMERIC, max_size=room)),
        optional2=draw(st.text(ALPHANUMERIC, max_size=11)) if form == "TD1" else "",
    )


SPECIMENS = {form: replace(Holder(), format=form, code=FIRST_LETTERS[form][-1], optional="K3Z1XH") for form in SHAPES}
"""One invented document of each format."""
