"""A seeded bug: what another worker is just sending is taken for lost and sent again. The oracle must see it."""

import sys


class Finder:
    """Changes the sending once the worker is set up and asks for its gateway."""

    def find_spec(self, name, path, target=None):  # type: ignore[no-untyped-def]
        if name == "jiefen.jobs.drilling.recording":
            from jiefen.actions.messages import deliveries
            from jiefen.store.models import Delivery

            assert callable(deliveries._admit_uncertain)
            being_sent = Delivery.objects.filter(state="sending")
            deliveries.SECONDS = 0.001  # a message a round, so that rounds meet
            deliveries._admit_uncertain = lambda at: being_sent.update(state="waiting")
        return


sys.meta_path.insert(0, Finder())
