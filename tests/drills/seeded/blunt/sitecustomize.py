"""A seeded bug: a store that cannot write is not told from any other fault. The drills must see who gets no sentence."""

from django.core import wsgi

_get = wsgi.get_wsgi_application


def _without_words():  # type: ignore[no-untyped-def]
    application = _get()
    from jiefen.actions.common import command as work
    from jiefen.gate import errors

    assert callable(work.busy)
    assert callable(errors._store_sentence)
    work.busy = lambda error: error
    errors._store_sentence = lambda error: ""
    errors.HEADINGS[503] = ("", "")
    return application


wsgi.get_wsgi_application = _without_words
