"""Sealing, blind look-up and signatures, on the `cryptography` package; no cipher of our own.

A sealed value is `version (1 byte) ‖ nonce (12) ‖ AES-256-GCM ciphertext and tag`. The associated data binds it to its
place (table, column, row), so that a value copied elsewhere does not open. Random 96-bit nonces are safe for 2^32
values under one key (NIST SP 800-38D § 8.3), which is why every subject has a key of its own.
"""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
BLIND_BYTES = 16
VERSION = b"\x01"


class Unsealable(Exception):
    """Wrong key, wrong place, or the value was changed; which of them cannot be told."""


def new_key() -> bytes:
    """32 random bytes."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, plain: bytes, aad: bytes) -> bytes:
    """29 bytes longer than `plain`; different every time."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, VERSION + aad)


def unseal(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    """Raises Unsealable unless `sealed` was made with the same key and the same `aad` and is unchanged."""
    if sealed[:1] != VERSION or len(sealed) < 1 + NONCE_BYTES + TAG_BYTES:
        raise Unsealable("not a value sealed by this version")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, VERSION + aad)
    except InvalidTag:
        raise Unsealable("wrong key, wrong place, or changed") from None


def wrap(kek: bytes, key: bytes, aad: bytes) -> bytes:
    """`key` sealed under the key-encryption key `kek`."""
    return seal(kek, key, b"key:" + aad)


def unwrap(kek: bytes, wrapped: bytes, aad: bytes) -> bytes:
    """The key back; raises Unsealable."""
    return unseal(kek, wrapped, b"key:" + aad)


def blind(key: bytes, text: str) -> bytes:
    """16 bytes, the same for the same text: exact look-up without storing the text. Normalise before calling."""
    return hmac.digest(key, text.encode(), hashlib.sha256)[:BLIND_BYTES]


def sign(private_key: bytes, text: bytes) -> bytes:
    """Ed25519 signature (64 bytes) by the raw 32-byte private key."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(text)


def verify(public_key: bytes, text: bytes, signature: bytes) -> bool:
    """`public_key` raw (32 bytes) or PEM. False for a wrong signature; ValueError when the key itself is no key."""
    try:
        _public(public_key).verify(signature, text)
    except InvalidSignature:
        return False
    return True


def public_of(private_key: bytes) -> bytes:
    """Raw 32-byte public key."""
    public = Ed25519PrivateKey.from_private_bytes(private_key).public_key()
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def fingerprint(key: bytes) -> str:
    """Short name of a key for people to compare: eight groups of four hex digits; tells nothing about the key."""
    text = hashlib.sha256(b"fingerprint:" + key).hexdigest()
    return " ".join(text[at : at + 4] for at in range(0, 32, 4))


def _public(key: bytes) -> Ed25519PublicKey:
    if len(key) == KEY_BYTES:
        return Ed25519PublicKey.from_public_bytes(key)
    loaded = load_pem_public_key(key)
    if not isinstance(loaded, Ed25519PublicKey):
        raise ValueError("not an Ed25519 public key")
    return loaded
