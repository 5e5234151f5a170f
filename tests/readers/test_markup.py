"""XML entries with their places, and what is refused as unsafe."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.model.reading import Refusal, RefusalCode
from tansiq.readers.markup import (
    DEEPEST,
    LARGEST_ENTRY,
    LONGEST_TOKEN_BYTES,
    MOST_PARTS,
    Element,
    entries,
)
from tansiq.readers.markup_head import has_document_type, root_of

TAGS = frozenset({"e"})
BOMB = b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><l><e>&b;</e></l>'
OUTSIDE = b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]><l><e>&x;</e></l>'


def parts(data: bytes) -> tuple[list[Element], list[Refusal]]:
    found = list(entries(data, TAGS))
    return [f for f in found if isinstance(f, Element) and f.tag == "e"], [f for f in found if isinstance(f, Refusal)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(BOMB, id="entities that swell"),
        pytest.param(OUTSIDE, id="a file from outside"),
        pytest.param(b'<!DOCTYPE l SYSTEM "http://127.0.0.1/l.dtd"><l><e/></l>', id="a document type from outside"),
        pytest.param(b"<l>" + b"<d>" * DEEPEST + b"<e/>", id="nesting without end"),
        pytest.param(b"<l><e>" + b"<d>" * DEEPEST, id="nesting inside an entry"),
    ],
)
def test_what_is_unsafe_ends_the_reading(data: bytes) -> None:
    read, refused = parts(data)
    assert not read
    assert [(r.code, r.end) for r in refused] == [(RefusalCode.UNSAFE, len(data))]


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(b"<e a='" + b"x" * 2 * LONGEST_TOKEN_BYTES + b"'/>", id="an attribute"),
        pytest.param(b"<!--" + b"x" * 2 * LONGEST_TOKEN_BYTES + b"-->", id="a comment"),
        pytest.param(b"<" + b"x" * 2 * LONGEST_TOKEN_BYTES, id="a tag without end"),
    ],
)
def test_a_token_without_end_ends_the_reading_where_it_begins(token: bytes) -> None:
    data = b"<l><e>1</e>" + token + b"<e>2</e></l>"
    read, refused = parts(data)
    assert [e.text for e in read] == ["1"]
    assert [(r.code, r.start, r.end) for r in refused] == [(RefusalCode.UNSAFE, 11, len(data))]


def test_an_entry_of_endless_text_is_refused_alone() -> None:
    data = b"<l><e>" + b"x" * (LARGEST_ENTRY + 1) + b"</e><e>good</e></l>"
    read, refused = parts(data)
    assert [e.text for e in read] == ["good"]
    assert [(r.code, r.start, r.end) for r in refused] == [(RefusalCode.BROKEN_ENTRY, 3, data.index(b"<e>good"))]


def test_text_between_entries_may_be_as_long_as_it_likes() -> None:
    read, refused = parts(b"<l><e>1</e>" + b" x" * LONGEST_TOKEN_BYTES + b"<e>2</e></l>")
    assert ([e.text for e in read], refused) == (["1", "2"], [])


def test_an_entry_of_endless_parts_is_refused_alone() -> None:
    data = b"<l><e>" + b"<x/>" * (MOST_PARTS + 1) + b"</e><e>good</e></l>"
    read, refused = parts(data)
    assert [e.text for e in read] == ["good"]
    assert [(r.code, r.start, r.end) for r in refused] == [(RefusalCode.BROKEN_ENTRY, 3, data.index(b"<e>good"))]


@pytest.mark.parametrize(
    ("data", "texts", "refused"),
    [
        pytest.param(b"<l><e>1</e><e>2</e></l>", ["1", "2"], [], id="whole"),
        pytest.param(b"<l><e>1</e>&<e>2</e></l>", ["1", "2"], [b"&"], id="junk between entries"),
        pytest.param(b"<l><e>1</x><e>2</e></l>", ["2"], [b"<e>1</x>"], id="wrong end"),
        pytest.param(b"<l><e>1<e>2</e></l>", ["2"], [b"<e>1"], id="no end"),
        pytest.param(
            b"<a:l xmlns:a='u'><a:e>1 & 2</a:e><a:e>3</a:e></a:l>", ["3"], [b"<a:e>1 & 2</a:e>"], id="prefixed"
        ),
        pytest.param(b"<l><s><e>1</s><t><e>2</e></t></l>", ["2"], [b"<e>1</s><t>"], id="section ends inside an entry"),
        pytest.param(b"<l><e>1</e><e>2", ["1"], [b"<e>2"], id="cut inside an entry"),
        pytest.param(b"<l><e>1</e>", ["1"], [b""], id="cut behind the last entry"),
        pytest.param(b"<l><e/><e a='1'/></l>", ["", ""], [], id="empty elements"),
    ],
)
def test_damage_stays_in_its_entry(data: bytes, texts: list[str], refused: list[bytes]) -> None:
    read, refusals = parts(data)
    assert [e.text for e in read] == texts
    assert [data[r.start : r.end] for r in refusals] == refused


def test_places_hold_behind_a_break_and_across_chunks() -> None:
    body = b"".join(b"<e n='%d'>%s</e>" % (n, b"x" * 900) for n in range(300))
    data = b"<l>" + body.replace(b"<e n='7'>", b"<e n='7'>&") + b"</l>"
    read, refused = parts(data)
    assert (len(read), len(refused)) == (299, 1)
    for element in read:
        assert data[element.start : element.end].startswith(b"<e n='%s'>" % element.attributes["n"].encode())
        assert data[element.start : element.end].endswith(b"</e>")


def test_a_thousand_breaks_do_not_take_a_thousand_times_as_long() -> None:
    data = b"<l>" + b"<e>&</e>" * 1500 + b"<e>good</e></l>"
    read, refused = parts(data)
    assert not read
    assert (len(refused), refused[-1].code) == (1001, RefusalCode.TRUNCATED)


@pytest.mark.parametrize(
    ("first", "tag"),
    [
        pytest.param(b"<?xml version='1.0'?><!-- <no/> --><a:list x='1'>", "list", id="behind a comment"),
        pytest.param("<list>".encode("utf-16"), "list", id="UTF-16"),
        pytest.param(b"\xef\xbb\xbf <list/>", "list", id="byte order mark"),
        pytest.param(b"names,id\n<b>", "", id="not XML"),
    ],
)
def test_the_root_of_first_bytes(first: bytes, tag: str) -> None:
    assert root_of(first)[0].rstrip("/") == tag


def test_a_document_type_is_seen_in_the_first_bytes() -> None:
    assert has_document_type(BOMB)
    assert not has_document_type(b"<l><!-- <!DOCTYPE --></l>")


pieces = st.sampled_from(
    [b"<l>", b"</l>", b"<e>", b"</e>", b"<e/>", b"<x>", b"</x>", b"&", b"text", b"<!--", b"-->", b"<", b"\xff", b"\0"]
)


@given(st.lists(pieces, max_size=30).map(b"".join) | st.binary(max_size=200))
@settings(deadline=None)
def test_nothing_raises_and_places_stay_in_order(data: bytes) -> None:
    found = [f for f in entries(data, TAGS) if isinstance(f, Refusal) or f.tag == "e"]
    spans = [(f.start, f.end) for f in found]
    assert all(0 <= start <= end <= len(data) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_sections_are_given_where_they_begin_and_not_again_behind_a_break() -> None:
    data = b"<l><s n='2'><e>1</e><e>&</e><x><e>2</e></x></s></l>"
    found = list(entries(data, TAGS, sections=True))
    assert [(f.tag, f.attributes) for f in found if isinstance(f, Element) and f.tag != "e"] == [
        ("l", {}),
        ("s", {"n": "2"}),
        ("x", {}),
    ]
    assert [f.text for f in found if isinstance(f, Element) and f.tag == "e"] == ["1", "2"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_every_part_of_an_entry_has_its_place(codec: str) -> None:
    data = "<l><e><p>1</p><q/><r a='2'><s>3</s></r ><t><u/></t></e></l>".encode(codec)
    (entry,) = parts(data)[0]
    wide = "utf-16-le" if data[:1] == b"\xff" else codec

    def shown(element: Element) -> str:
        return data[element.start : element.end].decode(wide)

    assert [shown(part) for part in entry.children] == ["<p>1</p>", "<q/>", "<r a='2'><s>3</s></r >", "<t><u/></t>"]
    assert [shown(part.children[0]) for part in entry.children[2:]] == ["<s>3</s>", "<u/>"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_an_empty_entry_ends_before_the_section_around_it(codec: str) -> None:
    data = "<l><e a='/'/></l>".encode(codec)
    (entry,) = parts(data)[0]
    assert data[entry.start : entry.end].decode("utf-16-le" if data[:1] == b"\xff" else codec) == "<e a='/'/>"


@pytest.mark.parametrize(
    ("data", "kept", "lost"),
    [
        pytest.param(b"<l><e><a>1</a><b>2", b"<e><a>1</a>", b"<b>2", id="cut"),
        pytest.param(b"<l><e><a>1</a><b>2&</e></l>", b"<e><a>1</a>", b"<b>2&</e>", id="a part without end"),
        pytest.param(b"<l><e><a><b>&</b></e></l>", None, b"<e><a><b>&</b></e>", id="nothing complete"),
        pytest.param(b"<l><e>1&</e></l>", None, b"<e>1&</e>", id="text alone"),
    ],
)
def test_the_complete_parts_before_a_break_are_given_where_asked_for(
    data: bytes, kept: bytes | None, lost: bytes
) -> None:
    found = list(entries(data, TAGS, partial=True))
    assert [data[f.start : f.end] for f in found if isinstance(f, Element) and f.tag == "e"] == ([kept] if kept else [])
    assert [data[f.start : f.end] for f in found if isinstance(f, Refusal)] == [lost]


@pytest.mark.parametrize(
    ("entry", "kept", "lost"),
    [
        pytest.param(b"<e><a>1&</a><b>2</b></e>", ["b=2"], [b"<a>1&</a>"], id="break in a part"),
        pytest.param(
            b"<e><a><x>1</x><y>&</y></a><b>2</b></e>", ["a", "x=1", "b=2"], [b"<y>&</y></a>"], id="break further in"
        ),
        pytest.param(b"<e><a & n='1'><x/></a><b>2</b></e>", ["b=2"], [b"<a & n='1'><x/></a>"], id="break in a tag"),
        pytest.param(b"<e><a>&</a><b>2</b><a>&</a><c>3</c></e>", ["b=2", "c=3"], [b"<a>&</a>"] * 2, id="two breaks"),
        pytest.param(b"<p:e><p:a>&</p:a><p:b>2</p:b></p:e>", ["b=2"], [b"<p:a>&</p:a>"], id="prefixed"),
    ],
)
def test_a_break_takes_the_rest_of_its_child_where_parts_are_asked_for(
    entry: bytes, kept: list[str], lost: list[bytes]
) -> None:
    data = b"<l>" + entry + b"<e><b>good</b></e></l>"
    found = list(entries(data, TAGS, partial=True))
    first, second = [f for f in found if isinstance(f, Element) and f.tag == "e"]
    assert [f"{tag.replace('/', ' ').split()[-1]}={text}" if text else tag for tag, text in first.pairs()] == [
        part for part in kept if "=" in part
    ]
    assert data[first.start : first.end] == entry
    assert second.first("b") == "good"
    refused = [data[f.start : f.end] for f in found if isinstance(f, Refusal)]
    assert refused == lost


def test_endless_breaks_in_one_entry_leave_the_next_one_whole() -> None:
    data = b"<l><e>" + b"<a>&</a>" * 500 + b"<b>1</b></e><e><b>2</b></e></l>"
    found = list(entries(data, TAGS, partial=True))
    assert [f.first("b") for f in found if isinstance(f, Element) and f.tag == "e"] == ["1", "2"]
