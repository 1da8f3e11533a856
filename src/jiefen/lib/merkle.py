"""Merkle tree of RFC 6962 § 2.1 (RFC 9162 § 2.1): one hash that stands for a whole log, and short proofs about it.

All functions take *leaf hashes*: `leaf_hash(bytes)`, 32 bytes each. The `CompactRange` holds the roots of the complete
subtrees only, at most 64 hashes, and is all that is needed to append and to know the root.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass
class CompactRange:
    """The first `size` leaves: `peaks` are the roots of its complete subtrees, the largest first."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Amortised two hashes."""
        self.peaks.append(leaf)
        filled = self.size
        while filled & 1:
            right = self.peaks.pop()
            self.peaks.append(node_hash(self.peaks.pop(), right))
            filled >>= 1
        self.size += 1

    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def to_bytes(self) -> bytes:
        """`size` as 8 bytes big-endian, then the peaks."""
        return self.size.to_bytes(8, "big") + b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, stored: bytes) -> CompactRange:
        """Raises ValueError when the number of peaks does not fit the size."""
        size = int.from_bytes(stored[:8], "big")
        if len(stored) != 8 + HASH_BYTES * size.bit_count():
            raise ValueError("a compact range has one hash for each set bit of its size")
        peaks = [stored[at : at + HASH_BYTES] for at in range(8, len(stored), HASH_BYTES)]
        return cls(size=size, peaks=peaks)


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Root of a stream of leaf hashes; holds at most 64 hashes at a time."""
    growing = CompactRange()
    for leaf in leaves:
        growing.append(leaf)
    return growing.root()


def inclusion_proof(leaves: Sequence[bytes], *, index: int) -> list[bytes]:
    """PATH(index, leaves) of RFC 6962 § 2.1.1, the leaf's sibling first. Raises IndexError."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    proof: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        split = low + _largest_power_below(high - low)
        if index < split:
            proof.append(root_of(leaves[split:high]))
            high = split
        else:
            proof.append(root_of(leaves[low:split]))
            low = split
    return proof[::-1]


def is_included(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162 § 2.1.3.2. True when `proof` shows `leaf` at `index` of the log of `size` leaves with `root`."""
    if not 0 <= index < size:
        return False
    at, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = node_hash(sibling, node)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and node == root


def consistency_proof(leaves: Sequence[bytes], *, old_size: int) -> list[bytes]:
    """PROOF(old_size, leaves) of RFC 6962 § 2.1.2: the log of `old_size` leaves is the beginning of this one."""
    if not 0 < old_size <= len(leaves):
        raise IndexError(old_size)
    proof: list[bytes] = []
    low, high, wanted, whole = 0, len(leaves), old_size, True
    while wanted != high - low:
        split = _largest_power_below(high - low)
        if wanted <= split:
            proof.append(root_of(leaves[low + split : high]))
            high = low + split
        else:
            proof.append(root_of(leaves[low : low + split]))
            low, wanted, whole = low + split, wanted - split, False
    if not whole:
        proof.append(root_of(leaves[low:high]))
    return proof[::-1]


def is_consistent(
    *, old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """RFC 9162 § 2.1.4.2. True when `proof` shows that the new log only appended to the old one."""
    if old_size == new_size:
        return not proof and old_root == new_root
    if not 0 < old_size < new_size or not proof:
        return False
    at, last = old_size - 1, new_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    path = list(proof)
    old = new = path.pop(0) if at else old_root
    for node in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, node)
        at, last = at >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def _largest_power_below(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)
