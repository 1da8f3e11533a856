"""Pictures drawn anew: position data, comments, thumbnails and whatever else hides in the file do not survive."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageOps, ImageSequence

from jiefen.lib.uploads.problem import UploadProblem

MAX_PIXELS = 50_000_000  # 150 MB while it is being drawn
MOST_PIXELS = 400_000_000  # of a photo that is read at a half, a quarter or an eighth of its size
MOST_FRAMES = 60
_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "tif": "TIFF", "bmp": "BMP"}
_MODES = {"jpg": ("L", "RGB"), "png": ("1", "L", "LA", "RGB", "RGBA")}


def redraw(path: Path, *, kind: str) -> str:
    """Replace the picture at `path` by a clean one, upright as its camera meant it; the kind it now is.

    Raises UploadProblem.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is damaged or large we judge ourselves
            with Image.open(path, formats=(_FORMATS[kind],)) as picture:
                made = _drawn(picture, path=path, kind=kind)
    except UploadProblem:
        raise
    except Image.DecompressionBombError as error:
        raise UploadProblem("图片太大。请缩小图片后再上传。") from error
    except Exception as error:  # Pillow raises whatever the damaged bytes provoke
        raise UploadProblem("图片已损坏，打不开。请重新拍照或截图后再上传。") from error
    path.chmod(0o600)
    return made


def _drawn(picture: Image.Image, *, path: Path, kind: str) -> str:
    frames = getattr(picture, "n_frames", 1)
    if frames > 1 and kind == "tif":
        return _as_pdf(picture, path=path, frames=frames)
    if frames > 1 and kind == "webp":
        raise UploadProblem("这是会动的图片。请截图后再上传。")
    _fit(picture, kind=kind)
    to = kind if kind in _MODES else "png" if picture.has_transparency_data else "jpg"
    clean = _clean(picture, kind=to)
    if to == "jpg":
        clean.save(path, "JPEG", quality=90, optimize=False)
    else:
        clean.save(path, "PNG", compress_level=6)
    return to


def _fit(picture: Image.Image, *, kind: str) -> None:
    """A photo of more points than we draw is read smaller, which its format allows: a telephone makes 108 million."""
    width, height = picture.size
    if width * height <= MAX_PIXELS:
        return
    if kind == "jpg" and width * height <= MOST_PIXELS and not picture.info.get("progressive"):
        scale = next(n for n in (2, 4, 8) if width * height <= MAX_PIXELS * n * n)
        picture.draft("RGB", (width // scale, height // scale))
    if picture.width * picture.height > MAX_PIXELS:
        raise UploadProblem(
            f"图片有 {width * height // 10_000} 万像素，超过 {MAX_PIXELS // 10_000} 万。请缩小图片后再上传。"
        )


def _as_pdf(picture: Image.Image, *, path: Path, frames: int) -> str:
    """The pages of a scanner in one file: none is lost."""
    if frames > MOST_FRAMES:
        raise UploadProblem(
            f"这份扫描件有 {frames} 页，一份最多 {MOST_FRAMES} 页。请分成几份，或存为 PDF 后再上传。"
        )
    pages = _pages(picture)
    first = next(pages)
    out = io.BytesIO()  # the pages are read from the very file that is replaced
    first.save(out, "PDF", save_all=True, append_images=pages, resolution=200)
    path.write_bytes(out.getvalue())
    return "pdf"


def _pages(picture: Image.Image) -> Iterator[Image.Image]:
    for frame in ImageSequence.Iterator(picture):
        _fit(frame, kind="tif")
        yield _clean(frame, kind="jpg").convert("RGB")


def _clean(found: Image.Image, *, kind: str) -> Image.Image:
    found.load()
    try:
        upright = ImageOps.exif_transpose(found)
    except Exception:  # damaged position data is no reason to refuse the picture; it is dropped anyway
        upright = found
    see_through = upright.has_transparency_data and kind == "png"
    if upright.mode not in _MODES[kind] or (see_through and upright.mode in {"1", "L", "RGB"}):
        upright = upright.convert("RGBA" if see_through else "RGB")
    upright.info.clear()
    return upright
