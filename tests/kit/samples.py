"""Small true files of every kind that may be uploaded, made in code, and the parts of untrue ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
CONTENT_TYPES = (
    b'<?xml version="1.0"?><Types><Override PartName="/x" ContentType="application/vnd.x+xml"/></Types>'
)


def picture(kind: str, *, size: tuple[int, int] = (40, 30), gps: bool = False, mode: str = "RGB") -> bytes:
    """JPEG or PNG; with `gps`, EXIF that tells where it was taken and that it lies on its side."""
    image, buffer = Image.new(mode, size, 120), io.BytesIO()
    exif = Image.Exif()
    if gps:
        exif[Base.Orientation.value] = 6
        exif[Base.ImageDescription.value] = "SECRET-PLACE"
        exif.get_ifd(IFD.GPSInfo.value)[GPS.GPSLatitude.value] = (31.0, 14.0, 5.0)
    image.save(buffer, kind, exif=exif)
    return buffer.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises `width` × `height` pixels in a few bytes: the decompression bomb."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in [
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            (b"IDAT", zlib.compress(b"\0" * 100_000)),
            (b"IEND", b""),
        ]
    )


def zipped(entries: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(**more: bytes) -> bytes:
    """A Word document; `more` entries by name with `__` for `/`."""
    entries = {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": b"<w:document/>"}
    return zipped(entries | {name.replace("__", "/"): content for name, content in more.items()})


def xlsx(*, types: bytes = CONTENT_TYPES, **more: bytes) -> bytes:
    entries = {"[Content_Types].xml": types, "xl/workbook.xml": b"<workbook/>"}
    return zipped(entries | {name.replace("__", "/"): content for name, content in more.items()})


def relation(kind: str, target: str) -> bytes:
    return f'<Relationships><Relationship Id="r" Type="http://x/relationships/{kind}" Target="{target}" TargetMode="External"/></Relationships>'.encode()


def box(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


MP4 = box(b"ftyp", b"isom\0\0\2\0isomiso2avc1mp41") + box(b"moov", b"\0" * 20) + box(b"mdat", b"\0" * 50)
HEIC = box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", b"\0" * 40) + box(b"mdat", b"\0" * 50)
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + b"\0" * 10 + b"\xff\xfb\x90\x64" + b"\0" * 413
TRUE = {
    "证据.pdf": PDF,
    "照片.jpg": picture("JPEG"),
    "照片.jpeg": picture("JPEG", mode="CMYK"),
    "截图.png": picture("PNG"),
    "照片.heic": HEIC,
    "录音.mp3": MP3,
    "通话.mp3": MP3[20:],
    "视频.mp4": MP4,
    "申请.docx": docx(),
    "名单.xlsx": xlsx(),
    "说明.txt": "尊敬的调解员：\r\n　　您好 <3\n".encode(),
    "旧说明.txt": "尊敬的调解员".encode("gb18030"),
    "记事本.txt": "尊敬的调解员".encode("utf-16"),
}
