"""Papers, pictures and sounds put into the file of a case, as people at a desk do it."""

from __future__ import annotations

import io

from django.contrib.messages import ERROR, get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from PIL import Image, ImageDraw
from pypdf import PdfReader

from kit.qinghe import Qinghe


def photo(text: str = "身份证", *, size: tuple[int, int] = (800, 500), kind: str = "JPEG") -> bytes:
    picture, out = Image.new("RGB", size, "white"), io.BytesIO()
    ImageDraw.Draw(picture).rectangle((40, 40, size[0] - 40, size[1] - 40), outline="black", width=6)
    ImageDraw.Draw(picture).text((60, 60), text.encode("ascii", "replace").decode(), fill="black")
    picture.save(out, kind)
    return out.getvalue()


def upload(world: Qinghe, number: str, name: str, content: bytes, *, who: str = "mediator") -> str:
    """The id of the material on the case."""
    told = {"key": f"{number}{name}", "file": SimpleUploadedFile(name, content)}
    answer = world.client(who).post(f"/cases/{number}/files", told)
    assert answer.status_code == 302, answer.content.decode()[-600:]
    return str(world.case(number).attachments.get(name=name).pk)


def issue(world: Qinghe, number: str, *codes: str, who: str = "mediator") -> None:
    for code in codes:
        carried_out(world.client(who).post(f"/cases/{number}/papers/{code}", {"key": f"{number}{code}"}))


def carried_out(answer: HttpResponse) -> None:
    """A refusal leads to the same page as what was done: only its sentence tells."""
    assert answer.status_code == 302
    said = get_messages(answer.wsgi_request)  # type: ignore[attr-defined]  # the test client's
    assert [message.message for message in said if message.level == ERROR] == []


def catalogue(world: Qinghe, number: str, material: str, document: str) -> None:
    world.take("mediator", "catalogue_material", number, material=material, document=document)


def file_up(world: Qinghe, number: str, *, key: str = "up", who: str = "reviewer") -> None:
    carried_out(world.client(who).post(f"/cases/{number}/volume", {"key": f"{number}{key}"}))


def filed(world: Qinghe, **overrides: str) -> str:
    """A closed case whose file is put together: two papers, a photo, a text that has no pages."""
    number = world.reach("closed", **overrides)
    issue(world, number, "application", "rights_notice")
    catalogue(world, number, upload(world, number, "张三身份证.jpg", photo()), "identity")
    catalogue(world, number, upload(world, number, "通话记录.txt", "张三说退押金".encode()), "evidence")
    file_up(world, number)
    return number


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text().replace("\n", "") for page in PdfReader(io.BytesIO(pdf)).pages]
