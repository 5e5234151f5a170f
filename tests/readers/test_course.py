"""An input is read message by message, from bytes or from a file that is not held. All persons are invented."""

from io import BytesIO
from itertools import chain
from pathlib import Path
from random import Random

import pytest

from tansiq.bench.lists import passenger_list
from tansiq.readers import formats
from tansiq.readers.edifact import input as edifact_input
from tansiq.readers.edifact.input import LargeFile, search
from tansiq.readers.edifact.service import START
from tests.readers.test_formats import CUSRES, PAXLST
from tests.readers.test_paxlst_lane import DEVELOPERS, mutated

LISTS = [passenger_list(number, 12).encode() for number in range(3)]
JUNK = b"Dear colleagues, what follows was sent twice.\r\n"


@pytest.fixture(params=[1 << 20, 700], ids=["a window as it is", "a narrow window"])
def _window(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edifact_input, "_WINDOW_BYTES", request.param)
    monkeypatch.setattr(edifact_input, "_OVERLAP_BYTES", min(request.param // 2, 1 << 13))


@pytest.mark.usefixtures("_window")
@pytest.mark.parametrize("format", ["auto", "paxlst", "cusres"])
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PAXLST, id="one message"),
        pytest.param(b"".join(LISTS), id="interchanges in a row"),
        pytest.param(CUSRES + JUNK * 90 + b"".join(LISTS) + JUNK * 90, id="far apart"),
        pytest.param(PAXLST.replace(b"PAXLST:", b"CONTRL:") + PAXLST, id="another message first"),
        pytest.param(LISTS[0][:-900], id="cut short"),
        pytest.param(LISTS[0].replace(b"'", b"", 40), id="terminators lost"),
    ],
)
def test_message_by_message_is_what_all_at_once_is(data: bytes, format: str) -> None:  # noqa: A002  the door's word
    whole = formats.read(data, "x.edi", format=format)
    course = formats.course(LargeFile(BytesIO(data)), "x.edi", format=format)
    assert course is not None
    assert tuple(chain.from_iterable(course)) == whole.observations
    assert course.reading.accounted == whole.accounted == len(data)
    assert (course.reading.notices, course.reading.refusals) == (whole.notices, whole.refusals)
    assert (course.reading.format, course.reading.refused) == (whole.format, whole.refused)


@pytest.mark.usefixtures("_window")
def test_what_is_damaged_is_told_alike() -> None:
    draw = Random(11)
    for number in range(300):
        data = mutated(LISTS[number % 3] + CUSRES, draw)
        course = formats.course(LargeFile(BytesIO(data)), "x.edi", format="paxlst")
        assert course is not None
        observations = tuple(chain.from_iterable(course))
        assert (observations, course.reading.notices) == (
            (whole := formats.read(data, "x.edi", format="paxlst")).observations,
            whole.notices,
        )


@pytest.mark.skipif(not DEVELOPERS.is_dir(), reason="../shared/data/travel/dev is not here")
def test_the_developers_messages_can_all_be_read_so() -> None:
    read = 0
    for path in sorted(DEVELOPERS.glob("*.edi")):
        whole = formats.read(path.read_bytes(), path.name)
        with path.open("rb") as file:
            course = formats.course(LargeFile(file), path.name)
            if course is not None:
                assert tuple(chain.from_iterable(course)) == whole.observations
                read += 1
    assert read > 20


def test_what_is_no_message_is_left_to_the_other_door() -> None:
    assert formats.course(LargeFile(BytesIO(b"id,names\n1,Gul\n")), "x.csv") is None
    assert formats.course(LargeFile(BytesIO(b"")), "x.edi") is None


@pytest.mark.usefixtures("_window")
@pytest.mark.parametrize("at", [0, 340, 349, 351, 690, 5000])
def test_a_start_is_found_wherever_a_window_ends(at: int) -> None:
    data = b"." * at + b"UNB+UNOA:4+A+B'" + b"." * 2000
    found = search(START, LargeFile(BytesIO(data)), 0, len(data))
    assert found is not None
    assert found[0].start() + found[1] == at


def test_a_file_is_sliced_as_bytes_are(tmp_path: Path) -> None:
    data = bytes(range(256)) * 20
    path = tmp_path / "bytes"
    path.write_bytes(data)
    with path.open("rb") as file:
        opened = LargeFile(file)
        assert len(opened) == len(data)
        for start, end in [(0, 10), (4000, 9000), (3, 5), (5119, 5121), (6000, 7000), (7, 2)]:
            assert opened[start:end] == data[start:end]
