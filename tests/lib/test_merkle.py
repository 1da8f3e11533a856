"""The tree is RFC 6962's: known roots, and proofs that hold for the true log only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiefen.lib.merkle import (
    EMPTY_ROOT,
    CompactRange,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root_of,
)

# The leaves and roots of the Certificate Transparency reference tests for RFC 6962.
LEAVES = [
    leaf_hash(bytes.fromhex(text))
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PROOF_OF_LEAF_1_IN_5 = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
]


def log(size: int) -> list[bytes]:
    return [leaf_hash(b"%d" % n) for n in range(size)]


@pytest.mark.parametrize("size", range(1, 9))
def test_known_roots(size: int) -> None:
    assert root_of(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_the_empty_log() -> None:
    assert root_of([]) == EMPTY_ROOT
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_known_proof() -> None:
    assert [node.hex() for node in inclusion_proof(LEAVES[:5], index=1)] == PROOF_OF_LEAF_1_IN_5


def test_every_leaf_of_every_small_log_is_provable_and_nothing_else_is() -> None:
    for size in range(1, 34):
        leaves = log(size)
        root = root_of(leaves)
        for index in range(size):
            proof = inclusion_proof(leaves, index=index)
            assert is_included(leaves[index], index=index, size=size, proof=proof, root=root)
            assert not is_included(leaf_hash(b"x"), index=index, size=size, proof=proof, root=root)
            assert not is_included(leaves[index], index=index ^ 1, size=size + 2, proof=proof, root=root)
            assert not is_included(leaves[index], index=index, size=size, proof=[*proof, root], root=root)
            if proof:
                assert not is_included(leaves[index], index=index, size=size, proof=proof[1:], root=root)


def test_every_beginning_of_every_small_log_is_consistent_and_a_rewritten_one_is_not() -> None:
    for new_size in range(1, 34):
        leaves = log(new_size)
        new_root = root_of(leaves)
        for old_size in range(1, new_size + 1):
            proof = consistency_proof(leaves, old_size=old_size)
            sizes = {"old_size": old_size, "new_size": new_size}
            old_root = root_of(leaves[:old_size])
            assert is_consistent(**sizes, old_root=old_root, new_root=new_root, proof=proof)
            assert not is_consistent(**sizes, old_root=leaf_hash(b"x"), new_root=new_root, proof=proof)
            rewritten = [leaf_hash(b"rewritten"), *leaves[1:]]
            forged = consistency_proof(rewritten, old_size=old_size)
            assert not is_consistent(**sizes, old_root=old_root, new_root=root_of(rewritten), proof=forged)


@given(st.integers(0, 70), st.integers(0, 70))
def test_a_stored_range_goes_on_where_it_stopped(first: int, more: int) -> None:
    leaves = log(first + more)
    growing = CompactRange()
    for leaf in leaves[:first]:
        growing.append(leaf)
    again = CompactRange.from_bytes(growing.to_bytes())
    for leaf in leaves[first:]:
        again.append(leaf)
    assert again.size == first + more
    assert again.root() == root_of(leaves)
    assert len(again.peaks) == (first + more).bit_count()


def test_a_damaged_range_is_refused() -> None:
    growing = CompactRange(size=0)
    growing.append(LEAVES[0])
    stored = growing.to_bytes()
    for damaged in (stored + b"x", stored[:-1], stored[:8], b""):
        with pytest.raises(ValueError, match=r"^a compact range has one hash for each set bit of its size$"):
            CompactRange.from_bytes(damaged)
    assert stored == bytes(7) + b"\x01" + LEAVES[0]


def test_leaf_and_node_hashes_cannot_be_confused() -> None:
    assert leaf_hash(LEAVES[0] + LEAVES[1]) != node_hash(LEAVES[0], LEAVES[1])


def test_indexes_outside_the_log_are_errors() -> None:
    for index in (-1, 8):
        with pytest.raises(IndexError, match=rf"^{index}$"):
            inclusion_proof(LEAVES, index=index)
    for size in (-1, 0, 9):
        with pytest.raises(IndexError, match=rf"^{size}$"):
            consistency_proof(LEAVES, old_size=size)
    assert not is_included(LEAVES[0], index=-1, size=8, proof=[], root=root_of(LEAVES))
    assert not is_included(LEAVES[0], index=1, size=1, proof=[], root=LEAVES[0])
    assert not is_included(LEAVES[0], index=0, size=0, proof=[], root=LEAVES[0])
    assert is_included(LEAVES[0], index=0, size=1, proof=[], root=LEAVES[0])


def consistent(old: int, new: int, proof: list[bytes], *, old_root: bytes | None = None) -> bool:
    root = root_of(LEAVES[:old]) if old_root is None else old_root
    return is_consistent(
        old_size=old, old_root=root, new_size=new, new_root=root_of(LEAVES[:new]), proof=proof
    )


def test_no_proof_shows_that_a_log_goes_on_from_nothing_or_from_a_longer_one() -> None:
    proof = consistency_proof(LEAVES, old_size=3)
    assert consistent(3, 8, proof)
    assert not consistent(0, 8, proof)
    assert not consistent(0, 8, [root_of(LEAVES)], old_root=root_of(LEAVES))
    assert not consistent(8, 3, proof)
    assert not consistent(-1, 8, proof)


def test_a_proof_is_as_long_as_it_has_to_be() -> None:
    for old in range(1, 8):
        proof = consistency_proof(LEAVES, old_size=old)
        assert consistent(old, 8, proof)
        for more in ([LEAVES[0]], [LEAVES[0]] * 3):
            assert not consistent(old, 8, [*proof, *more])
        assert not consistent(old, 8, proof[:-1])
        assert not consistent(old, 8, [])


def test_a_log_is_consistent_with_itself_without_a_proof() -> None:
    assert consistent(8, 8, [])
    assert not consistent(8, 8, [LEAVES[0]])
    assert not consistent(8, 8, [], old_root=LEAVES[0])
