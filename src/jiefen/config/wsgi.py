"""The WSGI application that `jiefen serve` and any other server run."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiefen.config.settings")
application = get_wsgi_application()
