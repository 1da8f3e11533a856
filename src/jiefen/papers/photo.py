"""A picture on an A4 page of its own: whole, upright, in the middle, with room for the number of the page."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter, Transformation

from jiefen.papers import PaperProblem

_WIDE, _HIGH, _MARGIN = 595.28, 841.89, 56.0  # points: A4, and what stays white around the picture


def photo_page(path: Path, *, title: str) -> bytes:
    """PDF of one page, lying when the picture lies. Raises PaperProblem naming it when it cannot be drawn."""
    try:
        with Image.open(path, formats=("JPEG", "PNG")) as photo:
            drawn = io.BytesIO()
            _on_white(photo).save(drawn, "PDF", resolution=72)
    except Exception as error:  # Pillow raises whatever the damaged bytes provoke
        raise PaperProblem(f"“{title}”这张图片打不开，不能装订。请重新上传。") from error
    picture = PdfReader(drawn).pages[0]
    wide, high = float(picture.mediabox.width), float(picture.mediabox.height)
    across, along = (_WIDE, _HIGH) if high >= wide else (_HIGH, _WIDE)
    scale = min((across - 2 * _MARGIN) / wide, (along - 2 * _MARGIN) / high)
    page = PageObject.create_blank_page(width=across, height=along)
    middle = ((across - wide * scale) / 2, (along - high * scale) / 2)
    page.merge_transformed_page(picture, Transformation().scale(scale).translate(*middle))
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_page(page)
    writer.write(out)
    return out.getvalue()


def _on_white(found: Image.Image) -> Image.Image:
    """PDF knows no see-through PNG."""
    if not found.has_transparency_data:
        return found if found.mode in ("L", "RGB") else found.convert("RGB")
    clear = found.convert("RGBA")
    white = Image.new("RGB", clear.size, "white")
    white.paste(clear, mask=clear.getchannel("A"))
    return white
