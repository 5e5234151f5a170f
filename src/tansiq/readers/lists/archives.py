"""A list as it is published zipped: a set of OFAC files, one of the XML lists or entities. Nothing is unpacked to disk.

Source: PKWARE, APPNOTE.TXT 6.3; stored and deflated members only.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from pathlib import PurePosixPath

from tansiq.model.reading import Notice, NoticeCode, Reading, Refusal, RefusalCode, refuse
from tansiq.readers.lists import eu, ftm, ofac, ofac_advanced, ofac_enhanced, ofac_xml, un
from tansiq.readers.lists.entries import Window
from tansiq.readers.markup_head import has_document_type

FORMAT = "zip"
MOST_MEMBERS = 100
LARGEST_UNPACKED_BYTES = 512 * 1024 * 1024
STEEPEST_RATIO = 100
"""Unpacked to packed, of a member above 1 MiB; published lists reach 15, what is made to overflow 1,000."""

_ENCRYPTED = 1
_ONE_MIB = 1024 * 1024
_HEADER_BYTES = 30
_HEAD_BYTES = 64 * 1024
_READERS = (
    (un.sniff, un.read),
    (ofac_xml.sniff, ofac_xml.read),
    (ofac_advanced.sniff, ofac_advanced.read),
    (ofac_enhanced.sniff, ofac_enhanced.read),
    (eu.sniff, eu.read),
    (ftm.sniff, ftm.read),
)
_SUFFIXES = (".xml", ".json", ".jsonl")
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, ValueError)
_REPAIR = "unpack the archive and give the lists in it one by one"


@dataclass(frozen=True, slots=True)
class _Member:
    """A file of the archive. name: without its folder, in lower case; window: where its header and data lie."""

    info: zipfile.ZipInfo
    name: str
    window: Window


def sniff(first: bytes) -> bool:
    """Whether the bytes begin as a ZIP archive."""
    return first[:4] in {b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"}


def read(data: bytes, name: str) -> Reading:
    """Read the list in an archive. Members that are none are refused by name; nothing is raised."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = list(_members(archive, data))
            unsafe = _unsafe(members)
            if unsafe:
                return _refused(RefusalCode.UNSAFE, data, unsafe, "do not use this file")
            closed = _closed(members)
            if closed:
                return _refused(RefusalCode.NOT_YET_READ, data, closed, _REPAIR)
            return _read_members(archive, members, data, name)
    except (*_DAMAGE, RuntimeError, OverflowError) as error:  # RuntimeError: zipfile's word for an encrypted member
        return _refused(
            RefusalCode.TRUNCATED, data, f"a ZIP archive that cannot be unpacked: {error}", "fetch the file again"
        )


def _refused(code: RefusalCode, data: bytes, text: str, repair: str) -> Reading:
    return refuse(FORMAT, len(data), Refusal(code, 0, len(data), text, repair))


def _members(archive: zipfile.ZipFile, data: bytes) -> Iterator[_Member]:
    for info in sorted(archive.infolist(), key=lambda i: i.header_offset):
        if info.is_dir():
            continue
        start = info.header_offset
        names, extra = struct.unpack("<HH", data[start + 26 : start + _HEADER_BYTES])
        end = min(start + _HEADER_BYTES + names + extra + info.compress_size, len(data))
        name = PurePosixPath(info.filename.replace("\\", "/")).name.lower()
        yield _Member(info, name, Window(info.filename, start, end))


def _unsafe(members: list[_Member]) -> str:
    """What makes the archive unsafe to unpack, or ""."""
    if len(members) > MOST_MEMBERS:
        return f"{len(members)} files in one archive, at most {MOST_MEMBERS} expected"
    total = sum(m.info.file_size for m in members)
    if total > LARGEST_UNPACKED_BYTES:
        return f"an archive that grows to {total} bytes, at most {LARGEST_UNPACKED_BYTES} expected"
    for member in members:
        size, packed = member.info.file_size, max(member.info.compress_size, 1)
        if size > _ONE_MIB and size > STEEPEST_RATIO * packed:
            return f"{member.info.filename} grows {size // packed} times, at most {STEEPEST_RATIO} times expected"
    if any(a.window.end > b.window.start for a, b in pairwise(members)):
        return "files of the archive that lie over each other"
    return ""


