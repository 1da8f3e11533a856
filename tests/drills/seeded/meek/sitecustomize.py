"""A seeded bug: messages go wherever a gateway sends them. The drill must see who was led astray."""

import sys


class Finder:
    """Changes the sending before the settings make their gateways."""

    def find_spec(self, name, path, target=None):  # type: ignore[no-untyped-def]
        if name == "jiefen.config.messages":
            from urllib.request import Request, urlopen

            from jiefen.channels.messages.sms_http import SmsHttp

            assert callable(SmsHttp.send)
            SmsHttp.send = lambda self, message: str(
                urlopen(Request(self.url, data=self.body(message)[0]), timeout=2).status
            )
        return


sys.meta_path.insert(0, Finder())
