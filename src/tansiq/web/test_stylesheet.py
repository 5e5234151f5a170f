"""Promises of the one stylesheet: contrast in light and dark, no physical sides, no harm to Arabic script."""

import re

import pytest

from tansiq.web.settings import WEB

CSS = re.sub(r"/\*.*?\*/", "", (WEB / "static" / "tansiq.css").read_text(), flags=re.DOTALL)
PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)|left|right|top|bottom)"
    r"(?:-(?:width|style|color|radius))?\s*:"
)
TEXT_ON = [
    (ink, ground)
    for ink in ("ink", "ink-soft", "ink-faint", "accent", "red", "amber", "green")
    for ground in ("surface", "raised")
] + [
    *((ink, "ground") for ink in ("ink", "ink-soft", "ink-faint", "accent")),
    *((ink, "accent-wash") for ink in ("ink", "ink-soft", "ink-faint", "red", "amber")),
    *((ink, "hover") for ink in ("ink", "ink-soft", "ink-faint", "red", "amber")),
    ("accent-ink", "accent"),
    ("red", "red-wash"),
    ("amber", "amber-wash"),
    ("green", "green-wash"),
    ("raised", "ink"),
]


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme; the dark one fills in what it does not say from the light one."""
    light = re.search(r":root \{(.*?)\}", CSS, re.DOTALL)
    dark = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', CSS, re.DOTALL)
    assert light
    assert dark
    said = light[1] + (dark[1] if theme == "dark" else "")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", said))


def luminance(colour: str) -> float:
    """Relative luminance: WCAG 2.2, definition of the term."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio: WCAG 2.2, success criterion 1.4.3."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # the well-known grey that just fails


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_text_can_be_read(theme: str, ink: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["surface", "raised"])
def test_edges_of_controls_can_be_seen(theme: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours["edge"], colours[ground]) >= 3  # WCAG 2.2, success criterion 1.4.11


def test_the_device_and_the_choice_give_the_same_dark() -> None:
    by_device = re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\}', CSS, re.DOTALL)
    by_choice = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', CSS, re.DOTALL)
    assert by_device
    assert by_choice
    assert by_device[1].split() == by_choice[1].split()


def test_no_rule_names_a_physical_side() -> None:
    assert PHYSICAL.findall(CSS) == []
    assert re.findall(r"text-align:\s*(?:left|right)|float:\s*(?:left|right)", CSS) == []


def test_no_shorthand_gives_the_two_sides_different_values() -> None:
    four = re.findall(r"(?:margin|padding|inset|border-width):\s*([\w.%]+) ([\w.%]+) ([\w.%]+) ([\w.%]+);", CSS)
    assert [values for values in four if values[1] != values[3]] == [("0", "1px", "1px", "0")]  # the menu's own arrow


def test_arabic_script_is_never_spaced_or_upper_cased() -> None:
    assert "letter-spacing" not in CSS
    assert "text-transform" not in CSS
    assert "text-overflow" not in CSS


def test_there_are_five_sizes_of_type() -> None:
    assert re.findall(r"--t\d: [\d.]+rem", CSS) == [
        "--t1: .75rem",
        "--t2: .875rem",
        "--t3: 1rem",
        "--t4: 1.25rem",
        "--t5: 1.75rem",
    ]


def test_everything_it_loads_is_shipped() -> None:
    named = re.findall(r'url\("([^"]+)"\)', CSS)
    assert len(named) == 8
    assert all((WEB / "static" / name).is_file() for name in named)
    assert len(list((WEB / "static" / "fonts").glob("LICENSE-*.txt"))) == 3
