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
MOV = box(b"ftyp", b"qt  \0\0\2\0qt  ") + box(b"wide") + box(b"mdat", b"\0" * 50) + box(b"moov", b"\0" * 20)
OLD_MOV = box(b"mdat", b"\0" * 50) + box(b"moov", b"\0" * 20)
M4A = box(b"ftyp", b"M4A \0\0\0\0M4A mp42isom") + box(b"moov", b"\0" * 20) + box(b"mdat", b"\0" * 50)
GP3 = box(b"ftyp", b"3gp4\0\0\0\x003gp4isom") + box(b"moov", b"\0" * 20) + box(b"mdat", b"\0" * 50)
AMR = b"#!AMR\n" + (b"\x3c" + b"\1" * 31) * 5 + b"\x7c"
WAV = b"RIFF\x2c\0\0\0WAVE" + b"fmt \x10\0\0\0" + b"\1\0\1\0" + b"\0" * 12 + b"data\x08\0\0\0" + b"\0" * 8
AAC = (b"\xff\xf1\x50\x80\x02\x1f\xfc" + b"\0" * 9) * 4
OGG = (b"OggS\0\2" + b"\0" * 20 + b"\1\x10" + b"\0" * 16) * 2


def ole(*streams: str) -> bytes:
    """A container of Word, Excel or WPS from before 2007, with entries of these names in its directory."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + b"\x3e\0\3\0\xfe\xff\x09\0"
    entries = b""
    for name in ("Root Entry", *streams):
        text = name.encode("utf-16-le")
        entries += (text.ljust(64, b"\0") + (len(text) + 2).to_bytes(2, "little")).ljust(128, b"\0")
    return head.ljust(512, b"\0") + entries.ljust(1024, b"\0") + b"\0" * 512


def moving_webp() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


OFD = zipped(
    {"OFD.xml": b"<ofd:OFD/>", "Doc_0/Document.xml": b"<ofd:Document/>", "[Content_Types].xml": b"x"}
)
TRUE = {
    "证据.pdf": PDF,
    "照片.jpg": picture("JPEG"),
    "照片.jpeg": picture("JPEG", mode="CMYK"),
    "截图.png": picture("PNG"),
    "照片.heic": HEIC,
    "录音.mp3": MP3,
    "苹果.mov": MOV,
    "老相机.mov": OLD_MOV,
    "备忘.m4a": M4A,
    "老手机.3gp": GP3,
    "通话.amr": AMR,
    "录音笔.wav": WAV,
    "录音.aac": AAC,
    "语音.ogg": OGG,
    "旧合同.doc": ole("WordDocument"),
    "金山.wps": ole("WordDocument", "1Table"),
    "旧台账.xls": ole("Workbook"),
    "电子发票.ofd": OFD,
    "通话.mp3": MP3[20:],
    "视频.mp4": MP4,
    "申请.docx": docx(),
    "名单.xlsx": xlsx(),
    "说明.txt": "尊敬的调解员：\r\n　　您好 <3\n".encode(),
    "旧说明.txt": "尊敬的调解员".encode("gb18030"),
    "记事本.txt": "尊敬的调解员".encode("utf-16"),
}