def _closed(members: list[_Member]) -> str:
    """What keeps the archive closed to us, or ""."""
    for member in members:
        if member.info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            return f"{member.info.filename} is compressed by a method other than deflate"
        if member.info.flag_bits & _ENCRYPTED:
            return f"{member.info.filename} is encrypted"
    return ""


def _read_members(archive: zipfile.ZipFile, members: list[_Member], data: bytes, name: str) -> Reading:
    for of in ofac.MEMBERS.values():
        files: dict[str, _Member] = {of[m.name]: m for m in members if m.name in of}
        if "sdn.csv" not in files:
            continue
        bytes_of = {key: archive.read(m.info) for key, m in files.items()}
        names = {key: f"{name}!{m.info.filename}" for key, m in files.items()}
        reading = ofac.read_set(bytes_of, names, {key: m.window for key, m in files.items()})
        taken = {m.info.filename for m in files.values()}
        return _of_archive(reading, members, taken, data)
    for member in members:
        found = _read_member(archive, member, name) if member.name.endswith(_SUFFIXES) else None
        if found:
            return _of_archive(found, members, {member.info.filename}, data)
    held = ", ".join(m.info.filename[:80] for m in members[:5]) or "no file"
    text = f"a ZIP archive with {held}; a set of OFAC files (sdn.csv, alt.csv) or a published list was expected"
    return _refused(RefusalCode.UNKNOWN_FORMAT, data, text, _REPAIR)


def _read_member(archive: zipfile.ZipFile, member: _Member, name: str) -> Reading | None:
    data = archive.read(member.info)
    if has_document_type(data[:_HEAD_BYTES]):
        text = "XML with a document type declaration; lists are published without one"
        unsafe = Refusal(RefusalCode.UNSAFE, 0, len(data), text, "do not use this file")
        return refuse(FORMAT, len(data), member.window.shown(unsafe))
    reader = next((its for sniffs, its in _READERS if sniffs(data[:_HEAD_BYTES])), None)
    if reader is None:
        return None
    reading = reader(data, f"{name}!{member.info.filename}")
    shown = member.window.shown
    return replace(
        reading,
        notices=tuple(map(shown, reading.notices)),
        refusals=tuple(map(shown, reading.refusals)),
        refused=shown(reading.refused) if reading.refused else None,
    )


def _of_archive(reading: Reading, members: list[_Member], taken: set[str], data: bytes) -> Reading:
    """The reading of the list as that of the archive: files that were not read are refused by name."""
    left = [
        Refusal(
            RefusalCode.UNKNOWN_FORMAT,
            m.window.start,
            m.window.end,
            f"{m.info.filename}: not a file of the list in this archive",
            _REPAIR,
        )
        for m in members
        if m.info.filename not in taken
    ]
    missed = reading.size - reading.accounted
    return replace(
        reading,
        size=len(data),
        accounted=len(data) - min(missed, len(data)),
        notices=(*reading.notices, *_gaps(members)),
        refusals=(*reading.refusals, *left),
    )


def _gaps(members: list[_Member]) -> Iterator[Notice]:
    """Bytes before or between the files that belong to none; what stands behind the last is the archive's directory."""
    end = 0
    for member in members:
        if member.window.start > end + _HEADER_BYTES:  # a data descriptor of up to 24 bytes may follow a file
            text = "bytes of the archive that belong to no file in it"
            yield Notice(NoticeCode.KEPT_UNREAD, end, member.window.start, text)
        end = member.window.end
