"""QR codes in what was scanned: pictures as they are, PDFs by the pictures on their pages. Bounded; damaged files hold none."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

MOST_PAGES, MOST_PICTURES = 20, 40
MOST_PIXELS = 50_000_000
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG"}
logger = logging.getLogger("jiefen.qr")


def codes_in(path: Path, *, media_type: str) -> list[str]:
    """Texts of the codes, each once, in the order found. An unreadable file or another kind holds none."""
    import zxingcpp  # heavy: read when needed

    texts: dict[str, None] = {}
    wanted = zxingcpp.barcode_formats_from_str("QRCode")
    try:
        for picture in _pictures(path, media_type=media_type):
            if picture.width * picture.height <= MOST_PIXELS:
                read = zxingcpp.read_barcodes(picture.convert("L"), formats=wanted)
                texts |= dict.fromkeys(code.text for code in read)
    except Exception as problem:  # Pillow and pypdf raise whatever damaged bytes provoke: no code was found
        logger.info("no codes read from %s: %s", path.name[:8], problem)
    return list(texts)


def _pictures(path: Path, *, media_type: str) -> Iterator[Image.Image]:
    from PIL import Image

    if media_type in PICTURES:
        with Image.open(path, formats=(PICTURES[media_type],)) as picture:
            yield picture
    elif media_type == "application/pdf":
        yield from islice(_on_pages(path), MOST_PICTURES)


def _on_pages(path: Path) -> Iterator[Image.Image]:
    from pypdf import PdfReader

    with path.open("rb") as stream:
        for page in islice(PdfReader(stream).pages, MOST_PAGES):
            for picture in page.images:
                if picture.image is not None:
                    yield picture.image
