"""Invented people and cases for the kit gallery. Every name, number and place is fictional."""

from datetime import UTC, date, datetime
from types import SimpleNamespace as Ns
from typing import Any

from django import forms

from web.gallery_forms import Registration, Respondents

AT = datetime(2026, 11, 3, 1, 12, tzinfo=UTC)


def clock(value: str, tone: str, fill: int, **more: Any) -> Ns:
    base: dict[str, Any] = {
        "label": "调解期限（30 日）",
        "left": "11-03 起算",
        "right": "12-03 到期",
        "explanation": ["11 月 3 日受理，次日起算", "30 个自然日，中止 0 日", "到期日不是节假日，不顺延"],
        "source": "人民调解工作规则第 X 条（示例）",
        "confidence": "示例",
        "provisional": False,
        "paused": False,
    }
    return Ns(**base | more, value=value, tone=tone, fill=fill)


CLOCKS = [
    clock("剩 10 天", "warn", 134),
    clock("已按时 · 21 分钟", "done", 36, label="签收（2 小时）", left="09:41 指派", right="10:02 签收"),
    clock("逾期 1 天", "bad", 200, label="补充材料（5 个工作日）", provisional=True),
    clock("剩 4 天", "ok", 60, label="回访", paused=True, explanation=[]),
]


def case_row(serial: int, title: str, kind: str, value: str, tone: str, risk: str, channel: str) -> Ns:
    return Ns(
        number=f"2026-{serial:05}",
        label=f"清矛调〔2026〕{serial:05} 号",
        title=title,
        kind=kind,
        place="城东街道",
        parties="李某 / 张某",
        channel=channel,
        state="待分流",
        state_tone="info",
        risk=risk,
        risk_tone={"高": "bad", "中": "warn", "低": "ok"}.get(risk, ""),
        clock=clock(value, tone, 100),
        holder="周敏",
        url=f"/cases/2026-{serial:05}/",
        flags=["待补地点"] if serial % 4 == 0 else [],
    )


ROWS = [
    case_row(
        1291,
        "某某小区二期业主与物业公司停车费及公共收益纠纷",
        "物业服务",
        "剩 19 分钟",
        "warn",
        "高",
        "12345",
    ),
    case_row(1290, "王某与装修公司装修质量及尾款纠纷", "合同纠纷", "剩 24 分钟", "warn", "中", "窗口"),
    case_row(1289, "陈某反映邻居空调外机噪声扰民", "相邻关系", "剩 38 分钟", "ok", "低", "解纷码"),
    case_row(1288, "建筑工人 14 人追讨工资报酬", "劳动报酬", "超 12 分钟", "bad", "高", "窗口"),
    case_row(1287, "孙某与医院医疗费用及告知义务争议", "医疗纠纷", "剩 42 分钟", "ok", "中", "网格上报"),
    case_row(1286, "林某与林某兄弟间宅基地分界纠纷", "土地权属", "剩 45 分钟", "ok", "", "网格上报"),
    case_row(1285, "预付式健身卡停业退费咨询", "消费维权", "剩 51 分钟", "ok", "低", "解纷码"),
    case_row(1284, "李某与张某房屋租赁押金返还纠纷", "房屋租赁", "剩 54 分钟", "ok", "低", "窗口"),
]


def button(label: str, tone: str = "", key: str = "", needs: tuple[str, ...] = ("reason",)) -> Ns:
    return Ns(verb=label, label=label, tone=tone, key=key, url="/do/", needs=list(needs))


BUTTONS = [
    button("转办"),
    button("申请延期"),
    button("签收", needs=()),
    button("暂停期限"),
    button("撤回", "danger", needs=()),
    button("登记调解结果", "primary", "e"),
]


def entry(icon: str, who: str, what: str, note: str = "", audience: str = "", tone: str = "") -> Ns:
    return Ns(icon=icon, who=who, what=what, at=AT, note=note, audience=audience, tone=tone)


