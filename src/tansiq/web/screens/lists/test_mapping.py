"""A list in columns: suggested, corrected, tried, and taken in like any other delivery."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tansiq.centre.feeds import Feed
from tansiq.centre.people import Role
from tansiq.ledger.current import current
from tansiq.ledger.intake import content, messages
from tansiq.model.observations import ListEntry, Source
from tansiq.model.subjects import IdentityDocument, Subject
from tansiq.picture.lists import load
from tansiq.readers.lists.columns import CHARSETS, DELIMITERS, parse_mapping
from tansiq.web.screens.conftest import noted
from tansiq.web.screens.lists.mapping import try_list

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
committed = pytest.mark.django_db(transaction=True)  # a message is received only outside of a transaction

LIST = (
    b"Who,Walidiyat,Born,Colour\n"
    b"Invented One;Inv <i>One</i>,Father One,12/03/1960,blue\n"
    b"Invented Two,Father Two,someday,red\n"
    b"Invented Three,too,few,columns,here\n"
)
CORRECTED = {
    "column-0": "Who",
    "field-0": "names",
    "column-1": "Walidiyat",
    "field-1": "father_names",
    "column-2": "Born",
    "field-2": "birth_dates",
    "column-3": "Colour",
    "field-3": "",
    "between": ";",
    "date_order": "dmy",
    "type": "person",
}


@pytest.fixture
def omar(come_in: Callable[..., Client], list_of: Callable[..., str]) -> Client:
    list_of("list-w")
    return come_in(Role.ADMINISTRATOR)


def post(client: Client, data: bytes = LIST, given: dict[str, str] | None = None) -> str:
    response = client.post(
        "/lists/columns/",
        {"feed": "list-w", "file": SimpleUploadedFile("own.csv", data), **(given or {})},
        headers={"HX-Request": "true"},
    )
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_what_it_is_for(omar: Client) -> None:
    page = omar.get("/lists/columns/?feed=list-w").content.decode()
    assert "say once what each column means" in page
    assert '<option value="list-w" selected>' in page


def test_without_a_feed_of_lists_it_says_how_to_add_one(come_in: Callable[..., Client]) -> None:
    assert "--retention list" in come_in(Role.ADMINISTRATOR).get("/lists/columns/").content.decode()


@pytest.mark.parametrize("role", [Role.TARGETING, Role.SUPERVISOR, Role.DATA_PROTECTION])
def test_only_an_administrator_takes_a_list_in(come_in: Callable[..., Client], role: Role) -> None:
    assert come_in(role).get("/lists/columns/").status_code == 403


def test_a_first_look_suggests_what_the_columns_are_and_keeps_nothing(omar: Client) -> None:
    shown = post(omar, b"Full Name,DOB,Passport No\nInvented One,1970-05-02,AB1234567\n")
    for column, field in ((0, "names"), (1, "birth_dates"), (2, "passports")):
        chosen = shown.split(f'name="field-{column}"')[1].split("</select>")[0]
        assert f'<option value="{field}" selected>' in chosen
    assert "passport  AB1234567" in shown
    assert "<html" not in shown
    assert messages(current(), feed="list-w", limit=5) == []
    assert noted() == []


def test_what_was_corrected_is_tried_and_says_what_would_be_refused(omar: Client) -> None:
    shown = post(omar, LIST, CORRECTED)
    assert "Inv &lt;i&gt;One" in shown
    assert "1960-03-12" in shown
    assert "1 row would be refused" in shown
    assert "row 4" in shown
    assert "5 columns found, 4 expected" in shown
    assert "quote a value that holds the delimiter" in shown
    odd = shown.split("oddity")[1]
    assert "row 3" in odd
    assert "<strong><bdi>Born</bdi></strong>" in odd
    assert "Take in 2 entries" in shown


@committed
def test_what_is_taken_in_goes_the_way_of_every_delivery_and_the_mapping_is_kept(omar: Client) -> None:
    given = {"feed": "list-w", "file": SimpleUploadedFile("own.csv", LIST), "act": "take", **CORRECTED}
    response = omar.post("/lists/columns/", given)
    assert (response.status_code, response["Location"]) == (302, "/feeds/list-w/")
    (message,) = messages(current(), feed="list-w", limit=5)
    assert (message.state, message.name) == ("waiting", "own.csv")
    assert content(current(), message.message) == LIST
    mapping = parse_mapping(Feed.objects.get(code="list-w").mapping or {})
    assert dict(mapping.columns) == {"Who": "names", "Walidiyat": "father_names", "Born": "birth_dates", "Colour": ""}
    assert [(r.ground, r.about, r.what) for r in noted()] == [
        ("maintenance", "feed list-w", "mapped the columns of a list")
    ]
    again = post(omar, LIST + b"Invented Four,Father Four,1971,green\n")
    assert '<option value="father_names" selected>' in again.split('name="field-1"')[1].split("</select>")[0]


@committed
def test_a_list_that_was_refused_before_is_read_again_by_the_mapping(omar: Client) -> None:
    given = {"feed": "list-w", "file": SimpleUploadedFile("own.csv", LIST), "act": "take", **CORRECTED}
    omar.post("/lists/columns/", given)
    (message,) = messages(current(), feed="list-w", limit=5)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_message SET state = 'refused'")
    again = {**given, "file": SimpleUploadedFile("own.csv", LIST)}
    assert "in force as soon as it is read" in omar.post("/lists/columns/", again, follow=True).content.decode()
    assert [(m.message, m.state) for m in messages(current(), feed="list-w", limit=5)] == [(message.message, "waiting")]


@committed
def test_the_same_bytes_again_say_that_they_are_not_read_again(omar: Client) -> None:
    pages = []
    for _ in range(2):
        given = {"feed": "list-w", "file": SimpleUploadedFile("own.csv", LIST), "act": "take", **CORRECTED}
        pages.append(omar.post("/lists/columns/", given, follow=True).content.decode())
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_message SET state = 'taken'")
    assert ["were not read again" in page for page in pages] == [False, True]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param({"feed": ""}, "This is no list in columns", id="one feed needs no choice"),
        pytest.param({"file": ""}, "Choose a file first", id="no file"),
        pytest.param({"feed": "elsewhere"}, "Choose the feed", id="a feed that is none"),
    ],
)
def test_what_is_missing_is_said(omar: Client, given: dict[str, str], says: str) -> None:
    assert says in post(omar, b"", given)


def test_what_would_be_replaced_is_said_before(omar: Client) -> None:
    entry = ListEntry("own", Subject("A", names=("Invented",)), Source("w.csv", 0, 1))
    load("list-w", 1, {1: entry}, at=timezone.now())
    whole = LIST[: LIST.index(b"Invented Three")]
    assert "1 entry of this feed is in force. What the new list lacks is removed" in post(omar, whole, CORRECTED)
    assert "except what may stand in a refused row" in post(omar, LIST, CORRECTED)


def test_without_a_column_of_names_nothing_can_be_taken_in(omar: Client) -> None:
    shown = post(omar, LIST, CORRECTED | {"field-0": "remarks"})
    assert "Say which column holds the names" in shown
    assert "disabled" in shown


def test_a_forged_form_is_a_bad_request(omar: Client) -> None:
    given = {"feed": "list-w", "file": SimpleUploadedFile("own.csv", LIST), **CORRECTED, "field-0": "password"}
    assert omar.post("/lists/columns/", given).status_code == 400


def test_a_row_of_the_mapping_becomes_what_the_page_says() -> None:
    tried = try_list(LIST, "own.csv", CORRECTED | {"field-3": "passports"}, None)
    assert tried is not None
    first = tried.entries[0].subject
    assert (first.names, first.birth_dates, first.documents) == (
        ("Invented One", "Inv <i>One</i>"),
        ("1960-03-12",),
        (),
    )
    assert IdentityDocument("blue") not in first.documents


@given(st.binary(max_size=300))
def test_any_bytes_are_looked_at_without_a_fault(data: bytes) -> None:
    tried = try_list(data, "x.csv", {}, None)
    assert tried is None or (len(tried.columns) >= 1 and all(part.row >= 1 for part in (*tried.refused, *tried.odd)))


BARS = b"Full Name,and rank|DOB\nInvented One,Major|1970-05-02\n"
ARABIC = "Full Name,DOB\n\u0645\u062d\u0645\u062f Invented,1970\n".encode("cp1256")


def chosen(page: str, field: str) -> list[str]:
    """The values that a choice of the page has chosen; none where its first one is."""
    options = page.split(f'id="{field}"')[1].partition("</select>")[0]
    return re.findall(r'<option value="([^"]*)" selected>', options)


def test_the_delimiter_found_stands_there_and_another_is_tried_at_once(omar: Client) -> None:
    found = post(omar, BARS)
    assert "as found: comma" in found
    assert chosen(found, "delimiter") == []
    assert "<bdi>and rank|DOB</bdi>" in found
    other = post(omar, BARS, {"delimiter": "|", "charset": ""})
    assert chosen(other, "delimiter") == ["|"]
    assert "<bdi>Full Name,and rank</bdi>" in other
    back = post(omar, BARS, {"delimiter": "", "charset": ""})
    assert chosen(back, "delimiter") == []
    assert "<bdi>and rank|DOB</bdi>" in back


def test_another_character_set_is_tried_at_once(omar: Client) -> None:
    wrong = post(omar, ARABIC, {"delimiter": "", "charset": "cp1252"})
    assert "\u0645\u062d\u0645\u062f" not in wrong
    assert chosen(wrong, "charset") == ["cp1252"]
    assert "\u0645\u062d\u0645\u062f Invented" in post(omar, ARABIC, {"delimiter": "", "charset": "cp1256"})


def test_what_cannot_be_read_as_said_is_read_as_found_and_says_so(omar: Client) -> None:
    page = post(omar, ARABIC, {"delimiter": "", "charset": "utf-16"})
    assert "Read so, the list has no header line" in page
    assert chosen(page, "charset") == []
    assert "Invented" in page


@committed
def test_delimiter_and_character_set_are_kept_with_the_mapping(omar: Client) -> None:
    said = {"delimiter": ",", "charset": "cp1256", "column-0": "Full Name", "field-0": "names", "column-1": "DOB"}
    rest = {"field-1": "birth_dates", "between": ";", "date_order": "", "type": "person", "act": "take"}
    omar.post("/lists/columns/", {"feed": "list-w", "file": SimpleUploadedFile("own.csv", ARABIC), **said, **rest})
    mapping = parse_mapping(Feed.objects.get(code="list-w").mapping or {})
    assert (mapping.delimiter, mapping.charset) == (",", "cp1256")
    again = post(omar, ARABIC)
    assert chosen(again, "charset") == ["cp1256"]
    other = post(omar, b"Name;Born\nInvented One;1970\n")
    assert (chosen(other, "charset"), chosen(other, "delimiter")) == ([], [])
    assert "as found: semicolon" in other


@pytest.mark.parametrize("said", [{"delimiter": "x"}, {"delimiter": ",;"}, {"delimiter": ",", "charset": "utf-7"}])
def test_a_forged_delimiter_or_character_set_is_a_bad_request(omar: Client, said: dict[str, str]) -> None:
    given = {"feed": "list-w", "file": SimpleUploadedFile("own.csv", LIST), **said}
    assert omar.post("/lists/columns/", given).status_code == 400


@given(st.binary(max_size=200), st.sampled_from(("", *DELIMITERS)), st.sampled_from(CHARSETS))
def test_any_bytes_are_looked_at_in_any_way(data: bytes, delimiter: str, charset: str) -> None:
    tried = try_list(data, "x.csv", {"delimiter": delimiter, "charset": charset}, None)
    assert tried is None or tried.is_unreadable or (not delimiter or tried.mapping.delimiter == delimiter)
