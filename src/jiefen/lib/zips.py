"""Looking into a zip file before anything unpacks it: the table of contents first, then the true sizes, in bounds."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

MAX_ENTRIES = 1000
MAX_RATIO = 100
MAX_TOTAL = 200 * 1024 * 1024
_SMALL = 64 * 1024  # below this a high ratio is harmless: a page of blanks
_MAX_DIRECTORY = 1024 * 1024
_CHUNK = 256 * 1024
_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")


class ZipProblem(Exception):
    """Not a zip file that we are willing to open; the message is a Chinese clause without a full stop."""


def check_zip(path: Path) -> list[str]:
    """Names of the entries of a well-behaved zip file. Raises ZipProblem; never unpacks more than MAX_TOTAL bytes."""
    with path.open("rb") as stream:
        _check_end_record(stream)
        try:
            with zipfile.ZipFile(stream) as archive:
                entries = archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise ZipProblem("文件已损坏") from error
        _check_directory(entries)
        for entry in entries:
            _check_true_size(stream, entry=entry)
    return [entry.filename for entry in entries]


def _check_end_record(stream: BinaryIO) -> None:
    """Before `zipfile` builds an object per entry: a directory of a million entries must not reach it."""
    size = stream.seek(0, 2)
    tail_size = min(size, 65535 + _END.size)
    stream.seek(size - tail_size)
    tail = stream.read(tail_size)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise ZipProblem("文件已损坏")
    _, disk, start_disk, here, entries, directory_size, offset, _ = _END.unpack_from(tail, at)
    if 0xFFFF in (here, entries) or 0xFFFFFFFF in (directory_size, offset):
        raise ZipProblem("压缩包过大")
    if disk or start_disk:
        raise ZipProblem("分卷压缩包不能使用")
    if entries > MAX_ENTRIES or directory_size > _MAX_DIRECTORY:
        raise ZipProblem(f"压缩包内文件超过 {MAX_ENTRIES} 个")


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise ZipProblem(f"压缩包内文件超过 {MAX_ENTRIES} 个")
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise ZipProblem(f"解压后超过 {MAX_TOTAL // 1024 // 1024} MB")
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise ZipProblem("文件有密码")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ZipProblem("压缩方式不支持")
        if entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
            raise ZipProblem(f"压缩比超过 {MAX_RATIO} 倍，疑似压缩炸弹")
        if ".." in entry.filename.split("/") or entry.filename.startswith(("/", "\\")):
            raise ZipProblem("压缩包内有不安全的路径")
    if len({entry.header_offset for entry in entries}) != len(entries):
        raise ZipProblem("压缩包内文件互相重叠，疑似压缩炸弹")


def _check_true_size(stream: BinaryIO, *, entry: zipfile.ZipInfo) -> None:
    """The directory may lie: unpack in pieces and stop as soon as more comes out than it promised."""
    if entry.compress_type == zipfile.ZIP_STORED:
        if entry.compress_size != entry.file_size:
            raise ZipProblem("文件已损坏")
        return
    stream.seek(entry.header_offset)
    header = stream.read(_LOCAL.size)
    if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
        raise ZipProblem("文件已损坏")
    *_, name_size, extra_size = _LOCAL.unpack(header)
    stream.seek(name_size + extra_size, 1)
    if _unpacked_size(stream, packed=entry.compress_size, limit=entry.file_size) != entry.file_size:
        raise ZipProblem("压缩包内文件大小与目录不符，疑似压缩炸弹")


def _unpacked_size(stream: BinaryIO, *, packed: int, limit: int) -> int:
    unpack, total, left = zlib.decompressobj(-zlib.MAX_WBITS), 0, packed
    while not unpack.eof and total <= limit:
        piece = unpack.unconsumed_tail
        if not piece:
            piece = stream.read(min(_CHUNK, left))
            left -= len(piece)
        try:
            out = unpack.decompress(piece, _CHUNK)
        except zlib.error as error:
            raise ZipProblem("文件已损坏") from error
        if not piece and not out:
            break
        total += len(out)
    return total