ENTRIES = [
    entry("calendar-event", "周敏", "预约第二次调解会", "双方已回复“确认到场”。", "party", "info"),
    entry("lock", "周敏", "内部备注", "张某底线约为扣 3,000 元。二次会先单独谈。", "internal"),
    entry("users", "周敏", "登记第一次调解会：未达成", "争议缩小为墙面修复费用。", "party", "warn"),
    entry("paperclip", "李某", "通过解纷码补充 3 份证据"),
    entry("route", "分流台", "指派县人民调解委员会 · 周敏 主办", "", "party"),
]


def refused(form: type[forms.Form]) -> forms.Form:
    return form({})


def registration(*, refuse: bool) -> dict[str, Any]:
    filled = {
        "applicant_name": "李某",
        "applicant_phone": "13800003307",
        "applicant_id": "330522199305020009",
    }
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-respondent_kind": "p"}
    return {
        "form": Registration(
            {**filled, "people": 1, "story": "租期届满。", "wanted": "退还押金", "weight": "s"}
        )
        if refuse
        else Registration(initial={"people": 1, "weight": "s", "confidentiality": "n"}),
        "respondents": Respondents(rows) if refuse else Respondents(),
        "draft_url": "/draft/",
        "check_url": "/check/",
        "draft_saved": "09:12",
        "window": "3 号窗口",
        "history": [Ns(title="房屋租赁押金争议", sub="2026-10-29 · 12345 转办 · 城东街道已答复", url="/c/")],
        "route": Ns(
            unit="县人民调解委员会",
            rule="规则 R-12「租赁押金 ≤ 5 万 → 人民调解」",
            why=["金额 8,600 元", "双方都是自然人"],
        ),
        "receipt": None,
        "checked": True,
    }


def preview() -> Ns:
    reasons = ["欠薪，14 人，达到 10 人", "开发区属地"]
    skipped = ["R-03 医疗纠纷：类型不符", "R-05 涉未成年人：没有标记"]

    def candidate(key: str, unit: str, *, chosen: bool) -> Ns:
        rule = "R-07 欠薪且人数 ≥ 10 → 劳动监察先行" if chosen else ""
        return Ns(
            unit_code=key, unit=unit, sub="在办 11 件 · 2 件将到期", key=key, rule=rule, reasons=reasons,
            skipped=skipped, change="同步抄送公安派驻席", chosen=chosen,
        )  # fmt: skip

    return Ns(
        row=ROWS[3],
        story="赵某等 14 名建筑工人反映，开发区某项目劳务公司自 8 月起拖欠工资共计 412,600 元，现正在中心 2 号等候区。",
        tags=[Ns(label="涉众 14 人", tone="bad"), "窗口 A021"],
        candidates=[
            candidate("1", "县人社局 · 劳动监察大队", chosen=True),
            candidate("2", "县劳动人事争议仲裁院", chosen=False),
            candidate("3", "开发区综治中心", chosen=False),
        ],
        duplicates=[Ns(row=ROWS[0], likeness_note="同一电话，同一项目")],
        urls={name: f"/{name}/" for name in ("dispatch", "accept", "decline", "send_back", "merge", "link")},
    )


STATS = [
    Ns(value=18, unit="", label="待分流", tone="", tag=""),
    Ns(value=1, unit="", label="已超时", tone="bad", tag="红灯"),
    Ns(value=2, unit="", label="即将超时", tone="warn", tag="黄灯"),
    Ns(value=3, unit="", label="承办单位退回", tone="", tag=""),
    Ns(value=27, unit="分钟", label="今日平均分流用时", tone="", tag=""),
]
TABS = [
    Ns(label=label, count=n, url="?", current=n == 18)
    for label, n in (("待分流", 18), ("退回", 3), ("疑似重复", 4))
]


def choice(name: str, label: str, *words: str) -> Ns:
    return Ns(
        name=name, label=label, options=[Ns(value=w, label=w, selected=not i) for i, w in enumerate(words)]
    )


FILTERS = [choice("channel", "来源", "全部来源", "窗口"), choice("place", "地点", "全部乡镇", "城东街道")]
TODAY = date(2026, 11, 3)
