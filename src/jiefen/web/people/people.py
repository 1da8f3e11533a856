"""Organisation and people: the list, one person, their posts. A first password is shown in the answer, never kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import path, reverse

from jiefen.actions.people import people as actions
from jiefen.domain.case.actor import Actor
from jiefen.domain.common import moments
from jiefen.domain.common.errors import Unseen
from jiefen.domain.common.reading import whole_number
from jiefen.gate.door import door
from jiefen.gate.forms import Choices, TypedForm, text_field
from jiefen.gate.requests import StaffRequest, deed_of, posted_key
from jiefen.gate.sending import Refusal, done
from jiefen.reports.common.lists import Filter
from jiefen.reports.common.panels import Button
from jiefen.reports.people import people as report
from jiefen.web.common.verb_page import VerbPage

FIRST: Choices = [("", "请选择")]
SIMPLE = {
    "disable": actions.disable,
}
RESET_WAITS = "领导、审计员、系统管理员的登录要由第二个人同意才能重置或者重新启用；同意以后，请在 24 小时内回到这个人的页面再点一次。"
RESETS = {"password": "重置密码", "second_factor": "清除两步验证", "enable": "重新启用"}


HIGH_POST = "领导、审计员、系统管理员的岗位要由第二个人同意才生效。"


def _new_form(typed: QueryDict | None = None, *, by: Actor) -> TypedForm:
    form = TypedForm(typed)
    form.fields["username"] = text_field("用户名", hint="登录用，小写字母开头，例如 liuqian；以后不能改。")
    form.fields["name"] = text_field("姓名")
    form.fields["unit"] = text_field("单位", choices=FIRST + report.managed_units(by))
    form.fields["role"] = text_field("岗位", choices=FIRST + report.roles(), hint=HIGH_POST)
    form.fields["reason"] = text_field("理由", required=False, hint="要第二个人同意的岗位才填。")
    return form


def _edit_form(typed: QueryDict | None = None, *, person: report.Person, by: Actor) -> TypedForm:
    form = TypedForm(typed, initial={"name": person.name, "away_until": person.away_until})
    form.fields["name"] = text_field("姓名")
    units, roles = FIRST + report.managed_units(by), FIRST + report.roles()
    form.fields["unit"] = text_field("增加岗位：单位", choices=units, required=False)
    form.fields["role"] = text_field("增加岗位：岗位", choices=roles, required=False, hint=HIGH_POST)
    form.fields["reason"] = text_field("理由", required=False, hint="要第二个人同意的岗位才填。")
    form.fields["away_until"] = text_field(
        "休假到哪天（含）",
        required=False,
        date=True,
        hint="休假期间不派新件，名下案件由别人接办；销假时清空。",
    )
    return form


@dataclass(frozen=True)
class PeoplePage:
    """`empty`: units in which nobody could sign, and why."""

    people: list[report.PersonLine]
    count: int
    filters: list[Filter]
    q: str
    next_url: str
    prev_url: str
    empty: list[str]


@door("manage_people")
def people(request: StaffRequest) -> HttpResponse:
    query = request.GET.dict()
    page = report.people(request.actor, query=query)
    kept = {name: value for name, value in query.items() if name not in ("before", "after") and value}
    shown = PeoplePage(
        people=page.rows,
        count=page.count,
        filters=report.filters(request.actor, query=query),
        q=query.get("q", ""),
        next_url="?" + urlencode(kept | {"after": page.older}) if page.older else "",
        prev_url="?" + urlencode(kept | {"before": page.newer}) if page.newer else "",
        empty=report.empty_units(request.actor, now=request.now),
    )
    return render(request, "people/people.html", {"page": shown})


@dataclass(frozen=True)
class PersonPage:
    """`person` None: somebody new. `once_password`: shown this once. `action_url`: where the form goes, when not here."""

    form: TypedForm
    person: report.Person | None
    buttons: list[Button]
    once_password: str = ""
    action_url: str = ""


@door("manage_people", methods="GET POST")
def new_person(request: StaffRequest) -> HttpResponse:
    form = _new_form(request.POST or None, by=request.actor)
    refusal = Refusal(form)
    if request.method == "POST":
        with refusal:
            issued = actions.add_person(
                **form.texts(),
                **deed_of(request),
            )
            return _issued(request, issued=issued)
    return render(request, "people/person_edit.html", {"page": _page(form)}, status=refusal.status)


@door("manage_people", methods="GET POST")
def edit_person(request: StaffRequest, pk: int) -> HttpResponse:
    """The form corrects the name and, when a unit or a role is chosen, adds a post."""
    person = _person(request, pk)
    form = _edit_form(request.POST or None, person=person, by=request.actor)
    refusal = Refusal(form)
    if request.method == "POST":
        texts, key = form.texts(), posted_key(request)
        with refusal:
            if texts["unit"] or texts["role"]:
                post = actions.add_post(
                    user=pk,
                    role=texts["role"],
                    unit=texts["unit"],
                    reason=texts["reason"],
                    by=request.actor,
                    at=request.now,
                    key=f"{key}.p",
                )
                messages.success(request, post.sentence)
            if texts["name"].strip() != person.name:
                named = actions.rename(
                    user=pk, name=texts["name"], by=request.actor, at=request.now, key=f"{key}.n"
                )
                messages.success(request, named.sentence)
            away = moments.iso_day(person.away_until) if person.away_until else ""
            if texts["away_until"].strip() != away:
                leave = actions.set_leave(
                    user=pk, until=texts["away_until"], by=request.actor, at=request.now, key=f"{key}.l"
                )
                messages.success(request, leave.sentence)
            return HttpResponseRedirect(reverse("person", args=[pk]))
    context = {"page": _page(form, person=person)}
    return render(request, "people/person_edit.html", context, status=refusal.status)


@door("manage_people", methods="GET POST")
def reset(request: StaffRequest, pk: int, what: str) -> HttpResponse:
    """At once; for somebody with a high post with a reason, for the second person to read."""
    person = _person(request, pk)
    form = TypedForm(request.POST if "reason" in request.POST else None)
    form.fields["reason"] = text_field("理由", hint="写给决定的人看，例如“本人手机丢失，已当面核对身份”。")
    refusal = Refusal(form)
    if request.method == "POST":
        given, reason = deed_of(request), request.POST.get("reason", "")
        with refusal:
            if what == "password":
                return _issued(request, issued=actions.reset_password(user=pk, reason=reason, **given))
            act = actions.enable if what == "enable" else actions.reset_second_factor
            answer = act(user=pk, reason=reason, **given)
            return done(request, answer, to=reverse("person", args=[pk]))
    page = VerbPage(
        label=f"{RESETS[what]}：{person.name}",
        text=RESET_WAITS if person.high else "",
        submit="请第二个人同意" if person.high else RESETS[what],
        form=form,
        back_url=reverse("person", args=[pk]),
    )
    return render(request, "case/verb.html", {"page": page}, status=refusal.status)


@door("manage_people", methods="POST")
def person_verb(request: StaffRequest, pk: int, verb: str) -> HttpResponse:
    _person(request, pk)
    given = deed_of(request)
    if verb == "end_post":
        post = request.GET.get("post", "")
        answer = actions.end_post(user=pk, post=whole_number(post) or 0, **given)
    elif verb in SIMPLE:
        answer = SIMPLE[verb](user=pk, **given)
    else:
        raise Unseen("没有这个操作。")
    return done(request, answer, to=reverse("person", args=[pk]))


def _issued(request: StaffRequest, *, issued: actions.Issued) -> HttpResponse:
    """The page itself answers, without a redirect: the password is nowhere but in these bytes."""
    person = _person(request, issued.user)
    if issued.password or issued.answer.more.get("waits"):
        messages.success(request, issued.answer.sentence)
    else:
        messages.warning(
            request, "这一步已经办过，初始密码只显示过一次；没有记下的话，请点“重置密码”再发一个。"
        )
    page = replace(
        _page(_edit_form(person=person, by=request.actor), person=person),
        once_password=issued.password,
        action_url=reverse("person", args=[person.id]),
    )
    return render(request, "people/person_edit.html", {"page": page})


def _page(form: TypedForm, *, person: report.Person | None = None) -> PersonPage:
    return PersonPage(form, person, _buttons(person) if person else [])


def _buttons(person: report.Person) -> list[Button]:
    def one(verb: str, *, label: str, tone: str = "", query: str = "") -> Button:
        return Button(verb, label, tone, "", reverse("person_verb", args=[person.id, verb]) + query, ())

    def reset_of(what: str) -> Button:
        needs = ("reason",) if person.high and what not in person.agreed else ()
        return Button(what, RESETS[what], "", "", reverse(f"person_reset_{what}", args=[person.id]), needs)

    buttons = [reset_of("password")]
    if person.second_factor:
        buttons.append(reset_of("second_factor"))
    if not person.active:
        buttons.append(reset_of("enable"))
    buttons += [
        one("end_post", label=f"结束岗位：{post.text}", tone="danger", query=f"?post={post.id}")
        for post in person.posts
    ]
    return [*buttons, one("disable", label="停用账号", tone="danger")] if person.active else buttons


def _person(request: StaffRequest, pk: int) -> report.Person:
    person = report.person(request.actor, pk=pk, now=request.now)
    if person is None:
        raise Unseen("没有找到这个人，或者不归您管理：您只管理岗位都在本单位和下级单位的人。")
    return person


urlpatterns = [
    path("people", people, name="people"),
    path("people/new", new_person, name="person_new"),
    path("people/<int:pk>", edit_person, name="person"),
    path("people/<int:pk>/reset_password", reset, {"what": "password"}, name="person_reset_password"),
    path(
        "people/<int:pk>/reset_second_factor",
        reset,
        {"what": "second_factor"},
        name="person_reset_second_factor",
    ),
    path("people/<int:pk>/enable", reset, {"what": "enable"}, name="person_reset_enable"),
    path("people/<int:pk>/<str:verb>", person_verb, name="person_verb"),
]
