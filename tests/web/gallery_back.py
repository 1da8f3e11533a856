"""Pages of the kit gallery for administrators and citizens: name → (template, context)."""

from types import SimpleNamespace as Ns
from typing import Any

from web.gallery_forms import Lookup, Person, Rules, Upload
from web.gallery_samples import AT, BUTTONS, CLOCKS, FILTERS, TODAY, refused

Page = tuple[str, dict[str, Any]]


def admin_pages() -> dict[str, Page]:
    person = Ns(
        name="周敏", initial="周", username="zhoumin", unit="县人民调解委员会", posts=["承办人", "调解员"], active=True,
        second_factor=True, last_seen=AT, url="/p/",
    )  # fmt: skip
    other = Ns(
        **vars(person) | {"name": "刘倩", "username": "liuqian", "second_factor": False, "active": False}
    )
    move = Ns(
        number="2026-01288",
        title="建筑工人 14 人追讨工资报酬",
        url="/c/",
        before="仲裁院",
        after="劳动监察大队",
        rule="R-07",
        changed=True,
    )
    dry = Ns(ran=True, total=318, changed=6, errors=[], rows=[move, move])
    year = Ns(
        year=2026,
        days_off=33,
        workdays=6,
        source="放假安排通知（示例）",
        version=1,
        state="已生效",
        tone="ok",
    )
    check = Ns(at=AT, size="12,044", root="4be1…90af", signed_by="中心签名钥 2026", download_url="/cp/")
    results = [
        Ns(ok=True, what="逐条链值", text="12,044 条全部相接", where=""),
        Ns(ok=False, what="检查点根", text="与离机检查点不同", where="第 981 条"),
    ]
    version = Ns(number=3, at=AT, by="管理员", note="加欠薪规则", url="/v/")
    return {
        "people": (
            "people.html",
            {"people": [person, other], "filters": FILTERS[1:], "count": 2, "new_url": "/n/"},
        ),
        "person": (
            "person_edit.html",
            {
                "form": Person(),
                "person": person,
                "back_url": "/p/",
                "buttons": BUTTONS[1:2],
                "once_password": "kx7-mutu-93",
            },
        ),
        "rules": ("rules.html", {"form": Rules(), "version": version, "dry": dry, "history": [version]}),
        "calendar": (
            "calendar.html",
            {
                "years": [year],
                "missing": [2027],
                "form": Upload(),
                "days": [Ns(date=TODAY, label="示例节", kind="放假")],
            },
        ),
        "verify": (
            "verify.html",
            {
                "chain": Ns(ok=True, text="历史完好。", entries="12,044", last_at=AT),
                "checkpoint": check,
                "results": results,
                "verify_url": "/v/",
                "checked_at": AT,
            },
        ),
    }


def portal_pages() -> dict[str, Page]:
    case = Ns(
        label="01284 号",
        title="房屋租赁押金返还纠纷",
        state="调解中",
        state_tone="info",
        with_whom="张某",
        promise="预计 12 月 3 日前办结，还有 10 天",
    )
    labels = ["受理", "分派", "调解", "协议", "回访"]
    states = ["done", "done", "now", "todo", "todo"]
    track = {
        "case": case,
        "steps": [Ns(label=x, state=s) for x, s in zip(labels, states, strict=True)],
        "holder": Ns(unit="县人民调解委员会", person="周敏", phone="0000-0000000"),
        "next": Ns(heading="调解会 · 周三 09:30", text="县综治中心 3 楼 第 3 调解室，请带身份证和押金收据"),
        "entries": [
            Ns(what="安排第二次调解会", note="请在 11 月 24 日前确认是否到场。", at=AT),
            Ns(what="第一次调解会", note="双方暂未达成一致，争议缩小为墙面修复费用。", at=AT),
            Ns(what="已受理", note="", at=AT),
        ],
        "clocks": CLOCKS[:1],
        "back_url": "/track/",
    }
    return {
        "track": ("portal/track.html", track),
        "track-elder": ("portal/track.html", track | {"elder": "on"}),
        "track-elder-more": ("portal/track.html", track | {"elder": "more"}),
        "lookup": ("portal/lookup.html", {"form": Lookup()}),
        "lookup-refused": ("portal/lookup.html", {"form": refused(Lookup)}),
    }
