"""Rules about calls that let somebody in: what runs a text, what opens a name, what waits for ever, what is believed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from guards import guard
from trees import calls, dotted, imported, layer, whole

# Where markup is put together, each value escaped: the tags, and the one page that is drawn before anybody asks for it.
MAKES_PAGES = {"src/jiefen/web/templatetags/jf.py", "src/jiefen/gate/crowd.py"}
WITHOUT_TOKEN = {"src/jiefen/api/urls.py"}  # who brings a bearer token brings no cookie
RUNS = {"eval", "exec", "compile", "os.system", "os.popen", "__import__"}
WAITS = re.compile(
    r"(^|\.)(HTTPS?Connection|SMTP|SMTP_SSL|create_connection|urlopen)$|^(requests|httpx)\.\w+$"
)
# What reaches another machine. The gateways go where the administrator's own file says; drills and bench call the
# throw-away server that they have started on loopback.
CALLING = re.compile(
    r"^(urllib\.request|http\.client|socket|socketserver|ssl|smtplib|ftplib|poplib|imaplib|telnetlib|xmlrpc|asyncio"
    r"|requests|httpx|httpcore|aiohttp|urllib3|websockets?|pycurl|paramiko|dns|django\.core\.mail)(\.|$)"
)
CALLERS = ("src/jiefen/channels/messages/", "src/jiefen/jobs/drilling/", "src/jiefen/jobs/benching/")
SENT = ("request.GET", "request.POST", "request.FILES", "request.headers", "request.body", "request.COOKIES")
OPENS = {"open", "Path", "os.open", "FileResponse", "Image.open", "zipfile.ZipFile", "shutil.copyfile"}

# Of each rule: what it must notice, and what it must leave alone.
BAD = {
    "markup_is_put_together_where_it_is_escaped": (
        "src/jiefen/store/x.py",
        "a = format_html('<b>{}</b>', text)\n",
    ),
    "no_query_is_written_out": ("src/jiefen/store/x.py", "Case.objects.raw(f'SELECT {text}')\n"),
    "no_text_is_run": ("src/jiefen/lib/x.py", "a = eval(text)\n"),
    "nobody_waits_for_ever": ("src/jiefen/channels/x.py", "a = http.client.HTTPConnection(host, 80)\n"),
    "only_the_gateways_call_other_machines": ("src/jiefen/web/x.py", "from urllib.request import urlopen\n"),
    "nothing_is_opened_by_a_name_that_was_sent": (
        "src/jiefen/web/x.py",
        "a = open(settings.HOME.files / request.GET['name'])\n",
    ),
    "one_file_does_without_a_form_token": ("src/jiefen/api/x.py", "@csrf_exempt\ndef view(request): ...\n"),
}
GOOD = {
    "markup_is_put_together_where_it_is_escaped": ("src/jiefen/web/templatetags/jf.py", "a = format_html('{}', b)\n"),
    "no_query_is_written_out": ("src/jiefen/store/x.py", "cursor.execute('SELECT 1 FROM a WHERE b = %s', [c])\n"),
    "no_text_is_run": ("src/jiefen/lib/x.py", "a = re.compile(text)\n"),
    "nobody_waits_for_ever": ("src/jiefen/channels/x.py", "a = SMTP(host, timeout=self.seconds)\n"),
    "only_the_gateways_call_other_machines": ("src/jiefen/channels/messages/x.py", "import http.client\n"),
    "nothing_is_opened_by_a_name_that_was_sent": ("src/jiefen/web/x.py", "a = open(path_of(row.digest))\n"),
    "one_file_does_without_a_form_token": ("src/jiefen/api/urls.py", "@csrf_exempt\ndef view(request): ...\n"),
}  # fmt: skip


@guard
def markup_is_put_together_where_it_is_escaped(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    marking = {"format_html", "format_html_join", "mark_safe", "SafeString", "SafeText"}
    if layer(path) and path not in MAKES_PAGES:
        for call in calls(tree):
            if dotted(call.func).rpartition(".")[2] in marking:
                yield f"line {call.lineno} calls {dotted(call.func)}()"


@guard
def no_query_is_written_out(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    """Neither `.raw()`, `.extra()` nor `RawSQL`, on any floor; a cursor is handed its values apart."""
    if layer(path):
        for call in calls(tree):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else dotted(call.func)
            if name in ("raw", "extra", "RawSQL"):
                yield f"line {call.lineno} calls .{name}()"


@guard
def no_text_is_run(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    if layer(path):
        for call in calls(tree):
            shell = any(one.arg == "shell" and not _is(one.value, False) for one in call.keywords)
            if dotted(call.func) in RUNS or shell or dotted(call.func) == "yaml.load":
                yield f"line {call.lineno} calls {dotted(call.func)}()"


def _is(node: ast.expr, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


@guard
def nobody_waits_for_ever(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    if layer(path):
        for call in calls(tree):
            given = [one for one in call.keywords if one.arg == "timeout" and not _is(one.value, None)]
            if WAITS.search(dotted(call.func)) and not given:
                yield f"line {call.lineno} calls {dotted(call.func)}() without a timeout"


@guard
def only_the_gateways_call_other_machines(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    """So that an address that somebody typed has nobody to call it (S-17)."""
    if layer(path) and not path.startswith(CALLERS):
        yield from (f"line {line} imports {name}" for line, name in imported(tree) if CALLING.match(name))


@guard
def nothing_is_opened_by_a_name_that_was_sent(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    """Neither straight out of the request nor by the name that an upload says it has."""
    if layer(path):
        for call in calls(tree):
            opened = dotted(call.func) in OPENS or dotted(call.func).endswith((".open", ".joinpath"))
            handed = [*call.args, call.func] if opened else []
            for node in (node for part in handed for node in ast.walk(part)):
                if dotted(node).startswith(SENT) or dotted(node).endswith(("upload.name", "uploaded.name")):
                    yield f"line {call.lineno} opens {dotted(node)}"


@guard
def one_file_does_without_a_form_token(path: str, tree: ast.Module, text: str) -> Iterator[str]:
    if layer(path) and path not in WITHOUT_TOKEN:
        yield from (
            f"line {node.lineno} does without a form token"
            for node in whole(tree)
            if isinstance(node, ast.Name | ast.Attribute) and dotted(node).endswith("csrf_exempt")
        )
        yield from (
            f"line {line} imports {name}" for line, name in imported(tree) if name.endswith("csrf_exempt")
        )
