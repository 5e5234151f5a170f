"""Every message is in every catalogue, translated; no text stands in a template outside a message."""

import re
import string
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from tansiq.web.catalogues import LANGUAGES, SOURCE, Found, as_python, constants, find, load, merge

TEMPLATES = sorted((SOURCE / "web").rglob("*.html"))
SPOKEN_ATTRIBUTES = {"aria-label", "title", "placeholder", "alt", "data-key-label", "data-words", "data-ago-now"}
NAMES = re.compile(r"Tansiq|تنسيق|TLP:(RED|AMBER(\+STRICT)?|GREEN|CLEAR)?")
LITERAL = {"code", "kbd", "samp"}  # what is typed or printed by machines is the same in each language
PLACE = re.compile(r"{\w*}|%\(\w+\)s")
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
SPOKEN = re.compile(
    r"{%\s*(comment|blocktrans(?:late)?|block width)\b.*?%}.*?{%\s*end(?:\1|block)\s*%}",
    re.DOTALL,
)


def singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> list[str]:
    held = message.string if isinstance(message.string, tuple | list) else [message.string]
    return [text or "" for text in held]


@pytest.fixture(scope="module")
def found() -> list[Found]:
    return find()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_exactly_what_the_product_says(language: str, found: list[Found]) -> None:
    catalogue = load(language)
    wanted = {(one.id if isinstance(one.id, str) else one.id[0], one.context) for one in found}
    held = {(singular(message), message.context) for message in catalogue if message.id}
    assert held == wanted, "run: python -m tansiq.web.catalogues update"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_untranslated_or_fuzzy(language: str) -> None:
    missing = [singular(m) for m in load(language) if m.id and (m.fuzzy or not all(forms(m)))]
    assert not missing, "run: python -m tansiq.web.catalogues missing"


def places(text: str) -> set[str]:
    """The named places of a message, in both of the ways that are used."""
    braces = {name for _, name, _, _ in string.Formatter().parse(text) if name} if "%(" not in text else set()
    return braces | set(re.findall(r"%\((\w+)\)", text))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_translation_fills_the_same_places(language: str) -> None:
    wrong = [
        (singular(message), text)
        for message in load(language)
        if message.id
        for text in forms(message)
        if text
        and not (
            places(text) <= places(singular(message))
            if message.pluralizable
            else places(text) == places(singular(message))
        )
    ]
    assert not wrong


@pytest.mark.parametrize("language", ["ur", "ar"])
def test_a_translation_is_in_its_script(language: str) -> None:
    said = {singular(m): PLACE.sub("", "".join(forms(m))) for m in load(language) if m.id}
    latin = [
        key for key, text in said.items() if re.search("[a-z]{3}", text) and not re.search(r"[\u0600-\u06ff]", text)
    ]
    assert not latin


class Words(HTMLParser):
    """Collects what a person would read or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.inside = ""

    def handle_data(self, data: str) -> None:
        """Hear text, but not what machines say."""
        if self.inside not in LITERAL:
            self.heard.append(data)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  html.parser's signature
        """Leave an element."""
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element, and hear its spoken attributes."""
        self.inside = tag
        self.heard += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]


def unspoken(template: str) -> list[str]:
    """Words of the template that no translator would see."""
    words = Words()
    words.feed(TAG.sub("", SPOKEN.sub("", template)))
    return [text.strip() for text in words.heard if re.search(r"[^\W\d_]{2,}", NAMES.sub("", text))]


@pytest.mark.parametrize(
    ("template", "words"),
    [
        pytest.param("<p>Left out</p>", ["Left out"], id="text"),
        pytest.param('<a title="Left out">{{ x }}</a>', ["Left out"], id="attribute"),
        pytest.param("<p>{% translate 'Desk' %} · 7</p>", [], id="a message"),
        pytest.param("{% blocktranslate %}Desk{% endblocktranslate %}", [], id="a block"),
        pytest.param('<p class="soft">Tansiq</p>', [], id="the name"),
    ],
)
def test_what_counts_as_left_out(template: str, words: list[str]) -> None:
    assert unspoken(template) == words


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.relative_to(SOURCE / "web").as_posix()) for path in TEMPLATES]
)
def test_every_word_of_a_template_is_a_message(path: Path) -> None:
    assert not unspoken(path.read_text())


def test_messages_are_found_in_indented_html() -> None:
    template = "<div>\n    {% if x %}\n  {% translate 'Desk' %}{% endif %}</div>"
    assert "gettext(u'Desk')" in as_python(template).replace('"', "'") or "gettext('Desk')" in as_python(template)


def test_constants_of_reasons_are_messages_and_docstrings_are_not() -> None:
    assert list(constants('"""About."""\nSAME = "same birth year {left}"\nN = 3\n')) == ["same birth year {left}"]


def test_a_translation_outlives_its_message_for_a_while() -> None:
    said = [Found("Desk", None, "a.html")]
    first = merge("ur", Catalog(locale="ur"), said)
    first["Desk"].string = "ڈیسک"
    without = merge("ur", first, [])
    again = merge("ur", without, said)
    assert without.get("Desk") is None
    assert again["Desk"].string == "ڈیسک"
