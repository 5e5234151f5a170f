"""Keys are made once, kept private, and remembered when replaced."""

import stat
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from tansiq.ledger.keys import Signer, is_signed, public_keys
from tansiq.model.errors import Misconfigured


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        ids = {signer.key_id for signer in pool.map(Signer.load_or_create, [tmp_path / "keys"] * 8)}
    assert len(ids) == 1
    assert stat.S_IMODE((tmp_path / "keys" / "ledger.pem").stat().st_mode) == 0o600


def test_the_key_id_is_of_the_public_key_and_the_signature_of_the_message(tmp_path: Path) -> None:
    signer = Signer.load_or_create(tmp_path)
    assert signer.key_id == sha256(signer.public).hexdigest()[:16]
    signature = signer.sign(b"head")
    assert is_signed(signer.public, signature, b"head")
    assert not is_signed(signer.public, signature, b"heaD")
    assert not is_signed(signer.public, b"", b"head")
    assert not is_signed(b"short", signature, b"head")


def test_a_replaced_key_stays_known_by_its_public_half(tmp_path: Path) -> None:
    first = Signer.load_or_create(tmp_path)
    (tmp_path / "ledger.pem").unlink()
    second = Signer.load_or_create(tmp_path)
    assert public_keys(tmp_path) == {first.key_id: first.public, second.key_id: second.public}


@pytest.mark.parametrize("name", ["ledger.pem", "0123456789abcdef.ledger-key"])
def test_a_file_that_is_no_key_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("not a key")
    with pytest.raises(Misconfigured, match=name):
        (Signer.load_or_create if name == "ledger.pem" else public_keys)(tmp_path)
