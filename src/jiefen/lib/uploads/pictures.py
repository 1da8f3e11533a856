"""Pictures drawn anew: position data, comments, thumbnails and whatever else hides in the file do not survive."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageOps

from jiefen.lib.uploads.problem import UploadProblem

MAX_PIXELS = 50_000_000  # 150 MB while it is being drawn
_FORMATS = {"jpg": "JPEG", "png": "PNG"}
_MODES = {"jpg": ("L", "RGB"), "png": ("1", "L", "LA", "RGB", "RGBA")}


def redraw(path: Path, *, kind: str) -> None:
    """Replace the picture at `path` by a clean one, upright as its camera meant it. Raises UploadProblem."""
    try:
        with Image.open(path, formats=(_FORMATS[kind],)) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise UploadProblem(
                    f"图片有 {width * height // 10_000} 万像素，超过 {MAX_PIXELS // 10_000} 万。请缩小图片后再上传。"
                )
            clean = _clean(picture, kind=kind)
        if kind == "jpg":
            clean.save(path, "JPEG", quality=90, optimize=False)
        else:
            clean.save(path, "PNG", compress_level=6)
    except UploadProblem:
        raise
    except Exception as error:  # Pillow raises whatever the damaged bytes provoke
        raise UploadProblem("图片已损坏，打不开。请重新拍照或截图后再上传。") from error
    path.chmod(0o600)


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
