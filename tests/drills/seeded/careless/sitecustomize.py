"""A seeded bug: answers are not remembered by key. The oracle must see what happens twice."""

from django.core import wsgi

_get = wsgi.get_wsgi_application


def _without_memory():  # type: ignore[no-untyped-def]
    application = _get()
    from jiefen.actions.common import command as work

    assert callable(work._known)
    assert callable(work._remember)
    work._known = lambda *_, **__: None
    work._remember = lambda *_, **__: None
    return application


wsgi.get_wsgi_application = _without_memory
