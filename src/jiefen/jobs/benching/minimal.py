"""The yardstick: a minimal Django view, JSON in, one ORM insert, over HTTP, on the same store and server as ours."""

from __future__ import annotations

import json
import os
from pathlib import Path

import django
from django.conf import settings

from jiefen.config.database import database

if not settings.configured:
    settings.configure(
        SECRET_KEY="a-yardstick-keeps-no-secrets",  # noqa: S106
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={
            "default": database(
                os.environ.get("YARDSTICK_URL", ""), default=Path(os.environ["YARDSTICK_FILE"])
            )
        },
        INSTALLED_APPS=["django.contrib.contenttypes"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()

from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path


class Thing(models.Model):
    """One row of a plain table."""

    title = models.CharField(max_length=200)
    story = models.TextField()
    kind = models.CharField(max_length=8)
    amount = models.CharField(max_length=20)

    class Meta:
        app_label = "yardstick"


def add(request: HttpRequest) -> HttpResponse:
    body = json.loads(request.body)
    thing = Thing._default_manager.create(
        title=body["respondent_name"], story=body["story"], kind=body["kind"], amount=body["amount"]
    )
    return JsonResponse({"id": thing.pk}, status=201)


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("api/cases", add), path("healthz", healthz)]
application = get_wsgi_application()


def make_table() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Thing)


if __name__ == "__main__":
    make_table()
