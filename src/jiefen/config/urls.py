"""All addresses. A view without a door answers nobody (`gate.middleware.ClosedByDefault`)."""

from __future__ import annotations

from jiefen.api.urls import urlpatterns as api
from jiefen.portal.progress import urlpatterns as portal
from jiefen.web.urls import urlpatterns as web

urlpatterns = [*portal, *api, *web]

handler400 = "jiefen.gate.errors.bad_request"
handler403 = "jiefen.gate.errors.forbidden"
handler404 = "jiefen.gate.errors.not_found"
handler500 = "jiefen.gate.errors.failed"
