"""Refusals as pages (or RFC 9457 problems for the API): what happened, what to do, nothing about our insides."""

from __future__ import annotations

import logging
import secrets
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError, DataError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string

from jiefen.actions.common.command import busy
from jiefen.domain.common.errors import Busy, RuleError
from jiefen.gate.elder import size_of
from jiefen.gate.request_log import id_of, route_of
from jiefen.gate.typed_text import kept_at
from jiefen.reports.common.addresses import address
from jiefen.reports.common.reference import centre

logger = logging.getLogger("jiefen.errors")

HEADINGS = {
    400: ("这个请求读不懂", "请返回上一页重新填写，或从首页再进一次。"),
    401: ("请先表明身份", "请在请求头里带上有效的令牌。"),
    403: ("这一步不能由您办理", "如果这是您的工作，请联系本单位的系统管理员核对岗位。"),
    404: ("没有找到", "请核对地址或案号；不在您职责范围内的案件不会显示。"),
    405: ("这个地址不能这样打开", "请从页面上的按钮或链接进入。"),
    409: ("和别人的操作撞上了", "请返回案件页看最新进展，再决定要不要提交。"),
    413: ("内容太大", "单个文件不超过 20 MB，一次表单不超过 1 MB；请压缩或分几次提交。"),
    415: ("文件类型不支持", "请改用 PDF、图片、Word、Excel 或录音录像文件。"),
    422: ("填写的内容需要修改", "请按提示修改后再提交。"),
    429: ("尝试次数太多", "请过一会儿再试；着急时请到窗口或拨打中心电话。"),
    500: ("系统出了差错", "已保存的内容都在。请重试一次；仍不行，请把下面的编号告诉系统管理员。"),
    503: ("系统暂时不能保存", "没有丢失任何已保存的内容。请稍等片刻再提交一次，不会重复办理。"),
}

# The first part of each address of the citizen's door (the front page has none), and what is said there instead.
CITIZENS = frozenset({"", "who", "t", "track", "v", "published", "calculator"})
FOR_CITIZENS = {
    403: ("这一步现在办不了", "请从“查办理进度”再进一次；仍不行，请到窗口或拨打中心电话。"),
    404: ("没有找到", "请核对地址、回执或码单上的号码；也可以从“查办理进度”再进一次。"),
    409: ("刚才有了变化", "请回到进度页看最新的进展，再决定要不要提交。"),
    500: ("系统出了差错", "已保存的内容都在。请过一会儿再试一次；仍不行，请打中心电话，报下面的编号。"),
}


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def refusal(
    request: HttpRequest,
    *,
    status: int,
    sentence: str = "",
    fields: dict[str, str] | None = None,
    ref: str = "",
) -> HttpResponse:
    """One shape for every refusal, drawn without context processors. Only what is our fault has a reference."""
    ref = ref or (id_of(request) if status >= 500 else "")
    heading, todo = HEADINGS.get(status, HEADINGS[500])
    if _is_citizens(request):
        heading, todo = FOR_CITIZENS.get(status, (heading, todo))
    if wants_json(request):
        problem = {
            "type": "about:blank",
            "title": heading,
            "status": status,
            "detail": sentence or todo,
            "field": fields or {},
            "ref": ref,
        }
        response: HttpResponse = JsonResponse(problem, status=status, content_type="application/problem+json")
    else:
        sentences = "　".join(dict.fromkeys((fields or {}).values()))
        context = {
            "code": status,
            "heading": heading,
            "happened": " ".join(part for part in (sentence, sentences) if part),
            "todo": todo,
            "ref": ref,
        }
        template = "common/error.html"
        if _is_citizens(request):
            template, context = "portal/error.html", context | _shell(request)
        response = HttpResponse(render_to_string(template, context, request=None), status=status)
    if status == 503:
        response["Retry-After"] = "3"
    return response


def _is_citizens(request: HttpRequest) -> bool:
    """Whether the address belongs to the citizen's door, or is none at all and a stranger asks for it: those read nothing
    of posts and of the staff's sign-in."""
    if request.path.strip("/").partition("/")[0] in CITIZENS:
        return True
    if request.resolver_match is not None or not hasattr(request, "user"):
        return False
    try:
        return not request.user.is_authenticated
    except DatabaseError:
        return True


def _shell(request: HttpRequest) -> dict[str, object]:
    """What the citizen's pages share, as far as it is there: a page about trouble must not make more of it."""
    shell: dict[str, object] = {"elder": size_of(request), "elder_path": address("front")}
    try:
        return shell | {"centre": centre()}
    except DatabaseError:
        return shell


def answer_to(request: HttpRequest, error: BaseException) -> HttpResponse | None:
    """The refusal for an expected exception; None for one that nobody expected."""
    if isinstance(error, RuleError):
        return refusal(request, status=error.status, sentence=error.sentence, fields=error.fields)
    if isinstance(error, RequestDataTooBig | TooManyFieldsSent):
        return refusal(request, status=413)
    if isinstance(error, DataError):  # a NUL or an endless number, which PostgreSQL does not take
        return refusal(request, status=400, sentence="内容里有不能识别的字符或过大的数字，请删改后再提交。")
    if isinstance(error, OperationalError):
        return refusal(request, status=503, sentence=_store_sentence(error))
    return None


def _store_sentence(error: OperationalError) -> str:
    trouble = busy(error)
    return trouble.sentence if isinstance(trouble, Busy) else "数据库暂时连不上。"


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The check of another tab's sign-in, or of nobody's: what a person typed is kept and given back on its page."""
    if request.method == "POST" and (page := kept_at(request, only_typed=True)):
        signed_in = request.user.is_authenticated
        return HttpResponseRedirect(page if signed_in else address("sign_in", next=page, expired=1))
    return refusal(
        request, status=403, sentence="页面打开太久或浏览器没有带上校验信息。请返回上一页，刷新后再提交。"
    )


def bad_request(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    response = answer_to(request, exception) if exception else None
    return response or refusal(request, status=400)


def not_found(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    return refusal(request, status=404)


def forbidden(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    return refusal(request, status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Nobody expected this. The reference is in the log beside the traceback; the page shows only the reference."""
    error = sys.exc_info()[1]
    if isinstance(error, DatabaseError):
        response = answer_to(request, error)
        if response is not None:
            return response
    ref = id_of(request) or secrets.token_hex(8)
    logger.error("unexpected failure", exc_info=error, extra={"ref": ref, "route": route_of(request)})
    return refusal(request, status=500, ref=ref)
