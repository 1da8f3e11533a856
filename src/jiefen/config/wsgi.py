"""The WSGI application, for `jiefen serve` and any other server."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
application = get_wsgi_application()

from jiefen.actions.common import shared_commits  # noqa: E402  (models can be read only now)

shared_commits.turn_on()
gc.collect()
gc.freeze()  # what is loaded now stays for good; there is no need to look through it again and again
