"""What a refused entry of a list still says of itself: its id, so that nobody else is missed because of it."""

from collections.abc import Callable

import pytest

from tansiq.model.reading import Reading
from tansiq.readers.lists import ftm, ofac, ofac_xml, un, watchlist

Read = Callable[[bytes, str], Reading]

OWN = b"id,type,names\nW1,person,Invented One\n"
OWN_BEHIND = b"names,id\nInvented One,W1\n"
SDN_ROW = b'900001,"INVENTADO, Aslam","individual","SDNTK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
XML = b"<sdnList><sdnEntry><uid>1</uid><lastName>I</lastName><sdnType>Individual</sdnType></sdnEntry>%b</sdnList>"
UN = b"<CONSOLIDATED_LIST><INDIVIDUALS>%b</INDIVIDUALS></CONSOLIDATED_LIST>"
UN_PERSON = b"<INDIVIDUAL><FIRST_NAME>INVENTED</FIRST_NAME><REFERENCE_NUMBER>QDi.1</REFERENCE_NUMBER></INDIVIDUAL>"
ENTITY = b'{"id":"a","schema":"Person","properties":{"name":["Invented"]}}\n'


@pytest.mark.parametrize(
    ("read", "name", "data", "entry"),
    [
        pytest.param(watchlist.read, "w.csv", OWN + b"W2,persn,Invented Two\n", "W2", id="own list: another type"),
        pytest.param(watchlist.read, "w.csv", OWN + b"W2,person,\n", "W2", id="own list: no name"),
        pytest.param(watchlist.read, "w.csv", OWN + b"W2,person\n", "W2", id="own list: a column less, the id first"),
        pytest.param(watchlist.read, "w.csv", OWN_BEHIND + b"Two, Invented,W2\n", "", id="own list: the id may have moved"),
        pytest.param(watchlist.read, "w.csv", OWN + b'W2,person,"Inv"ented\n', "", id="own list: a quotation mark"),
        pytest.param(ofac.read, "sdn.csv", SDN_ROW + b'900002,"X"\r\n', "OFAC-900002", id="SDN: a row cut short"),
        pytest.param(ofac.read, "cons_prim.csv", SDN_ROW + b'900002,"X"\r\n', "OFAC-CONS-900002", id="non-SDN: the same"),
        pytest.param(ofac.read, "sdn.csv", SDN_ROW + b'nine,"X"\r\n', "", id="SDN: no number"),
        pytest.param(
            ofac_xml.read,
            "sdn.xml",
            XML % b"<sdnEntry><uid>2</uid><sdnType>Alien</sdnType></sdnEntry>",
            "OFAC-2",
            id="SDN as XML: another type",
        ),
        pytest.param(
            ofac_xml.read, "sdn.xml", XML % b"<sdnEntry><uid>2</uid><sdnType>Entity</sdnType></sdnEntry>", "OFAC-2",
            id="SDN as XML: no name",
        ),
        pytest.param(
            un.read,
            "un.xml",
            UN % (UN_PERSON + b"<INDIVIDUAL><REFERENCE_NUMBER>QDi.2</REFERENCE_NUMBER></INDIVIDUAL>"),
            "QDi.2",
            id="UN: no name",
        ),
        pytest.param(ftm.read, "f.json", ENTITY + b'{"id":"b"\n', "", id="FollowTheMoney: no JSON"),
    ],
)  # fmt: skip
def test_a_refused_entry_says_whose_it_is_where_that_can_be_read(
    read: Read, name: str, data: bytes, entry: str
) -> None:
    [refusal] = read(data, name).refusals
    assert refusal.entry == entry
