"""Uploads are capped before they are parsed: a form bigger than its page may send stops at the cap."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.urls import reverse

SLACK = 64 * 1024


class CappedHandler(FileUploadHandler):
    """Refuses by the announced length, and again by what really arrives."""

    def handle_raw_input(
        self,
        input_data: object,
        META: dict[str, str],  # noqa: N803  (Django's name)
        content_length: int,
        boundary: object,
        encoding: str | None = None,
    ) -> None:
        self.cap = (
            settings.MAX_IMPORT if META.get("PATH_INFO", "") == reverse("imports") else settings.MAX_UPLOAD
        )
        self.seen = 0
        if content_length > self.cap + SLACK:
            raise RequestDataTooBig("upload over the cap")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.seen += len(raw_data)
        if self.seen > self.cap + SLACK:
            raise RequestDataTooBig("upload over the cap")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
