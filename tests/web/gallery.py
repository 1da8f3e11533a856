"""Kit gallery: renders every template with invented data, photographs it on a desk and on a phone, and measures it.

`python tests/web/gallery.py [OUT] [NAME…]` writes OUT/*.png and fails when a page breaks a rule of the kit: axe violations,
a refusal by the content security policy, sideways scrolling, a small target, more or fewer than one h1.
"""

import functools
import http.server
import sys
import threading
from pathlib import Path
from types import SimpleNamespace as Ns
from typing import Any

import django
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src/jiefen/web"
URL_NAMES = [
    "home",
    "search",
    "register",
    "notices",
    "help",
    "drafts",
    "password_change",
    "second_factor_setup",
    "sign_out",
]
CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
SIZES = {"desk": (1440, 900, 36), "phone": (390, 844, 44)}
BROWSER_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--lang=zh-CN",
]
SMALL_TARGETS = """least => Array.from(document.querySelectorAll('a, button, summary, select, input:not([type=hidden])'))
  .filter(el => el.getClientRects().length && !el.closest('p, .skip, .crumb, li > .grow') && getComputedStyle(el).opacity !== '0')
  .filter(el => !el.matches('.skip, a.t, a.link, .errors a, .tl a, .clock summary, input[type=checkbox], input[type=radio]'))
  .filter(el => el.getBoundingClientRect().height < least - 0.5)
  .map(el => el.tagName + ' ' + el.className + ' ' + el.textContent.trim().slice(0, 12) + ' ' + el.getBoundingClientRect().height)"""


def main() -> int:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build/gallery"
    wanted = set(sys.argv[2:])
    out.mkdir(parents=True, exist_ok=True)
    set_up_django()
    from web.gallery_pages import pages

    chosen = {name: page for name, page in pages().items() if not wanted or name in wanted}
    rendered = {f"/{name}": render(*page) for name, page in chosen.items()}
    faults = photograph(rendered, out)
    print(f"{len(chosen)} pages, {len(faults)} faults, pictures in {out}")
    print("\n".join(faults))
    return 1 if faults else 0


def set_up_django() -> None:
    from django.http import HttpResponse
    from django.urls import path

    urls = [path(f"{name}/", lambda request: HttpResponse(), name=name) for name in URL_NAMES]
    urlconf = type(sys)("gallery_urls")
    urlconf.urlpatterns = urls  # type: ignore[attr-defined]
    sys.modules["gallery_urls"] = urlconf
    libraries = {"jf": "jiefen.web.templatetags.jf"}
    templates = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "OPTIONS": {
            "libraries": libraries,
            "context_processors": ["django.template.context_processors.csrf"],
        },
    }
    settings.configure(
        SECRET_KEY="gallery", STATIC_URL="/static/", ROOT_URLCONF="gallery_urls", TEMPLATES=[templates],
        USE_TZ=True, TIME_ZONE="Asia/Shanghai", LANGUAGE_CODE="zh-hans", INSTALLED_APPS=["django.contrib.staticfiles"],
    )  # fmt: skip
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]
    django.setup()


def render(template: str, context: dict[str, Any]) -> str:
    from django.template.loader import get_template
    from django.test import RequestFactory

    if context.get("bare"):
        return get_template(template).render({"code": context["code"]})
    return get_template(template).render(shell() | context, RequestFactory().get("/"))


def shell() -> dict[str, Any]:
    def item(label: str, icon: str, count: str = "", *, hot: bool = False, current: bool = False) -> Ns:
        return Ns(url="/x/", label=label, icon=icon, count=count, hot=hot, current=current)

    work = [
        item("工作台", "home"), item("窗口登记", "ticket"), item("分流派单", "route", "18", hot=True),
        item("我的办件", "list-check", "12", current=True), item("案件台账", "table"), item("批量导入", "upload"),
    ]  # fmt: skip
    admin = [
        item("组织与人员", "building-community"),
        item("分流规则", "adjustments-horizontal"),
        item("历史核验", "shield-check"),
    ]
    return {
        "nav": [Ns(label="工作", items=work), Ns(label="管理", items=admin)],
        "me": Ns(name="周敏", initial="周", post="调解科 · 主办"),
        "centre": Ns(name="清和县综治中心", phone="0000-0000000"),
        "unread": 5,
        "form_key": "gallery",
        "messages": [],
    }


class Desk(http.server.SimpleHTTPRequestHandler):
    """Serves the rendered pages and the static files, with the policy the real server sends."""

    def __init__(self, *args: Any, rendered: dict[str, str], **kwargs: Any) -> None:
        self.rendered = rendered
        super().__init__(*args, directory=str(WEB), **kwargs)

    def do_GET(self) -> None:
        if self.path.startswith("/static/"):
            return super().do_GET()
        mark = (WEB / "static/jf/logo.svg").read_text(encoding="utf-8")
        body, kind = (
            (mark, "image/svg+xml")
            if self.path == "/qr.svg"
            else (self.rendered.get(self.path, ""), "text/html")
        )
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())
        return None

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CSP)
        super().end_headers()

    def log_message(self, *args: Any) -> None:
        return None


def photograph(rendered: dict[str, str], out: Path) -> list[str]:
    from playwright.sync_api import sync_playwright

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Desk, rendered=rendered))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    faults: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER_ARGS)
        for size, (width, height, least) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
            listen(page, faults)
            for path in rendered:
                page.goto(base + path, wait_until="load")
                tall = max(height, page.evaluate("document.documentElement.scrollHeight"))
                page.set_viewport_size({"width": width, "height": tall})
                page.screenshot(path=out / f"{path[1:]}-{size}.png")
                page.set_viewport_size({"width": width, "height": height})
                faults += [f"{size} {path}: {fault}" for fault in measure(page, least)]
            page.close()
        browser.close()
    server.shutdown()
    return faults


def listen(page: Any, faults: list[str]) -> None:
    """The console also says what the content security policy refused."""
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))


def measure(page: Any, least: int) -> list[str]:
    found = []
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("scrolls sideways")
    if (count := page.locator("h1").count()) != 1:
        found.append(f"{count} h1")
    found += [f"small target: {text}" for text in page.evaluate(SMALL_TARGETS, least)]
    page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    for violation in page.evaluate("axe.run()")["violations"]:
        nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:4])
        found.append(f"axe {violation['id']}: {nodes}")
    return found


if __name__ == "__main__":
    raise SystemExit(main())
