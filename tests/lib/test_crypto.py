"""What is sealed opens only with its key, at its place, unchanged."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from jiefen.lib import crypto, key_files

KEY = bytes(range(32))


@given(st.binary(max_size=300), st.binary(max_size=40))
def test_sealed_values_open_again(plain: bytes, aad: bytes) -> None:
    sealed = crypto.seal(KEY, plain, aad)
    assert crypto.unseal(KEY, sealed, aad) == plain
    assert len(sealed) == len(plain) + 29
    assert sealed != crypto.seal(KEY, plain, aad)


def test_wrong_key_wrong_place_and_every_changed_byte_are_refused() -> None:
    sealed = crypto.seal(KEY, "身份证号".encode(), b"party|id|7")
    attempts = [
        (crypto.new_key(), sealed, b"party|id|7"),
        (KEY, sealed, b"party|id|8"),
        (KEY, b"", b"party|id|7"),
    ]
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        attempts += [(KEY, changed, b"party|id|7"), (KEY, sealed[:at], b"party|id|7")]
    for key, value, aad in attempts:
        with pytest.raises(
            crypto.Unsealable,
            match=r"^(not a value sealed by this version|wrong key, wrong place, or changed)$",
        ):
            crypto.unseal(key, value, aad)


def test_the_format_is_version_nonce_ciphertext() -> None:
    sealed = crypto.seal(KEY, b"abc", b"x")
    assert sealed[0] == 1
    assert AESGCM(KEY).decrypt(sealed[1:13], sealed[13:], b"\x01x") == b"abc"


def test_a_wrapped_key_is_not_an_ordinary_value() -> None:
    key = crypto.new_key()
    wrapped = crypto.wrap(KEY, key, b"secret")
    assert crypto.unwrap(KEY, wrapped, b"secret") == key
    with pytest.raises(crypto.Unsealable):
        crypto.unseal(KEY, wrapped, b"secret")


def test_blind_index_is_keyed_and_stable() -> None:
    assert crypto.blind(KEY, "13800000000") == crypto.blind(KEY, "13800000000")
    assert len(crypto.blind(KEY, "13800000000")) == 16
    assert crypto.blind(KEY, "13800000000") != crypto.blind(crypto.new_key(), "13800000000")
    # RFC 4231 test case 2, truncated
    assert crypto.blind(b"Jefe", "what do ya want for nothing?").hex() == "5bdcc146bf60754e6a042426089575c7"


def test_signatures() -> None:
    private = crypto.new_key()
    public = crypto.public_of(private)
    signature = crypto.sign(private, b"origin\n7\nroot\n")
    assert crypto.verify(public, b"origin\n7\nroot\n", signature)
    assert not crypto.verify(public, b"origin\n8\nroot\n", signature)
    assert not crypto.verify(crypto.public_of(crypto.new_key()), b"origin\n7\nroot\n", signature)
    pem = Ed25519PrivateKey.from_private_bytes(private).public_key()
    assert crypto.verify(
        pem.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), b"origin\n7\nroot\n", signature
    )


def test_a_key_of_another_kind_is_no_key_of_ours() -> None:
    other = X25519PrivateKey.generate().public_key()
    pem = other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(ValueError, match=r"^not an Ed25519 public key$"):
        crypto.verify(pem, b"", b"")


def test_ed25519_rfc_8032_vector_1() -> None:
    private = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    assert (
        crypto.public_of(private).hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    )
    assert (
        crypto.sign(private, b"")
        .hex()
        .startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155")
    )


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_a_key_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "wrap"
    path.write_bytes(KEY)
    path.chmod(0o600)
    assert key_files.read_key(path, name="wrap") == KEY
    path.chmod(mode)
    with pytest.raises(key_files.KeyFileProblem, match="chmod 600"):
        key_files.read_key(path, name="wrap")


def test_a_missing_or_empty_key_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(key_files.KeyFileProblem, match="副本"):
        key_files.read_key(tmp_path / "none", name="wrap")
    (tmp_path / "empty").touch(mode=0o600)
    with pytest.raises(key_files.KeyFileProblem, match="空"):
        key_files.read_key(tmp_path / "empty", name="wrap")


def test_fingerprints_are_for_people() -> None:
    assert re.fullmatch(r"[0-9a-f]{4}( [0-9a-f]{4}){7}", crypto.fingerprint(KEY))
    beginning = hashlib.sha256(b"fingerprint:" + KEY).hexdigest()[:32]
    assert crypto.fingerprint(KEY).replace(" ", "") == beginning
    assert crypto.fingerprint(KEY) != crypto.fingerprint(crypto.new_key())
